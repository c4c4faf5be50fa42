// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {MisbehavingToken} from "./MisbehavingToken.sol";

/// @dev Returns one byte more than a bool.
contract Returns33BytesToken is MisbehavingToken {
    function _misbehave(address from, address to, uint256 amount) internal override {
        _move(from, to, amount);
        _answer(abi.encodePacked(uint256(1), uint8(1)));
    }
}
