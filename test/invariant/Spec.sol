// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {Offer, RentalState, Status} from "../../contracts/interfaces/IRentalEscrow.sol";

/// @dev What docs/protocol.md says of one rental, written down again: amounts and deadlines from its state and terms.
library Spec {
    function cost(uint256 pricePerHour, uint256 seconds_) internal pure returns (uint256) {
        return (pricePerHour * seconds_) / 3600;
    }

    function isRunning(RentalState memory state, uint256 now_) internal pure returns (bool) {
        return state.status == Status.Active && now_ < uint256(state.since) + state.duration;
    }

    function elapsed(RentalState memory state, uint256 now_) internal pure returns (uint32) {
        uint256 passed = now_ - state.since;
        return passed < state.duration ? uint32(passed) : state.duration;
    }

    /// @dev Seconds that the renter owes if it ends the running rental now.
    function billedByRenter(RentalState memory state, uint32 minDuration, uint256 now_) internal pure returns (uint32) {
        uint32 billed = elapsed(state, now_);
        if (billed < minDuration) billed = minDuration;
        return billed < state.duration ? billed : state.duration;
    }

    function held(RentalState memory state, uint256 pricePerHour) internal pure returns (uint256) {
        if (state.status == Status.Closed) return 0;
        bool ended = state.status == Status.Interrupted || state.status == Status.Disputed;
        uint256 seconds_ = ended ? state.billedSeconds : state.duration;
        return cost(pricePerHour, seconds_ - state.refundedSeconds) - cost(pricePerHour, state.paidSeconds);
    }

    /// @dev What the host must lock for a rental of so many seconds: never more than 20 of its prices.
    function bond(Offer memory offer, uint256 duration) internal pure returns (uint256) {
        uint256 most = cost(offer.pricePerHour, duration) * 20;
        return most < offer.bond ? most : offer.bond;
    }

    function bondLocked(RentalState memory state, Offer memory offer) internal pure returns (uint256) {
        if (state.status == Status.Closed) return 0;
        uint256 whole = bond(offer, state.duration);
        if (!state.interrupted) return whole;
        return whole - (whole * (state.duration - state.billedSeconds)) / state.duration;
    }

    /// @dev What of the bond goes to the renter if the host side declines or interrupts now, or does not start at all.
    function compensation(RentalState memory state, Offer memory offer, uint256 now_) internal pure returns (uint256) {
        uint256 whole = bond(offer, state.duration);
        if (state.status == Status.Active) return (whole * (state.duration - elapsed(state, now_))) / state.duration;
        uint256 wait = offer.startWindow < state.duration ? offer.startWindow : state.duration;
        uint256 worth = cost(offer.pricePerHour, wait);
        return worth < whole ? worth : whole;
    }

    // Disputes

    function stake(RentalState memory state, Offer memory offer) internal pure returns (uint256) {
        if (state.status != Status.Disputed) return 0;
        return ((held(state, offer.pricePerHour) + bondLocked(state, offer)) * 500) / 10000;
    }

    /// @dev What a refund in a dispute sets: minutes of the dispute, the one that has begun included, and a day of them.
    function settlingMinutes(
        RentalState memory state,
        Offer memory offer,
        uint256 now_
    ) internal pure returns (uint16) {
        if (held(state, offer.pricePerHour) == 0) return 65535;
        uint256 passed = now_ - state.since;
        return uint16(passed / 60 + (passed % 60 == 0 ? 0 : 1) + 24 * 60);
    }

    /// @dev Until when the host's latest offer to settle is good; the beginning of the dispute if there is none.
    function freeUntil(RentalState memory state) internal pure returns (uint256) {
        return uint256(state.since) + uint256(state.settlingUntil) * 60;
    }

    /// @dev What of the stake a renter that concedes now loses: a tenth at once, and all of it with nine tenths of a day.
    function concession(RentalState memory state, Offer memory offer, uint256 now_) internal pure returns (uint256) {
        if (now_ < freeUntil(state)) return 0;
        uint256 charged = now_ - state.since + 8640;
        uint256 whole = stake(state, offer);
        return charged < 86400 ? (whole * charged) / 86400 : whole;
    }

    /// @dev What of the stake an arbiter's silence costs.
    function timeout(RentalState memory state, Offer memory offer) internal pure returns (uint256) {
        bool free = freeUntil(state) > uint256(state.since) + 14 days;
        return free ? 0 : (stake(state, offer) * 8640) / 86400;
    }

    // Deadlines

    function closesAt(RentalState memory state, Offer memory offer) internal pure returns (uint256) {
        uint256 since = state.since;
        if (state.status == Status.Funded) return since + offer.startWindow;
        if (state.status == Status.Active) return since + state.duration + offer.challengeWindow;
        if (state.status == Status.Interrupted) return since + offer.challengeWindow;
        return since + 14 days;
    }

    /// @dev What rolling settlements have paid once everything that is due now is paid.
    function paidBy(RentalState memory state, Offer memory offer, uint256 now_) internal pure returns (uint32) {
        bool pays = offer.rolling && (state.status == Status.Active || state.status == Status.Interrupted);
        if (!pays) return state.paidSeconds;
        (uint256 start, uint256 end) = (state.since, uint256(state.since) + state.duration);
        if (state.status == Status.Interrupted)
            (start, end) = (uint256(state.since) - state.billedSeconds, state.since);
        uint256 until = now_ - offer.challengeWindow;
        if (until > end) until = end;
        if (until <= start + state.refundedSeconds) return state.paidSeconds;
        uint256 paid = until - start - state.refundedSeconds;
        bool worth =
            paid > state.paidSeconds && cost(offer.pricePerHour, paid) > cost(offer.pricePerHour, state.paidSeconds);
        return worth ? uint32(paid) : state.paidSeconds;
    }

    /// @dev The first second at which `settle` pays something.
    function dueAt(RentalState memory state, Offer memory offer) internal pure returns (uint256) {
        uint256 closing = closesAt(state, offer);
        bool pays = offer.rolling && (state.status == Status.Active || state.status == Status.Interrupted);
        if (!pays) return closing;
        uint256 next = (cost(offer.pricePerHour, state.paidSeconds) + 1) * 3600;
        uint256 seconds_ = (next + offer.pricePerHour - 1) / offer.pricePerHour;
        uint256 start = state.status == Status.Active ? state.since : uint256(state.since) - state.billedSeconds;
        uint256 payment = start + seconds_ + state.refundedSeconds + offer.challengeWindow;
        return payment < closing ? payment : closing;
    }
}
