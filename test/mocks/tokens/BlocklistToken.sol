// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {MisbehavingToken} from "./MisbehavingToken.sol";

/// @dev Refuses every transfer from or to one account, as USDC and USDT do.
abstract contract BlocklistToken is MisbehavingToken {
    function _blocked() internal view virtual returns (address);

    function _misbehave(address from, address to, uint256 amount) internal override {
        require(from != _blocked() && to != _blocked(), Misbehaved());
        _move(from, to, amount);
    }
}
