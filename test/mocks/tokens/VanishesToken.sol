// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {MisbehavingToken} from "./MisbehavingToken.sol";

/// @dev Has no code any more.
contract VanishesToken is MisbehavingToken {
    function vanishes() external pure override returns (bool) {
        return true;
    }

    function _misbehave(address from, address to, uint256 amount) internal override {
        _move(from, to, amount);
    }
}
