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
/// @dev Real code: `forfeitedDown` of RentalMath, RentalState, the constants. Model: the two calls of it, `_concede` of
/// Disputes.sol and `_closeByClock` of Rentals.sol; OpenZeppelin's `Math` (models/Math.sol). Assumed: only what each
/// `require` states. All other fields of a state are arbitrary.
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

    function prove_concedingIsFreeWhileSettling(RentalState memory state, uint128 stake, uint40 waited) external pure {
        require(waited < uint256(state.settlingUntil) * 60);

        assert(_conceded(state, stake, waited) == 0);
    }

    function prove_concedingNeverGetsCheaper(
        RentalState memory state,
        uint128 stake,
        uint40 waited,
        uint40 longer
    ) external pure {
        require(waited <= longer);

        assert(_conceded(state, stake, waited) <= _conceded(state, stake, longer));
    }

    function prove_concedingAtOnceCostsATenth(RentalState memory state, uint128 stake) external pure {
        require(state.settlingUntil == 0);

        assert(_conceded(state, stake, 0) == stake / 10);
    }

    function prove_concedingCostsAtLeastATenth(RentalState memory state, uint128 stake, uint40 waited) external pure {
        require(waited >= uint256(state.settlingUntil) * 60);

        assert(_conceded(state, stake, waited) >= stake / 10);
    }

    function prove_waitingCostsTheWholeStake(RentalState memory state, uint128 stake, uint40 waited) external pure {
        require(waited >= uint256(state.settlingUntil) * 60);
        require(waited >= EVIDENCE_WINDOW - CONCESSION_FLOOR);

        assert(_conceded(state, stake, waited) == stake);
    }

    function prove_silenceCostsATenth(RentalState memory state, uint128 stake) external pure {
        require(uint256(state.settlingUntil) * 60 <= ARBITRATION_WINDOW);

        assert(_timedOut(state, stake) == stake / 10);
    }

    function prove_silenceIsFreeWhileSettling(RentalState memory state, uint128 stake) external pure {
        require(uint256(state.settlingUntil) * 60 > ARBITRATION_WINDOW);

        assert(_timedOut(state, stake) == 0);
    }

    function prove_nothingContestedStaysFree(RentalState memory state, uint128 stake, uint40 waited) external pure {
        require(state.settlingUntil == FREE_TO_CONCEDE && waited <= ARBITRATION_WINDOW);

        assert(_conceded(state, stake, waited) == 0 && _timedOut(state, stake) == 0);
    }

    /// @dev A canary, which the checker must refute: without an offer to settle, the first day is not free.
    function canary_concedingIsFreeForADay(RentalState memory state, uint128 stake, uint40 waited) external pure {
        require(waited < EVIDENCE_WINDOW);

        assert(_conceded(state, stake, waited) == 0);
    }

    /// @dev As in Disputes._concede.
    function _conceded(RentalState memory state, uint256 stake, uint256 waited) private pure returns (uint256) {
        return state.forfeitedDown(stake, waited, waited + CONCESSION_FLOOR);
    }

    /// @dev As in Rentals._closeByClock.
    function _timedOut(RentalState memory state, uint256 stake) private pure returns (uint256) {
        return state.forfeitedDown(stake, ARBITRATION_WINDOW, CONCESSION_FLOOR);
    }
}
