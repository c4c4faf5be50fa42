// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {ReenteringToken} from "./ReenteringToken.sol";

/// @dev Calls the escrow back before the tokens move.
contract ReentersFromSenderHookToken is ReenteringToken {
    function _misbehave(address from, address to, uint256 amount) internal override {
        _reenter();
        _move(from, to, amount);
    }
}
