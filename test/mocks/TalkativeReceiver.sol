// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

/// @dev Accepts or rejects native coins, and returns `length` bytes.
contract TalkativeReceiver {
    uint256 private immutable _LENGTH;
    bool private immutable _ACCEPTING;

    constructor(uint256 length, bool accepting) {
        (_LENGTH, _ACCEPTING) = (length, accepting);
    }

    receive() external payable {
        (uint256 length, bool accepting) = (_LENGTH, _ACCEPTING);
        assembly {
            if accepting {
                return(0, length)
            }
            revert(0, length)
        }
    }
}
