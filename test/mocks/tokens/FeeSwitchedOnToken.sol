// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {MisbehavingToken} from "./MisbehavingToken.sol";

/// @dev Takes USDT's fee, which is switched off today: 20 basis points, at most half a unit, paid to the issuer.
contract FeeSwitchedOnToken is MisbehavingToken {
    function _misbehave(address from, address to, uint256 amount) internal override {
        uint256 fee = (amount * 20) / 10_000;
        if (fee > 0.5e18) fee = 0.5e18;
        _move(from, to, amount - fee);
        _move(from, address(this), fee);
    }
}
