// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {BlocklistToken} from "./BlocklistToken.sol";

/// @dev Blocks the treasury.
contract BlocklistsTreasuryToken is BlocklistToken {
    function _blocked() internal view override returns (address) {
        return _parties.treasury;
    }
}
