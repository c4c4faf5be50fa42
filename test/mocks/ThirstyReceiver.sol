// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

/// @dev Accepts coins if the call has at least `thirst` gas, which it burns.
contract ThirstyReceiver {
    uint256 private immutable _THIRST;

    constructor(uint256 thirst) {
        _THIRST = thirst;
    }

    receive() external payable {
        uint256 start = gasleft();
        while (start - gasleft() < _THIRST) {}
    }
}
