// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {Token} from "./Token.sol";

/// @dev A token that, once hostile, burns all gas on every transfer.
contract GasBurningToken is Token("Gas burning", "BURN", 6) {
    bool public hostile;

    function setHostile(bool hostile_) external {
        hostile = hostile_;
    }

    function transfer(address to, uint256 amount) public override returns (bool) {
        if (hostile) {
            assembly ("memory-safe") {
                invalid()
            }
        }
        return super.transfer(to, amount);
    }
}
