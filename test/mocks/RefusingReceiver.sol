// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

/// @dev Rejects native coins until a test lets it accept them.
contract RefusingReceiver {
    bool public accepting;

    error Refused();

    receive() external payable {
        require(accepting, Refused());
    }

    function setAccepting(bool accepting_) external {
        accepting = accepting_;
    }
}
