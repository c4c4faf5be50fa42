// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {MisbehavingToken} from "./MisbehavingToken.sol";

/// @dev Moves one base unit less than was sent.
contract DeliversLessToken is MisbehavingToken {
    function _misbehave(address from, address to, uint256 amount) internal override {
        _move(from, to, amount - 1);
    }
}
