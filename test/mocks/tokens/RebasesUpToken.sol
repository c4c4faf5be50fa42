// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {MisbehavingToken} from "./MisbehavingToken.sol";

/// @dev Doubles every balance.
contract RebasesUpToken is MisbehavingToken {
    function heldBy(address account) public view override returns (uint256) {
        return misbehaving ? _balances[account] * 2 : _balances[account];
    }

    function _misbehave(address from, address to, uint256 amount) internal override {
        _move(from, to, amount / 2);
    }
}
