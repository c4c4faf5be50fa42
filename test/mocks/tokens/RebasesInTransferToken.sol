// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {MisbehavingToken} from "./MisbehavingToken.sol";

/// @dev The receiver's balance grows by a percent with each transfer.
contract RebasesInTransferToken is MisbehavingToken {
    function _misbehave(address from, address to, uint256 amount) internal override {
        _move(from, to, amount);
        _balances[to] += _balances[to] / 100;
    }
}
