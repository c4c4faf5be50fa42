// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {MisbehavingToken} from "./MisbehavingToken.sol";

/// @dev Changes an allowance only from or to zero, as USDT does.
contract ApprovalRaceToken is MisbehavingToken {
    function approve(address spender, uint256 amount) external override returns (bool) {
        require(amount == 0 || _allowances[msg.sender][spender] == 0, Misbehaved());
        _allowances[msg.sender][spender] = amount;
        return true;
    }

    function _misbehave(address from, address to, uint256 amount) internal override {
        _move(from, to, amount);
    }
}
