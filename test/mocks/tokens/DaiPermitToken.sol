// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {MisbehavingToken} from "./MisbehavingToken.sol";

/// @dev Has DAI's permit, which takes other arguments and approves all or nothing.
contract DaiPermitToken is MisbehavingToken {
    function permit(
        address holder,
        address spender,
        uint256,
        uint256 expiry,
        bool allowed,
        uint8 v,
        bytes32 r,
        bytes32 s
    ) external {
        bytes32 digest = keccak256(abi.encode(holder, spender, expiry, allowed));
        require(holder == ecrecover(digest, v, r, s), Misbehaved());
        _allowances[holder][spender] = allowed ? type(uint256).max : 0;
    }

    function _misbehave(address from, address to, uint256 amount) internal override {
        _move(from, to, amount);
    }
}
