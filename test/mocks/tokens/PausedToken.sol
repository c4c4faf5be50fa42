// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {MisbehavingToken} from "./MisbehavingToken.sol";

/// @dev Reverts on every transfer.
contract PausedToken is MisbehavingToken {
    function _misbehave(address, address, uint256) internal pure override {
        revert Misbehaved();
    }
}
