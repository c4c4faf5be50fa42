// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {MisbehavingToken} from "./MisbehavingToken.sol";

/// @dev Returns false from a transfer that fails, as ZRX did.
contract ReturnsFalseOnFailureToken is MisbehavingToken {
    function _misbehave(address, address, uint256) internal pure override {
        _answer(abi.encode(false));
    }
}
