// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {Token} from "./Token.sol";

/// @dev A token on whose blocklist anyone can set an account. Blocked accounts can neither send nor receive.
contract BlockableToken is Token {
    mapping(address account => bool) public blocked;

    error Blocked(address account);

    constructor(string memory name, string memory symbol, uint8 decimals_) Token(name, symbol, decimals_) {}

    function setBlocked(address account, bool on) external {
        blocked[account] = on;
    }

    function _update(address from, address to, uint256 amount) internal override {
        require(!blocked[from], Blocked(from));
        require(!blocked[to], Blocked(to));
        super._update(from, to, amount);
    }
}
