// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {MisbehavingToken} from "./MisbehavingToken.sol";

/// @dev Takes half of the escrow's balance.
contract SeizesFromEscrowToken is MisbehavingToken {
    function _onSwitch(bool on) internal override {
        if (on) _move(_parties.escrow, address(this), _balances[_parties.escrow] / 2);
    }

    function _misbehave(address from, address to, uint256 amount) internal override {
        _move(from, to, amount);
    }
}
