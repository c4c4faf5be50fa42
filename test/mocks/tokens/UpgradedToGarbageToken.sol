// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {MisbehavingToken} from "./MisbehavingToken.sol";

/// @dev An upgrade went wrong: answers with a word that is neither true nor false.
contract UpgradedToGarbageToken is MisbehavingToken {
    function _misbehave(address from, address to, uint256 amount) internal override {
        _move(from, to, amount);
        _answer(abi.encode(keccak256("garbage")));
    }
}
