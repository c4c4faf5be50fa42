// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

/// @dev Returns the same bytes from every call.
contract AnsweringWallet {
    bytes private _answer;

    constructor(bytes memory answer) {
        _answer = answer;
    }

    fallback(bytes calldata) external returns (bytes memory) {
        return _answer;
    }
}
