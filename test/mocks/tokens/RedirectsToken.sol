// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {MisbehavingToken} from "./MisbehavingToken.sol";

/// @dev Sends the coins to somebody else.
contract RedirectsToken is MisbehavingToken {
    function _misbehave(address from, address, uint256 amount) internal override {
        _move(from, address(this), amount);
    }
}
