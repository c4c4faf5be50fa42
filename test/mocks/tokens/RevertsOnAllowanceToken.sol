// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {MisbehavingToken} from "./MisbehavingToken.sol";

/// @dev Refuses transfers, and reverts when an allowance is read.
contract RevertsOnAllowanceToken is MisbehavingToken {
    function allowance(address owner, address spender) external view override returns (uint256) {
        require(!misbehaving, Misbehaved());
        return _allowances[owner][spender];
    }

    function _misbehave(address, address, uint256) internal pure override {
        revert Misbehaved();
    }
}
