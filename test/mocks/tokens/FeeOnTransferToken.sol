// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {MisbehavingToken} from "./MisbehavingToken.sol";

/// @dev Delivers one percent less than was sent.
contract FeeOnTransferToken is MisbehavingToken {
    function _misbehave(address from, address to, uint256 amount) internal override {
        _move(from, to, amount - amount / 100);
        _move(from, address(this), amount / 100);
    }
}
