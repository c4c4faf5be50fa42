// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {MisbehavingToken} from "./MisbehavingToken.sol";

/// @dev Reverts when a balance is read.
contract RevertsOnBalanceToken is MisbehavingToken {
    function balanceOf(address account) external view override returns (uint256) {
        require(!misbehaving, Misbehaved());
        return heldBy(account);
    }

    function _misbehave(address from, address to, uint256 amount) internal override {
        _move(from, to, amount);
    }
}
