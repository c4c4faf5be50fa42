// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {RentalState, Status} from "../contracts/interfaces/IRentalEscrow.sol";
import {ARBITRATION_WINDOW} from "../contracts/libraries/Constants.sol";
import {RentalMath} from "../contracts/libraries/RentalMath.sol";

/// @title Exits: the latest time by which a rental can be closed
/// @dev Real code: `exitAt` and `closesAt` of RentalMath, RentalState and Status, the constants. Model: the
/// transitions, with the two fields that each sets and the window in which it is allowed, as in RentalEscrow.sol and
/// Disputes.sol.
contract Exits {
    using RentalMath for RentalState;

    function prove_disputeExitsAfterArbitration(
        RentalState memory state,
        uint32 startWindow,
        uint32 window
    ) external pure {
        require(state.status == Status.Disputed);

        assert(state.exitAt(startWindow, window) == uint256(state.since) + ARBITRATION_WINDOW);
    }

    function prove_startNeverRaisesExit(
        RentalState memory state,
        uint32 startWindow,
        uint32 window,
        uint40 now_
    ) external pure {
        require(state.status == Status.Funded && now_ >= state.since);
        require(now_ < uint256(state.since) + startWindow);
        uint256 before = state.exitAt(startWindow, window);
        state.status = Status.Active;
        state.since = now_;

        assert(state.exitAt(startWindow, window) <= before);
    }

    function prove_interruptNeverRaisesExit(
        RentalState memory state,
        uint32 startWindow,
        uint32 window,
        uint40 now_
    ) external pure {
        require(state.status == Status.Active && now_ >= state.since);
        require(now_ < uint256(state.since) + state.duration);
        uint256 before = state.exitAt(startWindow, window);
        state.status = Status.Interrupted;
        state.since = now_;

        assert(state.exitAt(startWindow, window) <= before);
    }

    function prove_disputeNeverRaisesExit(
        RentalState memory state,
        uint32 startWindow,
        uint32 window,
        uint40 now_
    ) external pure {
        require(state.status == Status.Active && now_ >= state.since);
        require(now_ < uint256(state.since) + state.duration + window);
        uint256 before = state.exitAt(startWindow, window);
        state.status = Status.Disputed;
        state.since = now_;

        assert(state.exitAt(startWindow, window) <= before);
    }

    /// @dev A canary, which the checker must refute: without its window, a late start would move the exit.
    function canary_lateStartRaisesNoExit(
        RentalState memory state,
        uint32 startWindow,
        uint32 window,
        uint40 now_
    ) external pure {
        require(state.status == Status.Funded && now_ >= state.since);
        uint256 before = state.exitAt(startWindow, window);
        state.status = Status.Active;
        state.since = now_;

        assert(state.exitAt(startWindow, window) <= before);
    }
}
