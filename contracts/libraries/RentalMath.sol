// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {Math} from "@openzeppelin/contracts/utils/math/Math.sol";

import {Offer, RentalState, Status} from "../interfaces/IRentalEscrow.sol";
import {
    ARBITRATION_WINDOW,
    BPS,
    DISPUTE_STAKE_BPS,
    EVIDENCE_WINDOW,
    FREE_TO_CONCEDE,
    MAX_BOND_MULTIPLE,
    PRICE_PERIOD
} from "./Constants.sol";

/// @dev What a rental costs, earns and holds. All functions are pure and take the time as an argument. Amounts round
/// down; `dueAt` and `settlingUntilUp` round times up.
library RentalMath {
    // Amounts

    /// @dev The price of `seconds_`. `pricePerHour` is below 2^96 and `seconds_` below 2^32.
    function costDown(uint256 pricePerHour, uint256 seconds_) internal pure returns (uint256) {
        // The product is below 2^128.
        unchecked {
            return (pricePerHour * seconds_) / PRICE_PERIOD;
        }
    }

    /// @dev A share of `amount`. `amount` is the sum of a cost and a bond, below 2^129, and `bps` is below 2^16.
    function shareDown(uint256 amount, uint256 bps) internal pure returns (uint256) {
        // The product is below 2^145.
        unchecked {
            return (amount * bps) / BPS;
        }
    }

    // Seconds

    /// @dev The seconds since the start, at most the duration. Valid only while the rental is `Active`.
    function elapsed(RentalState memory state, uint256 now_) internal pure returns (uint32) {
        // The result is at most the duration, a uint32.
        return uint32(Math.min(now_ - state.since, state.duration));
    }

    /// @dev The seconds that the host has earned, before refunds are subtracted.
    function billed(RentalState memory state, uint256 now_) internal pure returns (uint32) {
        return state.status == Status.Active ? elapsed(state, now_) : state.billedSeconds;
    }

    /// @dev The seconds billed when the renter ends a running rental: at least `minDuration`.
    function billedByRenter(
        RentalState memory state,
        uint256 minDuration,
        uint256 now_
    ) internal pure returns (uint32) {
        // The result is at most the duration, a uint32.
        return uint32(Math.min(Math.max(elapsed(state, now_), minDuration), state.duration));
    }

    /// @dev The seconds whose price the renter has paid: the duration until the rental ends, the served seconds after
    /// it.
    function covered(RentalState memory state) internal pure returns (uint32) {
        return state.status <= Status.Active ? state.duration : state.billedSeconds;
    }

    /// @dev The seconds for which the host of a rolling offer can be paid: those older than the challenge window, less
    /// the refunded ones. Never less than the seconds already paid.
    function collectableSeconds(
        RentalState memory state,
        uint256 challengeWindow,
        uint256 now_
    ) internal pure returns (uint32) {
        if (state.status != Status.Active && state.status != Status.Interrupted) return state.paidSeconds;
        // `billedSeconds` is 0 while the rental is active. Afterwards it leads from the end back to the start.
        uint256 sinceStart = now_ - state.since + state.billedSeconds;
        uint256 unchallenged = Math.min(Math.saturatingSub(sinceStart, challengeWindow), covered(state));
        // The result is at most the covered seconds, a uint32.
        return uint32(Math.max(Math.saturatingSub(unchallenged, state.refundedSeconds), state.paidSeconds));
    }

    // Principal, fee, bond, stake

    /// @dev The principal held by the escrow.
    function held(RentalState memory state, uint256 pricePerHour) internal pure returns (uint256) {
        if (state.status == Status.None || state.status == Status.Closed) return 0;
        return earned(state, pricePerHour, covered(state));
    }

    /// @dev The principal that the host has earned with `billed_` seconds, less what rolling settlements have paid.
    function earned(RentalState memory state, uint256 pricePerHour, uint32 billed_) internal pure returns (uint256) {
        return costDown(pricePerHour, billed_ - state.refundedSeconds) - costDown(pricePerHour, state.paidSeconds);
    }

    /// @dev The fee on `gross`, which the host has earned after the rolling settlements. It is computed cumulatively,
    /// so that the number of payments does not change the total.
    function feeDown(RentalState memory state, uint256 pricePerHour, uint256 gross) internal pure returns (uint256) {
        uint256 before = costDown(pricePerHour, state.paidSeconds);
        // A share of a larger amount is not smaller.
        unchecked {
            return shareDown(before + gross, state.feeBps) - shareDown(before, state.feeBps);
        }
    }

    /// @dev The rental's bond: the offer's, but at most `MAX_BOND_MULTIPLE` times the price of the rental. It is
    /// derived where it is used and never stored, so an extension raises it.
    function bondOf(Offer memory offer, uint256 duration) internal pure returns (uint256) {
        return Math.min(offer.bond, MAX_BOND_MULTIPLE * costDown(offer.pricePerHour, duration));
    }

    /// @dev The part of the bond that is still locked: all of it, unless the host ended the rental. Valid until the
    /// rental is `Closed`.
    function bondLocked(RentalState memory state, uint256 bond) internal pure returns (uint256) {
        // A bond is below 2^96 and a duration below 2^32. The billed seconds are at most the duration.
        unchecked {
            return state.interrupted ? bond - (bond * (state.duration - state.billedSeconds)) / state.duration : bond;
        }
    }

    function atRisk(RentalState memory state, Offer memory offer) internal pure returns (uint256) {
        return held(state, offer.pricePerHour) + bondLocked(state, bondOf(offer, state.duration));
    }

    /// @dev The renter's stake; 0 unless the rental is disputed.
    function stakeDown(RentalState memory state, Offer memory offer) internal pure returns (uint256) {
        if (state.status != Status.Disputed) return 0;
        return shareDown(atRisk(state, offer), DISPUTE_STAKE_BPS);
    }

    /// @dev The part of the stake that the renter loses when a dispute ends without a ruling: 0 while conceding is
    /// free, all of it for an evidence window or more.
    /// @param waited The seconds since the dispute began
    /// @param charged The seconds for which the renter is charged
    function forfeitedDown(
        RentalState memory state,
        uint256 stake,
        uint256 waited,
        uint256 charged
    ) internal pure returns (uint256) {
        if (waited < uint256(state.settlingUntil) * 1 minutes) return 0;
        // A stake is below 2^129, the window below 2^17.
        unchecked {
            return (stake * Math.min(charged, EVIDENCE_WINDOW)) / EVIDENCE_WINDOW;
        }
    }

    /// @dev `settlingUntil` after a refund in a dispute: the end of the free day in whole minutes of the dispute.
    function settlingUntilUp(RentalState memory state, uint256 contested, uint256 now_) internal pure returns (uint16) {
        if (contested == 0) return FREE_TO_CONCEDE;
        // The two windows are 15 days at most: 21 600 minutes.
        unchecked {
            return uint16((now_ - state.since + EVIDENCE_WINDOW + 59) / 1 minutes);
        }
    }

    // Deadlines

    /// @dev The timestamp from which the closing settlement is due; 0 if none will follow.
    function closesAt(
        RentalState memory state,
        uint256 startWindow,
        uint256 challengeWindow
    ) internal pure returns (uint256) {
        // The sum of a 40-bit timestamp and a few 32-bit durations does not overflow.
        unchecked {
            if (state.status == Status.Funded) return state.since + startWindow;
            if (state.status == Status.Active) return uint256(state.since) + state.duration + challengeWindow;
            if (state.status == Status.Interrupted) return state.since + challengeWindow;
            if (state.status == Status.Disputed) return state.since + ARBITRATION_WINDOW;
            return 0;
        }
    }

    /// @dev The timestamp from which `settle` pays something: the closing, or for a rolling offer the first second
    /// whose price exceeds what the host has been paid.
    function dueAt(RentalState memory state, Offer memory offer) internal pure returns (uint256 earliest) {
        earliest = closesAt(state, offer.startWindow, offer.challengeWindow);
        if (!offer.rolling || (state.status != Status.Active && state.status != Status.Interrupted)) {
            return earliest;
        }
        uint256 unpaid = costDown(offer.pricePerHour, state.paidSeconds) + 1;
        uint256 seconds_ = Math.ceilDiv(unpaid * PRICE_PERIOD, offer.pricePerHour) + state.refundedSeconds;
        // `billedSeconds` is 0 while the rental is active. Afterwards it leads from the end back to the start.
        return Math.min(earliest, uint256(state.since) - state.billedSeconds + seconds_ + offer.challengeWindow);
    }

    /// @dev The latest `closesAt` that is still possible: the rental is started and disputed as late as allowed.
    function exitAt(
        RentalState memory state,
        uint256 startWindow,
        uint256 challengeWindow
    ) internal pure returns (uint256) {
        uint256 closing = closesAt(state, startWindow, challengeWindow);
        if (state.status == Status.Funded) closing += state.duration + challengeWindow + ARBITRATION_WINDOW;
        if (state.status == Status.Active || state.status == Status.Interrupted) closing += ARBITRATION_WINDOW;
        return closing;
    }
}
