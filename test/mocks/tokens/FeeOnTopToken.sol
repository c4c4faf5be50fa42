// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {MisbehavingToken} from "./MisbehavingToken.sol";

/// @dev Takes one percent more from the sender than was sent.
contract FeeOnTopToken is MisbehavingToken {
    function _misbehave(address from, address to, uint256 amount) internal override {
        _move(from, to, amount);
        _move(from, address(this), amount / 100);
    }
}
