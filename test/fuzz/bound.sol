// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

/// @dev `x` brought into `[min, max]`; what is inside already stays.
function bound(uint256 x, uint256 min, uint256 max) pure returns (uint256) {
    if (x >= min && x <= max) return x;
    unchecked {
        // Zero means the whole range of the type.
        uint256 size = max - min + 1;
        return size == 0 ? x : min + (x % size);
    }
}
