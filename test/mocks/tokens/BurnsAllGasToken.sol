// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {MisbehavingToken} from "./MisbehavingToken.sol";

/// @dev Burns all gas of the call.
contract BurnsAllGasToken is MisbehavingToken {
    function _misbehave(address, address, uint256) internal pure override {
        assembly {
            invalid()
        }
    }
}
