// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {ReenteringToken} from "./ReenteringToken.sol";

/// @dev Calls the escrow back, and refuses the transfer unless the call succeeds.
contract ReentersAndInsistsToken is ReenteringToken {
    function _misbehave(address from, address to, uint256 amount) internal override {
        _move(from, to, amount);
        _reenter();
        require(reentries > 0, Misbehaved());
    }
}
