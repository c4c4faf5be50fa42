// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {MisbehavingToken} from "./MisbehavingToken.sol";

/// @dev Calls the escrow back during a transfer, with every call that it is armed with.
abstract contract ReenteringToken is MisbehavingToken {
    uint256 public attempts;
    bytes[] private _calls;

    function arm(bytes[] calldata calls) external override {
        for (uint256 i = 0; i < calls.length; ++i) _calls.push(calls[i]);
    }

    function _reenter() internal {
        for (uint256 i = 0; i < _calls.length; ++i) {
            (bool success, ) = _parties.escrow.call(_calls[i]);
            ++attempts;
            if (success) ++reentries;
        }
    }
}
