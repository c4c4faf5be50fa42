// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {ReenteringToken} from "./ReenteringToken.sol";

/// @dev Re-enters, and refuses the transfer unless the escrow let it in.
contract ReentersAndInsistsToken is ReenteringToken {
    function _misbehave(address from, address to, uint256 amount) internal override {
        _move(from, to, amount);
        _reenter();
        require(reentries > 0, Misbehaved());
    }
}
