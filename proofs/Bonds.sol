// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {Offer, RentalState} from "../contracts/interfaces/IRentalEscrow.sol";
import {MAX_BOND_MULTIPLE} from "../contracts/libraries/Constants.sol";
import {RentalMath} from "../contracts/libraries/RentalMath.sol";
import {Math} from "@openzeppelin/contracts/utils/math/Math.sol";

/// @title Bonds: the bond of a rental, derived from its offer and its duration
/// @dev Real code: `bondOf`, `bondLocked` and `costDown` of RentalMath, Offer, RentalState, the constants. Model:
/// OpenZeppelin's `Math` (models/Math.sol); the compensation of a rental that was not started, as in
/// Rentals._closeUnstarted. Assumed: only what each `require` states. All other fields of an offer are arbitrary.
contract Bonds {
    using RentalMath for RentalState;

    function prove_bondWithinOffer(Offer memory offer, uint32 duration) external pure {
        assert(RentalMath.bondOf(offer, duration) <= offer.bond);
    }

    function prove_bondWithinTwentyPrices(Offer memory offer, uint32 duration) external pure {
        uint256 price = RentalMath.costDown(offer.pricePerHour, duration);

        assert(RentalMath.bondOf(offer, duration) <= MAX_BOND_MULTIPLE * price);
    }

    function prove_bondIsTheLowerOfTheTwo(Offer memory offer, uint32 duration) external pure {
        uint256 price = RentalMath.costDown(offer.pricePerHour, duration);
        uint256 bond = RentalMath.bondOf(offer, duration);

        assert(bond == offer.bond || bond == MAX_BOND_MULTIPLE * price);
    }

    function prove_waitCostsAtMostTheBond(Offer memory offer, RentalState memory state) external pure {
        require(!state.interrupted);
        uint256 bond = RentalMath.bondOf(offer, state.duration);
        uint256 wait = Math.min(offer.startWindow, state.duration);
        uint256 fromBond = Math.min(bond, RentalMath.costDown(offer.pricePerHour, wait));

        assert(fromBond <= state.bondLocked(bond));
    }

    /// @dev A canary, which the checker must refute: a short rental locks less than the offer's bond.
    function canary_bondIsTheOffers(Offer memory offer, uint32 duration) external pure {
        require(duration > 0);

        assert(RentalMath.bondOf(offer, duration) == offer.bond);
    }
}
