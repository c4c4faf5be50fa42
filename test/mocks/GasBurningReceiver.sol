// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

/// @dev Burns all gas when it receives coins.
contract GasBurningReceiver {
    receive() external payable {
        assembly ("memory-safe") {
            invalid()
        }
    }
}
