// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {Token} from "./Token.sol";

/// @dev Moves the balances and then answers "false", once turned hostile.
contract HalfDoneToken is Token("Half done", "HALF", 6) {
    bool public hostile;

    function setHostile(bool hostile_) external {
        hostile = hostile_;
    }

    function transfer(address to, uint256 amount) public override returns (bool) {
        return super.transfer(to, amount) && !hostile;
    }
}
