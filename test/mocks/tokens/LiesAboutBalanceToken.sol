// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {MisbehavingToken} from "./MisbehavingToken.sol";

/// @dev Reports the same balance for every account.
contract LiesAboutBalanceToken is MisbehavingToken {
    function balanceOf(address account) external view override returns (uint256) {
        return misbehaving ? 1_000_000e18 : heldBy(account);
    }

    function _misbehave(address from, address to, uint256 amount) internal override {
        _move(from, to, amount);
    }
}
