// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {MisbehavingToken} from "./MisbehavingToken.sol";

/// @dev Reverts on a transfer of 0.
contract RevertsOnZeroToken is MisbehavingToken {
    function _misbehave(address from, address to, uint256 amount) internal override {
        require(amount > 0, Misbehaved());
        _move(from, to, amount);
    }
}
