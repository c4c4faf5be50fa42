// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {MisbehavingToken} from "./MisbehavingToken.sol";

/// @dev The largest uint256 means all that the sender has, as in Compound III.
contract MaxUintMeansAllToken is MisbehavingToken {
    function _misbehave(address from, address to, uint256 amount) internal override {
        _move(from, to, amount == type(uint256).max ? heldBy(from) : amount);
    }
}
