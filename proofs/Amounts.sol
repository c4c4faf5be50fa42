// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {RentalState} from "../contracts/interfaces/IRentalEscrow.sol";
import {BPS, DISPUTE_STAKE_BPS, MAX_FEE_BPS, MIN_FEE_BPS, PRICE_PERIOD} from "../contracts/libraries/Constants.sol";
import {RentalMath} from "../contracts/libraries/RentalMath.sol";

/// @title Amounts: cost, shares, fee, bond
/// @dev Real code: `costDown`, `shareDown`, `feeDown` and `bondLocked` of RentalMath, RentalState, the constants.
/// Model: OpenZeppelin's `Math` (models/Math.sol), which these four functions do not use. Assumed: only what each
/// `require` states. All other inputs are arbitrary. A premise that a lemma proves spares z3 a product of variables.
contract Amounts {
    using RentalMath for RentalState;

    function prove_costFitsIn128Bits(uint96 price, uint32 seconds_) external pure {
        assert(RentalMath.costDown(price, seconds_) < 2 ** 128);
    }

    function prove_hourCostsThePrice(uint96 price) external pure {
        assert(RentalMath.costDown(price, PRICE_PERIOD) == price);
    }

    function prove_costNeverFalls(uint96 price, uint32 seconds_, uint32 more) external pure {
        require(seconds_ <= more);

        assert(RentalMath.costDown(price, seconds_) <= RentalMath.costDown(price, more));
    }

    function prove_shareNeverAboveAmount(uint128 amount, uint16 bps) external pure {
        require(bps <= BPS);

        assert(RentalMath.shareDown(amount, bps) <= amount);
    }

    function prove_wholeShareIsTheAmount(uint128 amount) external pure {
        assert(RentalMath.shareDown(amount, BPS) == amount);
    }

    function prove_oppositeSharesNeverExceed(uint128 amount, uint16 hostBps) external pure {
        require(hostBps <= BPS);

        assert(RentalMath.shareDown(amount, hostBps) + RentalMath.shareDown(amount, BPS - hostBps) <= amount);
    }

    function prove_oppositeSharesLoseAtMostOneUnit(uint128 amount, uint16 hostBps) external pure {
        require(hostBps <= BPS);

        assert(RentalMath.shareDown(amount, hostBps) + RentalMath.shareDown(amount, BPS - hostBps) + 1 >= amount);
    }

    function prove_feeAtMostMaximumRate(uint128 gross, uint16 feeBps) external pure {
        require(feeBps <= MAX_FEE_BPS);
        // Proven by lemmas/productMonotone.smt2.
        require(uint256(gross) * feeBps <= uint256(gross) * MAX_FEE_BPS);

        assert(RentalMath.shareDown(gross, feeBps) * BPS <= uint256(gross) * MAX_FEE_BPS);
    }

    function prove_feeAtLeastMinimumRate(uint128 gross, uint16 feeBps) external pure {
        require(feeBps >= MIN_FEE_BPS && feeBps <= MAX_FEE_BPS);

        assert(RentalMath.shareDown(gross, feeBps) >= RentalMath.shareDown(gross, MIN_FEE_BPS));
    }

    function prove_feeIsFloorOfItsShare(uint128 gross, uint16 feeBps) external pure {
        require(feeBps <= MAX_FEE_BPS);
        uint256 fee = RentalMath.shareDown(gross, feeBps);

        assert(fee * BPS <= uint256(gross) * feeBps && uint256(gross) * feeBps < (fee + 1) * BPS);
    }

    function prove_unslicedFeeIsItsShare(RentalState memory state, uint96 price, uint128 gross) external pure {
        require(state.paidSeconds == 0);

        assert(state.feeDown(price, gross) == RentalMath.shareDown(gross, state.feeBps));
    }

    function prove_feeNeverAboveGross(RentalState memory state, uint96 price, uint128 gross) external pure {
        require(state.feeBps <= MAX_FEE_BPS);
        // Proven by lemmas/productMonotone.smt2.
        require(uint256(gross) * state.feeBps <= uint256(gross) * MAX_FEE_BPS);

        assert(state.feeDown(price, gross) <= gross);
    }

    function prove_bondLockedWithinBond(RentalState memory state, uint96 bond) external pure {
        require(state.billedSeconds <= state.duration && state.duration > 0);

        assert(state.bondLocked(bond) <= bond);
    }

    function prove_stakeAtMostATwentieth(uint128 atRisk) external pure {
        assert(RentalMath.shareDown(atRisk, DISPUTE_STAKE_BPS) <= atRisk / 20);
    }

    /// @dev A canary, which the checker must refute: rounding can lose a unit between two opposite shares.
    function canary_oppositeSharesAreExact(uint128 amount, uint16 hostBps) external pure {
        require(hostBps <= BPS);

        assert(RentalMath.shareDown(amount, hostBps) + RentalMath.shareDown(amount, BPS - hostBps) == amount);
    }
}
