// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {Offer, RentalState, Status} from "../contracts/interfaces/IRentalEscrow.sol";
import {RentalMath} from "../contracts/libraries/RentalMath.sol";

/// @title Bounds: what can land in front of a call whose caller has bounded it
/// @dev Real code: `billedByRenter`, `elapsed` and `bondOf` of RentalMath, Offer, RentalState and Status. Model: the
/// fields that the call in front sets, as in RentalEscrow.sol; OpenZeppelin's `Math` (models/Math.sol). The call in
/// front and the bounded one have one time, as in one block. Assumed: only what each `require` states. All other fields
/// of a state are arbitrary.
///
/// A `stop` lets the host earn the price of the billed seconds (Accounts.sol). lemmas/boundSteps.smt2 and
/// lemmas/netNeverFalls.smt2 lead from the seconds to what the payee gets, and say that refunds and rolling payments in
/// front only lower it. lemmas/compensationFallsWithTime.smt2 is about `interrupt`.
contract Bounds {
    using RentalMath for RentalState;

    /// @dev An extension needs a running rental, and the commitment is at most the duration from the deposit on.
    function prove_extensionInFrontLeavesAStopAsItIs(
        RentalState memory state,
        uint32 minDuration,
        uint32 duration,
        uint40 now_
    ) external pure {
        require(_running(state, minDuration, now_));
        require(now_ < uint256(state.since) + state.duration && duration > state.duration);
        uint32 before = state.billedByRenter(minDuration, now_);
        state.duration = duration;

        assert(state.billedByRenter(minDuration, now_) == before);
    }

    /// @dev An interruption in front bills the elapsed time, and a refund can give back no more than that.
    function prove_interruptionInFrontNeverRaisesAStop(
        RentalState memory state,
        uint32 minDuration,
        uint40 now_
    ) external pure {
        require(_running(state, minDuration, now_));

        assert(state.elapsed(now_) <= state.billedByRenter(minDuration, now_));
    }

    /// @dev Time in front raises a `stop` by its own price alone: before the end, at most by the seconds that passed.
    function prove_timeRaisesAStopByItsSecondsAlone(
        RentalState memory state,
        uint32 minDuration,
        uint40 now_,
        uint40 later
    ) external pure {
        require(_running(state, minDuration, now_) && later >= now_);

        assert(
            state.billedByRenter(minDuration, later) <=
                uint256(state.billedByRenter(minDuration, now_)) + (later - now_)
        );
    }

    function prove_extensionNeverLowersTheBond(Offer memory offer, uint32 duration, uint32 longer) external pure {
        require(longer >= duration);

        assert(RentalMath.bondOf(offer, duration) <= RentalMath.bondOf(offer, longer));
    }

    /// @dev A canary, which the checker must refute: after its end, a rental that is longer would bill more.
    function canary_extensionAtAnyTimeLeavesAStopAsItIs(
        RentalState memory state,
        uint32 minDuration,
        uint32 duration,
        uint40 now_
    ) external pure {
        require(_running(state, minDuration, now_) && duration > state.duration);
        uint32 before = state.billedByRenter(minDuration, now_);
        state.duration = duration;

        assert(state.billedByRenter(minDuration, now_) == before);
    }

    function _running(RentalState memory state, uint32 minDuration, uint40 now_) private pure returns (bool) {
        return state.status == Status.Active && now_ >= state.since && minDuration <= state.duration;
    }
}
