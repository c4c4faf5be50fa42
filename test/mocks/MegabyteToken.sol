// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {Token} from "./Token.sol";

/// @dev A token that transfers and returns true, followed by a megabyte.
contract MegabyteToken is Token("Megabyte", "MB", 6) {
    function transfer(address to, uint256 amount) public override returns (bool) {
        super.transfer(to, amount);
        assembly {
            mstore(0, 1)
            return(0, 1048576)
        }
    }
}
