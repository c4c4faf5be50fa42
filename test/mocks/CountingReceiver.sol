// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

/// @dev Counts the payments that it receives in native coins.
contract CountingReceiver {
    uint256 public payments;

    receive() external payable {
        ++payments;
    }
}
