// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {MisbehavingToken} from "./MisbehavingToken.sol";

/// @dev Raises the receiver's balance by one percent in each transfer.
contract RebasesInTransferToken is MisbehavingToken {
    function _misbehave(address from, address to, uint256 amount) internal override {
        _move(from, to, amount);
        _balances[to] += _balances[to] / 100;
    }
}
