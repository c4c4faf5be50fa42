// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {MisbehavingToken} from "./MisbehavingToken.sol";

/// @dev Needs more gas for a transfer than a payout passes on.
contract GasHungryToken is MisbehavingToken {
    function _misbehave(address from, address to, uint256 amount) internal override {
        uint256 enough = gasleft() - 400_000;
        while (gasleft() > enough) {}
        _move(from, to, amount);
    }
}
