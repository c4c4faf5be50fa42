// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {RentalState, Status} from "../contracts/interfaces/IRentalEscrow.sol";
import {RentalMath} from "../contracts/libraries/RentalMath.sol";

/// @title Seconds: the paid and refunded seconds of a rental, one verb at a time
/// @dev Real code: `elapsed`, `billed`, `billedByRenter`, `covered` and `collectableSeconds` of RentalMath, RentalState
/// and Status. Model: the verbs, reduced to the fields of the slot that each sets, as in RentalEscrow.sol, Disputes.sol
/// and Rentals.sol; OpenZeppelin's `Math` (models/Math.sol). Assumed: `_sound` holds before the verb, for an otherwise
/// arbitrary state. Proven: `_sound` holds after the verb. A new rental is sound, and the billed seconds never fall
/// with time (Clock.sol), so a rental stays sound between verbs. By induction, every rental is sound.
contract Seconds {
    using RentalMath for RentalState;

    function prove_depositIsSound(uint32 duration, bool instant, uint40 now_) external pure {
        RentalState memory state;
        state.duration = duration;
        state.status = instant ? Status.Active : Status.Funded;
        state.since = now_;

        assert(_sound(state, now_));
    }

    function prove_startKeepsSound(RentalState memory state, uint40 now_) external pure {
        require(_sound(state, now_) && state.status == Status.Funded);
        state.status = Status.Active;
        state.since = now_;

        assert(_sound(state, now_));
    }

    /// @dev As in RentalEscrow.extend, `duration` is the new total. `_sound` is written out for an active rental, before
    /// and after.
    function prove_extendKeepsSound(RentalState memory state, uint32 duration, uint40 now_) external pure {
        require(state.status == Status.Active && now_ >= state.since && duration > state.duration);
        require(uint256(state.paidSeconds) + state.refundedSeconds <= state.elapsed(now_));
        state.duration = duration;

        assert(uint256(state.paidSeconds) + state.refundedSeconds <= state.billed(now_));
    }

    /// @dev `_sound` is written out for an active rental, before and after.
    function prove_collectKeepsActiveSound(RentalState memory state, uint32 window, uint40 now_) external pure {
        require(state.status == Status.Active && now_ >= state.since && state.billedSeconds == 0);
        require(uint256(state.paidSeconds) + state.refundedSeconds <= state.elapsed(now_));
        state.paidSeconds = state.collectableSeconds(window, now_);

        assert(uint256(state.paidSeconds) + state.refundedSeconds <= state.elapsed(now_));
    }

    /// @dev The same for an interrupted rental.
    function prove_collectKeepsInterruptedSound(RentalState memory state, uint32 window, uint40 now_) external pure {
        require(state.status == Status.Interrupted && now_ >= state.since && state.billedSeconds <= state.duration);
        require(uint256(state.paidSeconds) + state.refundedSeconds <= state.billedSeconds);
        state.paidSeconds = state.collectableSeconds(window, now_);

        assert(uint256(state.paidSeconds) + state.refundedSeconds <= state.billedSeconds);
    }

    function prove_collectChangesNothingElsewhere(RentalState memory state, uint32 window, uint40 now_) external pure {
        require(state.status != Status.Active && state.status != Status.Interrupted);

        assert(state.collectableSeconds(window, now_) == state.paidSeconds);
    }

    /// @dev As in RentalEscrow.refund, the argument is the new total.
    function prove_refundKeepsSound(RentalState memory state, uint32 refundedSeconds, uint40 now_) external pure {
        require(_sound(state, now_) && state.status >= Status.Active);
        require(refundedSeconds > state.refundedSeconds);
        require(refundedSeconds <= state.billed(now_) - state.paidSeconds);
        state.refundedSeconds = refundedSeconds;

        assert(_sound(state, now_));
    }

    /// @dev `_sound` is written out for an active rental before, and for an interrupted rental after.
    function prove_interruptKeepsSound(RentalState memory state, uint40 now_) external pure {
        require(state.status == Status.Active && now_ >= state.since);
        require(uint256(state.paidSeconds) + state.refundedSeconds <= state.elapsed(now_));
        state.billedSeconds = state.elapsed(now_);
        state.status = Status.Interrupted;
        state.since = now_;

        assert(uint256(state.paidSeconds) + state.refundedSeconds <= state.billed(now_));
    }

    function prove_disputeKeepsSound(RentalState memory state, uint32 minDuration, uint40 now_) external pure {
        require(_sound(state, now_) && (state.status == Status.Active || state.status == Status.Interrupted));
        if (state.status == Status.Active) state.billedSeconds = state.billedByRenter(minDuration, now_);
        state.status = Status.Disputed;
        state.since = now_;

        assert(_sound(state, now_));
    }

    function prove_soundIsCovered(RentalState memory state, uint40 now_) external pure {
        require(_sound(state, now_));

        assert(uint256(state.paidSeconds) + state.refundedSeconds <= state.covered());
    }

    /// @dev A canary, which the checker must refute: a refund is limited by the billed seconds, not by the duration.
    function canary_refundWithinDurationKeepsSound(
        RentalState memory state,
        uint32 refundedSeconds,
        uint40 now_
    ) external pure {
        require(_sound(state, now_) && state.status == Status.Active);
        require(uint256(state.paidSeconds) + refundedSeconds <= state.duration);
        state.refundedSeconds = refundedSeconds;

        assert(_sound(state, now_));
    }

    function _sound(RentalState memory state, uint256 now_) private pure returns (bool) {
        if (now_ < state.since || state.billedSeconds > state.duration) return false;
        if (state.status <= Status.Active && state.billedSeconds > 0) return false;
        return uint256(state.paidSeconds) + state.refundedSeconds <= state.billed(now_);
    }
}
