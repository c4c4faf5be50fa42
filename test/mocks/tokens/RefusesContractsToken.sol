// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {MisbehavingToken} from "./MisbehavingToken.sol";

/// @dev Refuses transfers to contracts.
contract RefusesContractsToken is MisbehavingToken {
    function _misbehave(address from, address to, uint256 amount) internal override {
        require(to.code.length == 0, Misbehaved());
        _move(from, to, amount);
    }
}
