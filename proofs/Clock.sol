// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {Offer, RentalState, Status} from "../contracts/interfaces/IRentalEscrow.sol";
import {RentalMath} from "../contracts/libraries/RentalMath.sol";

/// @title Clock: the seconds of a rental at one point in time
/// @dev Real code: `elapsed`, `billed`, `billedByRenter`, `covered`, `collectableSeconds`, `held`, `bondLocked`,
/// `bondOf` and `stakeDown` of RentalMath, RentalState, Offer and Status. Model: OpenZeppelin's `Math`
/// (models/Math.sol). Assumed: only what each `require` states. All other fields of a state are arbitrary.
contract Clock {
    using RentalMath for RentalState;

    function prove_elapsedWithinDuration(RentalState memory state, uint40 now_) external pure {
        require(now_ >= state.since);

        assert(state.elapsed(now_) <= state.duration);
    }

    function prove_elapsedNeverFalls(RentalState memory state, uint40 now_, uint40 later) external pure {
        require(now_ >= state.since && later >= now_);

        assert(state.elapsed(now_) <= state.elapsed(later));
    }

    function prove_billedNeverFallsWithTime(RentalState memory state, uint40 now_, uint40 later) external pure {
        require(now_ >= state.since && later >= now_);

        assert(state.billed(now_) <= state.billed(later));
    }

    function prove_billedWithinCovered(RentalState memory state, uint40 now_) external pure {
        require(now_ >= state.since && (state.status != Status.Funded || state.billedSeconds == 0));
        require(state.status != Status.None || state.billedSeconds == 0);

        assert(state.billed(now_) <= state.covered());
    }

    function prove_renterBilledAtLeastElapsed(RentalState memory state, uint32 minDuration, uint40 now_) external pure {
        require(now_ >= state.since);

        assert(state.billedByRenter(minDuration, now_) >= state.elapsed(now_));
    }

    function prove_renterBilledAtMostPromise(RentalState memory state, uint32 minDuration, uint40 now_) external pure {
        require(now_ >= state.since);

        assert(state.billedByRenter(minDuration, now_) <= state.duration);
    }

    function prove_renterBilledAtMostServedOrCommitted(
        RentalState memory state,
        uint32 minDuration,
        uint40 now_
    ) external pure {
        require(now_ >= state.since);
        uint32 billed = state.billedByRenter(minDuration, now_);

        assert(billed <= minDuration || billed == state.elapsed(now_));
    }

    function prove_collectableNeverBelowPaid(RentalState memory state, uint32 window, uint40 now_) external pure {
        require(now_ >= state.since);

        assert(state.collectableSeconds(window, now_) >= state.paidSeconds);
    }

    function prove_collectableWithinCovered(RentalState memory state, uint32 window, uint40 now_) external pure {
        require(now_ >= state.since);
        require(uint256(state.paidSeconds) + state.refundedSeconds <= state.covered());

        uint32 seconds_ = state.collectableSeconds(window, now_);

        assert(uint256(seconds_) + state.refundedSeconds <= state.covered());
    }

    function prove_collectableIsOlderThanTheWindow(RentalState memory state, uint32 window, uint40 now_) external pure {
        require(now_ >= state.since && state.status == Status.Active && state.billedSeconds == 0);
        uint32 seconds_ = state.collectableSeconds(window, now_);

        assert(seconds_ == state.paidSeconds || uint256(state.since) + seconds_ + window <= now_);
    }

    function prove_nothingHeldOutsideLife(RentalState memory state, uint96 price) external pure {
        require(state.status == Status.None || state.status == Status.Closed);

        assert(state.held(price) == 0);
    }

    function prove_nothingStakedOutsideDisputes(RentalState memory state, Offer memory offer) external pure {
        require(state.status != Status.Disputed);

        assert(state.stakeDown(offer) == 0);
    }

    /// @dev A canary, which the checker must refute: `minDuration` can exceed the elapsed time.
    function canary_renterBilledOnlyElapsed(RentalState memory state, uint32 minDuration, uint40 now_) external pure {
        require(now_ >= state.since);

        assert(state.billedByRenter(minDuration, now_) == state.elapsed(now_));
    }
}
