// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {BlocklistToken} from "./BlocklistToken.sol";

/// @dev Blocks the renter.
contract BlocklistsRenterToken is BlocklistToken {
    function _blocked() internal view override returns (address) {
        return _parties.renter;
    }
}
