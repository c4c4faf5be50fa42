// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {Token} from "./Token.sol";

/// @dev A token that delivers less than was sent (a fee on transfer), delivers more, or takes from the receiver.
contract MisdeliveringToken is Token("Misdelivering", "MIS", 6) {
    int256 private immutable _OFFSET;

    constructor(int256 offset) {
        _OFFSET = offset;
    }

    function transferFrom(address from, address to, uint256 amount) public override returns (bool) {
        super.transferFrom(from, to, amount);
        if (_OFFSET < 0) _burn(to, uint256(-_OFFSET));
        else _mint(to, uint256(_OFFSET));
        return true;
    }
}
