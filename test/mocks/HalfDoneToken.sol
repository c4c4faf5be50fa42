// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {Token} from "./Token.sol";

/// @dev A token that, once hostile, moves the balances and then returns false.
contract HalfDoneToken is Token("Half done", "HALF", 6) {
    bool public hostile;

    function setHostile(bool hostile_) external {
        hostile = hostile_;
    }

    function transfer(address to, uint256 amount) public override returns (bool) {
        return super.transfer(to, amount) && !hostile;
    }
}
