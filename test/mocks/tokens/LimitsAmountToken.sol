// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {MisbehavingToken} from "./MisbehavingToken.sol";

/// @dev Moves at most 20 units per transfer.
contract LimitsAmountToken is MisbehavingToken {
    function _misbehave(address from, address to, uint256 amount) internal override {
        require(amount <= 20e18, Misbehaved());
        _move(from, to, amount);
    }
}
