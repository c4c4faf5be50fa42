// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {MisbehavingToken} from "./MisbehavingToken.sol";

/// @dev Has no permit, but a fallback that accepts any call, as WETH.
contract PhantomPermitToken is MisbehavingToken {
    fallback() external {}

    function _misbehave(address from, address to, uint256 amount) internal override {
        _move(from, to, amount);
    }
}
