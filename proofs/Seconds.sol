// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {RentalState, Status} from "../contracts/interfaces/IRentalEscrow.sol";
import {RentalMath} from "../contracts/libraries/RentalMath.sol";

/// @title Seconds: what of its time a rental has billed, paid and given back, under any calls in any order
/// @dev Real code: `elapsed`, `billed`, `billedByRenter`, `covered` and `collectableSeconds` of RentalMath, RentalState and
/// Status. Model: the verbs, reduced to the fields of the slot that each sets, as in RentalEscrow.sol, Disputes.sol
/// and Rentals.sol; OpenZeppelin's `Math` (models/Math.sol). The clock is any number from `since` on; callers and
/// windows are left out, except that a running rental is interrupted before its end.
contract Seconds {
    using RentalMath for RentalState;

    RentalState private _state;

    // Verbs

    function deposit(bool instant, uint32 duration, uint40 now_) external {
        require(_state.status == Status.None && duration > 0);
        _state.status = instant ? Status.Active : Status.Funded;
        _state.since = now_;
        _state.duration = duration;
    }

    function start(uint40 now_) external {
        require(_state.status == Status.Funded && now_ >= _state.since);
        _state.status = Status.Active;
        _state.since = now_;
    }

    function extend(uint32 duration) external {
        require(_state.status == Status.Active && duration > _state.duration);
        _state.duration = duration;
    }

    function collect(uint32 window, uint40 now_) external {
        require(now_ >= _state.since);
        RentalState memory state = _state;
        _state.paid = state.collectableSeconds(window, now_);
    }

    function refund(uint32 seconds_, uint40 now_) external {
        require(_state.status != Status.None && _state.status != Status.Funded && _state.status != Status.Closed);
        require(now_ >= _state.since);
        RentalState memory state = _state;
        require(seconds_ <= state.billed(now_) - state.paid - state.refunded);
        _state.refunded += seconds_;
    }

    function interrupt(uint40 now_) external {
        require(_state.status == Status.Active && now_ >= _state.since);
        RentalState memory state = _state;
        require(now_ < uint256(state.since) + state.duration);
        _state.served = state.elapsed(now_);
        _state.status = Status.Interrupted;
        _state.since = now_;
        _state.interrupted = true;
    }

    function dispute(uint32 minDuration, uint40 now_) external {
        require(_state.status == Status.Active || _state.status == Status.Interrupted);
        require(now_ >= _state.since);
        RentalState memory state = _state;
        if (state.status == Status.Active) _state.served = state.billedByRenter(minDuration, now_);
        _state.status = Status.Disputed;
        _state.since = now_;
    }

    // What holds after any of them

    function prove_servedWithinDuration() external view {
        assert(_state.served <= _state.duration);
    }

    function prove_nothingServedBeforeTheEnd() external view {
        assert(_state.status > Status.Active || _state.served == 0);
    }

    /// @dev So that no subtraction of `earned` and `held` can underflow.
    function prove_paidAndRefundedWithinCovered() external view {
        RentalState memory state = _state;
        assert(uint256(state.paid) + state.refunded <= state.covered());
    }

    function prove_interruptedOnlyOnceEnded() external view {
        assert(!_state.interrupted || _state.status > Status.Active);
    }

    /// @dev Must be reported: a rolling offer pays before the end.
    function canary_paidOnlyOnceEnded() external view {
        assert(_state.paid == 0 || _state.status > Status.Active);
    }
}
