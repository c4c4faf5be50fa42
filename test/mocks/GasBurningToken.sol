// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {Token} from "./Token.sol";

/// @dev Burns all gas on every transfer, once turned hostile.
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
