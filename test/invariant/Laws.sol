// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

/// @dev Remembers, by the number that docs/protocol.md gives it, the first time that an invariant did not hold.
abstract contract Laws {
    uint256 private constant _COUNT = 14;

    mapping(uint256 number => string) private _broken;

    /// @dev Empty while the invariant holds.
    function broken(uint256 number) external view returns (string memory) {
        return _broken[number];
    }

    /// @dev All numbers at once.
    function anyBroken() external view returns (string memory) {
        for (uint256 i = 1; i <= _COUNT; ++i) if (bytes(_broken[i]).length > 0) return _broken[i];
        return "";
    }

    function _hold(uint256 number, bool condition, string memory label) internal {
        if (!condition && bytes(_broken[number]).length == 0) _broken[number] = label;
    }
}
