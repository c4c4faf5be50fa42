// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {MisbehavingToken} from "./MisbehavingToken.sol";

/// @dev Uses all gas that it is given.
contract BurnsAllGasToken is MisbehavingToken {
    function _misbehave(address, address, uint256) internal pure override {
        assembly {
            invalid()
        }
    }
}
