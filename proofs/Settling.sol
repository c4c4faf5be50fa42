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

/// @title Settling: how long conceding is free after a refund in a dispute
/// @dev Real code: `settlingUntilUp` and `forfeitedDown` of RentalMath, RentalState, the constants. Model: the time of
/// the refund, within the arbitration window as `refund` requires; OpenZeppelin's `Math` (models/Math.sol). Assumed:
/// only what each `require` states. All other fields of a state are arbitrary.
contract Settling {
    using RentalMath for RentalState;

    function prove_freeTimeIsAtLeastADay(RentalState memory state, uint256 contested, uint40 now_) external pure {
        require(_arbitrated(state, now_) && contested > 0);

        assert(_freeUntil(state, contested, now_) >= now_ + EVIDENCE_WINDOW);
    }

    function prove_freeTimeIsBelowADayAndAMinute(
        RentalState memory state,
        uint256 contested,
        uint40 now_
    ) external pure {
        require(_arbitrated(state, now_) && contested > 0);

        assert(_freeUntil(state, contested, now_) < now_ + EVIDENCE_WINDOW + 60);
    }

    function prove_settlingUntilFitsIn16Bits(RentalState memory state, uint256 contested, uint40 now_) external pure {
        require(_arbitrated(state, now_) && contested > 0);
        uint256 minutes_ = (now_ - state.since + EVIDENCE_WINDOW + 59) / 60;

        assert(minutes_ <= 21_600 && state.settlingUntilUp(contested, now_) == minutes_);
    }

    function prove_laterRefundNeverShortensIt(
        RentalState memory state,
        uint256 contested,
        uint256 rest,
        uint40 now_,
        uint40 later
    ) external pure {
        require(_arbitrated(state, now_) && _arbitrated(state, later) && now_ <= later && rest <= contested);

        assert(state.settlingUntilUp(contested, now_) <= state.settlingUntilUp(rest, later));
    }

    function prove_nothingContestedIsFree(RentalState memory state, uint40 now_) external pure {
        assert(state.settlingUntilUp(0, now_) == FREE_TO_CONCEDE);
    }

    function prove_concedingIsFreeForADayAfterARefund(
        RentalState memory state,
        uint256 contested,
        uint128 stake,
        uint40 now_,
        uint40 later
    ) external pure {
        require(_arbitrated(state, now_) && _arbitrated(state, later));
        require(now_ <= later && later < now_ + EVIDENCE_WINDOW);
        state.settlingUntil = state.settlingUntilUp(contested, now_);
        uint256 waited = later - state.since;

        assert(state.forfeitedDown(stake, waited, waited + CONCESSION_FLOOR) == 0);
    }

    /// @dev A canary, which the checker must refute: the free time is rounded up to whole minutes of the dispute.
    function canary_freeTimeIsADay(RentalState memory state, uint256 contested, uint40 now_) external pure {
        require(_arbitrated(state, now_) && contested > 0);

        assert(_freeUntil(state, contested, now_) == now_ + EVIDENCE_WINDOW);
    }

    function _arbitrated(RentalState memory state, uint40 now_) private pure returns (bool) {
        return now_ >= state.since && now_ < state.since + ARBITRATION_WINDOW;
    }

    function _freeUntil(RentalState memory state, uint256 contested, uint40 now_) private pure returns (uint256) {
        return uint256(state.since) + uint256(state.settlingUntilUp(contested, now_)) * 60;
    }
}
