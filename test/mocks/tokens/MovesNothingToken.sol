// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {MisbehavingToken} from "./MisbehavingToken.sol";

/// @dev Returns true without a transfer.
contract MovesNothingToken is MisbehavingToken {
    function _misbehave(address, address, uint256) internal pure override {
        _answer(abi.encode(true));
    }
}
