// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {MisbehavingToken} from "./MisbehavingToken.sol";

/// @dev Returns true, followed by a megabyte.
contract ReturnsMegabyteToken is MisbehavingToken {
    function _misbehave(address from, address to, uint256 amount) internal override {
        _move(from, to, amount);
        assembly {
            mstore(0, 1)
            return(0, 1000000)
        }
    }
}
