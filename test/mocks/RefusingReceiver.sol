// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

/// @dev Takes no native coins until it is told to.
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
