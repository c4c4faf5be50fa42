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

/// @dev What a rental costs, earns and holds: pure, the clock is an argument. Every division rounds down.
library RentalMath {
    // Amounts

    /// @dev Price of `seconds_`: a price is below 2^96, seconds are below 2^32.
    function costDown(uint256 pricePerHour, uint256 seconds_) internal pure returns (uint256) {
        // The product is below 2^128.
        unchecked {
            return (pricePerHour * seconds_) / PRICE_PERIOD;
        }
    }

    /// @dev Amounts are sums of a cost and a bond: below 2^129. Rates are below 2^16.
    function shareDown(uint256 amount, uint256 bps) internal pure returns (uint256) {
        // The product is below 2^145.
        unchecked {
            return (amount * bps) / BPS;
        }
    }

    // Seconds

    /// @dev Seconds since the start, the promised duration at most. Only while `Active`.
    function elapsed(RentalState memory state, uint256 now_) internal pure returns (uint32) {
        // At most the duration, a uint32.
        return uint32(Math.min(now_ - state.since, state.duration));
    }

    /// @dev Seconds that the host has earned, refunds not yet taken off.
    function billed(RentalState memory state, uint256 now_) internal pure returns (uint32) {
        return state.status == Status.Active ? elapsed(state, now_) : state.billedSeconds;
    }

    /// @dev Seconds billed when the renter ends a running rental: its commitment counts.
    function billedByRenter(
        RentalState memory state,
        uint256 minDuration,
        uint256 now_
    ) internal pure returns (uint32) {
        // At most the duration, a uint32.
        return uint32(Math.min(Math.max(elapsed(state, now_), minDuration), state.duration));
    }

    /// @dev Seconds whose price the escrow covers: what is promised until the end, what was served after it.
    function covered(RentalState memory state) internal pure returns (uint32) {
        return state.status <= Status.Active ? state.duration : state.billedSeconds;
    }

    /// @dev Seconds that a rolling offer's host may have been paid for: those older than the challenge window, less
    /// what it gave back. Never less than it was paid for already.
    function collectableSeconds(
        RentalState memory state,
        uint256 challengeWindow,
        uint256 now_
    ) internal pure returns (uint32) {
        if (state.status != Status.Active && state.status != Status.Interrupted) return state.paidSeconds;
        // `billedSeconds` is 0 while active and takes an ended rental back to its start.
        uint256 sinceStart = now_ - state.since + state.billedSeconds;
        uint256 unchallenged = Math.min(Math.saturatingSub(sinceStart, challengeWindow), covered(state));
        // At most the covered seconds, a uint32.
        return uint32(Math.max(Math.saturatingSub(unchallenged, state.refundedSeconds), state.paidSeconds));
    }

    // Principal, fee, bond, stake

    /// @dev Principal in the escrow.
    function held(RentalState memory state, uint256 pricePerHour) internal pure returns (uint256) {
        if (state.status == Status.None || state.status == Status.Closed) return 0;
        return earned(state, pricePerHour, covered(state));
    }

    /// @dev Principal that the host has earned with `billed_` seconds and not been paid by rolling settlements.
    function earned(RentalState memory state, uint256 pricePerHour, uint32 billed_) internal pure returns (uint256) {
        return costDown(pricePerHour, billed_ - state.refundedSeconds) - costDown(pricePerHour, state.paidSeconds);
    }

    /// @dev Fee on `gross`, earned after what rolling settlements paid: cumulative, so that no slicing changes the sum.
    function feeDown(RentalState memory state, uint256 pricePerHour, uint256 gross) internal pure returns (uint256) {
        uint256 before = costDown(pricePerHour, state.paidSeconds);
        // A share of more is never less.
        unchecked {
            return shareDown(before + gross, state.feeBps) - shareDown(before, state.feeBps);
        }
    }

    /// @dev The rental's bond: what the offer promises, and at most `MAX_BOND_MULTIPLE` prices of what was bought. Derived
    /// wherever it is used, so that an extension raises it.
    function bondOf(Offer memory offer, uint256 duration) internal pure returns (uint256) {
        return Math.min(offer.bond, MAX_BOND_MULTIPLE * costDown(offer.pricePerHour, duration));
    }

    /// @dev Part of the bond that the host has not paid out: all of it, unless the host ended the rental. Only until
    /// `Closed`.
    function bondLocked(RentalState memory state, uint256 bond) internal pure returns (uint256) {
        // A bond is below 2^96, a duration below 2^32, and no more is billed than was promised.
        unchecked {
            return state.interrupted ? bond - (bond * (state.duration - state.billedSeconds)) / state.duration : bond;
        }
    }

    function atRisk(RentalState memory state, Offer memory offer) internal pure returns (uint256) {
        return held(state, offer.pricePerHour) + bondLocked(state, bondOf(offer, state.duration));
    }

    /// @dev What the renter has at stake; nothing unless disputed.
    function stakeDown(RentalState memory state, Offer memory offer) internal pure returns (uint256) {
        if (state.status != Status.Disputed) return 0;
        return shareDown(atRisk(state, offer), DISPUTE_STAKE_BPS);
    }

    /// @dev Part of the stake that the renter loses in a dispute that ends without a ruling: the price of the time that
    /// it took, and nothing while the host's offer to settle stands.
    /// @param waited Seconds since the dispute began
    /// @param priced Seconds that count; a whole evidence window costs the whole stake
    function forfeitedDown(
        RentalState memory state,
        uint256 stake,
        uint256 waited,
        uint256 priced
    ) internal pure returns (uint256) {
        if (waited < uint256(state.settlingUntil) * 1 minutes) return 0;
        // A stake is below 2^129, the window below 2^17.
        unchecked {
            return (stake * Math.min(priced, EVIDENCE_WINDOW)) / EVIDENCE_WINDOW;
        }
    }

    /// @dev `settlingUntil` after a refund in a dispute: whole minutes since the dispute began, rounded up.
    function settlingUntilUp(RentalState memory state, uint256 contested, uint256 now_) internal pure returns (uint16) {
        if (contested == 0) return FREE_TO_CONCEDE;
        // At most the two windows, 15 days: 21 600 minutes.
        unchecked {
            return uint16((now_ - state.since + EVIDENCE_WINDOW + 59) / 1 minutes);
        }
    }

    // Deadlines

    /// @dev Timestamp from which nothing but the closing settlement is left, or 0 where none will come.
    function closesAt(
        RentalState memory state,
        uint256 startWindow,
        uint256 challengeWindow
    ) internal pure returns (uint256) {
        // A 40-bit time and a few 32-bit spans.
        unchecked {
            if (state.status == Status.Funded) return state.since + startWindow;
            if (state.status == Status.Active) return uint256(state.since) + state.duration + challengeWindow;
            if (state.status == Status.Interrupted) return state.since + challengeWindow;
            if (state.status == Status.Disputed) return state.since + ARBITRATION_WINDOW;
            return 0;
        }
    }

    /// @dev Timestamp from which `settle` moves something: the closing, or before it the first second whose price
    /// exceeds what a rolling offer's host was paid.
    function dueAt(RentalState memory state, Offer memory offer) internal pure returns (uint256 earliest) {
        earliest = closesAt(state, offer.startWindow, offer.challengeWindow);
        if (!offer.rolling || (state.status != Status.Active && state.status != Status.Interrupted)) {
            return earliest;
        }
        uint256 unpaid = costDown(offer.pricePerHour, state.paidSeconds) + 1;
        uint256 seconds_ = Math.ceilDiv(unpaid * PRICE_PERIOD, offer.pricePerHour) + state.refundedSeconds;
        // `billedSeconds` is 0 while active and takes an ended rental back to its start.
        return Math.min(earliest, uint256(state.since) - state.billedSeconds + seconds_ + offer.challengeWindow);
    }

    /// @dev As `closesAt`, if the renter first does all it can to delay: is started, runs to its end and disputes.
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
