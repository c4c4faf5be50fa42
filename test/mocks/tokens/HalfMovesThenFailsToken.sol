// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {MisbehavingToken} from "./MisbehavingToken.sol";

/// @dev Moves half of the amount and returns false.
contract HalfMovesThenFailsToken is MisbehavingToken {
    function _misbehave(address from, address to, uint256 amount) internal override {
        _move(from, to, amount / 2);
        _answer(abi.encode(false));
    }
}
