// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {MisbehavingToken} from "./MisbehavingToken.sol";

/// @dev Takes the largest uint256 as the sender's whole balance, as Compound III does.
contract MaxUintMeansAllToken is MisbehavingToken {
    function _misbehave(address from, address to, uint256 amount) internal override {
        _move(from, to, amount == type(uint256).max ? heldBy(from) : amount);
    }
}
