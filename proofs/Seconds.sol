// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {RentalState, Status} from "../contracts/interfaces/IRentalEscrow.sol";
import {RentalMath} from "../contracts/libraries/RentalMath.sol";

/// @title Seconds: what of its time a rental has paid and given back, one verb at a time
/// @dev Real code: `elapsed`, `billed`, `billedByRenter`, `covered` and `collectableSeconds` of RentalMath, RentalState and
/// Status. Model: the verbs, reduced to the fields of the slot that each sets, as in RentalEscrow.sol, Disputes.sol
/// and Rentals.sol; OpenZeppelin's `Math` (models/Math.sol). Assumed: before the verb, `_sound` holds of an otherwise
/// arbitrary state; proven: after it, it does. A fresh rental is sound, so by induction every rental is.
contract Seconds {
    using RentalMath for RentalState;

    function prove_depositIsSound(uint32 duration, bool instant) external pure {
        RentalState memory state;
        state.duration = duration;
        state.status = instant ? Status.Active : Status.Funded;

        assert(_sound(state));
    }

    function prove_startKeepsSound(RentalState memory state, uint40 now_) external pure {
        require(_sound(state) && state.status == Status.Funded && now_ >= state.since);
        state.status = Status.Active;
        state.since = now_;

        assert(_sound(state));
    }

    function prove_extendKeepsSound(RentalState memory state, uint32 duration) external pure {
        require(_sound(state) && state.status == Status.Active && duration >= state.duration);
        state.duration = duration;

        assert(_sound(state));
    }

    function prove_collectKeepsSound(RentalState memory state, uint32 window, uint40 now_) external pure {
        require(_sound(state) && now_ >= state.since);
        state.paid = state.collectableSeconds(window, now_);

        assert(_sound(state));
    }

    function prove_refundKeepsSound(RentalState memory state, uint32 seconds_, uint40 now_) external pure {
        require(_sound(state) && now_ >= state.since && state.status >= Status.Active);
        uint256 billed = state.billed(now_);
        require(billed >= uint256(state.paid) + state.refunded);
        require(seconds_ <= billed - state.paid - state.refunded);
        state.refunded += seconds_;

        assert(_sound(state));
    }

    /// @dev Must be reported: a refund that `billed` does not bound would give back what was paid out.
    function canary_anyRefundKeepsSound(RentalState memory state, uint32 seconds_) external pure {
        require(_sound(state) && state.status == Status.Active && seconds_ <= state.duration - state.paid);
        require(state.refunded <= 1000 && seconds_ <= 1000);
        state.refunded += seconds_;

        assert(_sound(state));
    }

    function _sound(RentalState memory state) private pure returns (bool) {
        if (state.status <= Status.Active && state.served > 0) return false;
        return state.served <= state.duration && uint256(state.paid) + state.refunded <= state.covered();
    }
}
