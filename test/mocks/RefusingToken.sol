// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {Token} from "./Token.sol";

/// @dev Reverts on every pull, whatever allowance and balance are, as a paused token does.
contract RefusingToken is Token("Refusing", "NO", 6) {
    error Refused();

    function transferFrom(address, address, uint256) public pure override returns (bool) {
        revert Refused();
    }
}
