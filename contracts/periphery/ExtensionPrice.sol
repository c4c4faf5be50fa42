// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {RentalState} from "../interfaces/IRentalEscrow.sol";
import {RentalMath} from "../libraries/RentalMath.sol";

/// @dev What the escrow takes for an extension.
library ExtensionPrice {
    using RentalMath for RentalState;

    /// @dev The rise of the principal that the escrow holds. Changes the duration of `state` in memory.
    function extendTo(RentalState memory state, uint32 duration, uint256 pricePerHour) internal pure returns (uint256) {
        uint256 heldBefore = state.held(pricePerHour);
        state.duration = duration;
        return state.held(pricePerHour) - heldBefore;
    }
}
