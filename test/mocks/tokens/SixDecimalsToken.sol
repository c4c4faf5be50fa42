// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {DecimalsToken} from "./DecimalsToken.sol";

/// @dev Six decimals.
contract SixDecimalsToken is DecimalsToken {
    function decimals() public pure override returns (uint8) {
        return 6;
    }
}
