// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {MisbehavingToken} from "./MisbehavingToken.sol";

/// @dev Lets an account send only once per block.
contract CooldownToken is MisbehavingToken {
    mapping(address account => uint256) private _lastSent;

    function _misbehave(address from, address to, uint256 amount) internal override {
        require(_lastSent[from] != block.timestamp, Misbehaved());
        _lastSent[from] = block.timestamp;
        _move(from, to, amount);
    }
}
