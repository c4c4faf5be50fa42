// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {MisbehavingToken} from "./MisbehavingToken.sol";

/// @dev Moves nothing, and reports a balance as if it had.
contract InflatesBalanceToken is MisbehavingToken {
    uint256 private _phantom;

    function balanceOf(address account) external view override returns (uint256) {
        return heldBy(account) + (account == _parties.escrow ? _phantom : 0);
    }

    function _misbehave(address from, address to, uint256 amount) internal override {
        if (to == _parties.escrow) _phantom += amount;
        else _move(from, to, amount);
    }
}
