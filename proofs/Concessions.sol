// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {RentalState} from "../contracts/interfaces/IRentalEscrow.sol";
import {
    ARBITRATION_WINDOW,
    CONCESSION_FLOOR,
    EVIDENCE_WINDOW,
    FREE_TO_CONCEDE
} from "../contracts/libraries/Constants.sol";
import {RentalMath} from "../contracts/libraries/RentalMath.sol";

/// @title Concessions: what a dispute without a ruling costs its renter
/// @dev Real code: `forfeitedDown` of RentalMath, RentalState, the constants. Model: the times that `_concede` of
/// Disputes.sol and `_closeByClock` of Rentals.sol pass to it; OpenZeppelin's `Math` (models/Math.sol). Assumed: only
/// what each `require` states. All other fields of a state are arbitrary.
contract Concessions {
    using RentalMath for RentalState;

    function prove_forfeitedWithinStake(
        RentalState memory state,
        uint128 stake,
        uint40 waited,
        uint40 charged
    ) external pure {
        assert(state.forfeitedDown(stake, waited, charged) <= stake);
    }

    function prove_endingIsFreeWhileSettling(
        RentalState memory state,
        uint128 stake,
        uint40 waited,
        uint40 charged
    ) external pure {
        require(waited < uint256(state.settlingUntil) * 60);

        assert(state.forfeitedDown(stake, waited, charged) == 0);
    }

    /// @dev What a concession costs in the first second, and the arbiter's silence.
    function prove_theFloorIsATenth(RentalState memory state, uint128 stake, uint40 waited) external pure {
        require(waited >= uint256(state.settlingUntil) * 60);

        assert(state.forfeitedDown(stake, waited, CONCESSION_FLOOR) == stake / 10);
    }

    /// @dev A concession is charged for a window from `EVIDENCE_WINDOW - CONCESSION_FLOOR` on.
    function prove_aWindowCostsTheWholeStake(
        RentalState memory state,
        uint128 stake,
        uint40 waited,
        uint40 charged
    ) external pure {
        require(waited >= uint256(state.settlingUntil) * 60 && charged >= EVIDENCE_WINDOW);

        assert(state.forfeitedDown(stake, waited, charged) == stake);
    }

    function prove_silenceCostsATenth(RentalState memory state, uint128 stake) external pure {
        require(uint256(state.settlingUntil) * 60 <= ARBITRATION_WINDOW);

        assert(state.forfeitedDown(stake, ARBITRATION_WINDOW, CONCESSION_FLOOR) == stake / 10);
    }

    function prove_silenceIsFreeWhileSettling(RentalState memory state, uint128 stake) external pure {
        require(uint256(state.settlingUntil) * 60 > ARBITRATION_WINDOW);

        assert(state.forfeitedDown(stake, ARBITRATION_WINDOW, CONCESSION_FLOOR) == 0);
    }

    function prove_nothingContestedStaysFree(
        RentalState memory state,
        uint128 stake,
        uint40 waited,
        uint40 charged
    ) external pure {
        require(state.settlingUntil == FREE_TO_CONCEDE && waited <= ARBITRATION_WINDOW);

        assert(state.forfeitedDown(stake, waited, charged) == 0);
    }

    /// @dev A canary, which the checker must refute: without an offer to settle, the first day is not free.
    function canary_concedingIsFreeForADay(RentalState memory state, uint128 stake, uint40 waited) external pure {
        require(waited < EVIDENCE_WINDOW);

        assert(state.forfeitedDown(stake, waited, waited + CONCESSION_FLOOR) == 0);
    }
}
