// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {Token} from "./Token.sol";

interface ITokenReceiver {
    function tokensReceived() external;
}

/// @dev A token that calls a receiver with code after each transfer, as ERC-777 does.
contract NotifyingToken is Token("Notifying", "HOOK", 6) {
    function transfer(address to, uint256 amount) public override returns (bool) {
        super.transfer(to, amount);
        if (to.code.length > 0) ITokenReceiver(to).tokensReceived();
        return true;
    }
}
