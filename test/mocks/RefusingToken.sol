// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {Token} from "./Token.sol";

/// @dev A token whose `transferFrom` always reverts, as that of a paused token.
contract RefusingToken is Token("Refusing", "NO", 6) {
    error Refused();

    function transferFrom(address, address, uint256) public pure override returns (bool) {
        revert Refused();
    }
}
