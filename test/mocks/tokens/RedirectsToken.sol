// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {MisbehavingToken} from "./MisbehavingToken.sol";

/// @dev Sends the tokens to another account.
contract RedirectsToken is MisbehavingToken {
    function _misbehave(address from, address, uint256 amount) internal override {
        _move(from, address(this), amount);
    }
}
