// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {MisbehavingToken} from "./MisbehavingToken.sol";

/// @dev Reverts with a megabyte of data.
contract RevertsWithMegabyteToken is MisbehavingToken {
    function _misbehave(address, address, uint256) internal pure override {
        assembly {
            revert(0, 1000000)
        }
    }
}
