// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {MisbehavingToken} from "./MisbehavingToken.sol";

/// @dev Returns a word that is neither true nor false, as after a faulty upgrade.
contract UpgradedToGarbageToken is MisbehavingToken {
    function _misbehave(address from, address to, uint256 amount) internal override {
        _move(from, to, amount);
        _answer(abi.encode(keccak256("garbage")));
    }
}
