// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

/// @dev Burns all gas that comes with a coin.
contract GasBurningReceiver {
    receive() external payable {
        assembly ("memory-safe") {
            invalid()
        }
    }
}
