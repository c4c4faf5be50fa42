// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {MisbehavingToken} from "./MisbehavingToken.sol";

/// @dev Refuses amounts above uint96, as UNI and COMP do. An hour costs the largest amount that it can move.
contract RefusesAboveUint96Token is MisbehavingToken {
    function pricePerHour() external pure override returns (uint96) {
        return type(uint96).max;
    }

    function _misbehave(address from, address to, uint256 amount) internal override {
        require(amount <= type(uint96).max, Misbehaved());
        _move(from, to, amount);
    }
}
