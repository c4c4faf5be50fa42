// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {Offer, Rental} from "../../contracts/interfaces/IRentalEscrow.sol";
import {DisputeBase} from "../DisputeBase.t.sol";

contract StakeOfTest is DisputeBase {
    function test_IsZeroForUnknown() external view {
        assertEq(escrow.stakeOf(_rental(_bonded())), 0, "stake");
    }

    function test_IsZeroWhileFunded() external {
        Rental memory rental = _rental(_bonded());
        _deposit(rental, DURATION);

        _assertStake(rental, 0, 0);
        _assertStake(rental, 400 days, 0);
    }

    function test_IsFivePercentOfWhatIsAtRisk() external {
        (Rental memory rental, ) = _running(_instant());

        _assertStake(rental, 0, 2_000_020);
        _assertStake(rental, 1, 2_000_020);
        _assertStake(rental, 4 hours, 2_300_000);
        _assertStake(rental, DURATION, 2_600_000);
        _assertStake(rental, DURATION + 6 hours - 1, 2_600_000);
    }

    function test_IsZeroFromTheEndOfTheChallengeWindowOn() external {
        (Rental memory rental, ) = _running(_instant());

        _assertStake(rental, DURATION + 6 hours, 0);
        _assertStake(rental, DURATION + 6 hours + 1, 0);
        _assertStake(rental, 400 days, 0);
    }

    function test_CountsTheCommitment() external {
        Offer memory offer = _instant();
        offer.minDuration = 6 hours;
        (Rental memory rental, ) = _running(offer);

        _assertStake(rental, 1 hours, 2_450_000);
        _assertStake(rental, 6 hours, 2_450_000);
        _assertStake(rental, 7 hours, 2_525_000);
    }

    function test_IsZeroWhereNothingIsAtRisk() external {
        (Rental memory rental, ) = _running(_unbonded(_instant()));
        _at(4 hours);
        _refund(rental, 4 hours);

        _assertStake(rental, 4 hours, 0);
    }

    function test_RoundsDown() external {
        Offer memory offer = _unbonded(_instant());
        offer.pricePerHour = 19;
        (Rental memory rental, ) = _running(offer);

        _assertStake(rental, 1 hours, 0);
        _assertStake(rental, 1 hours + 190, 1);
    }

    function test_CountsWhatAnInterruptionLeft() external {
        (Rental memory rental, ) = _interruptedRental(_instant());

        _assertStake(rental, 2 hours, 650_000);
        _assertStake(rental, 8 hours - 1, 650_000);
        _assertStake(rental, 8 hours, 0);
    }

    function test_LeavesOutWhatRollingPaysFirst() external {
        (Rental memory rental, ) = _running(_rolling());

        _assertStake(rental, 7 hours, 2_450_000);
        _settle(rental);
        _assertStake(rental, 7 hours, 2_450_000);
        _assertStake(rental, DURATION + 6 hours - 1, 2_000_020);
    }

    function test_LeavesOutWhatRollingPaysFirstOfInterrupted() external {
        (Rental memory rental, ) = _interruptedRental(_rolling());

        _assertStake(rental, 6 hours, 650_000);
        _assertStake(rental, 7 hours, 575_000);
    }

    function test_IsWhatDisputingStakes() external {
        uint256[5] memory times = [uint256(0), 6 hours + 1, 7 hours + 1, DURATION, DURATION + 3 hours];
        for (uint256 i = 0; i < times.length; ++i) {
            _restart();
            (Rental memory rental, bytes32 id) = _running(_odd(_rolling()));
            _at(times[i]);
            uint256 before = _books().escrow;
            (uint256 toHost, , ) = escrow.due(rental);
            uint256 stake = escrow.stakeOf(rental);

            _dispute(rental, 1_000_000);

            assertEq(escrow.stakeOf(rental), stake, "stake held");
            uint256 billed = escrow.getRental(id).billedSeconds;
            assertEq(_books().escrow, before - toHost - _unbilled(billed) + stake, "escrow balance");
        }
    }

    function test_IsWhatIsHeldWhileDisputed() external {
        (Rental memory rental, ) = _disputed(_instant(), 4 hours);

        _assertStake(rental, 4 hours, 2_300_000);
        _assertStake(rental, 4 hours + 14 days, 2_300_000);
        _assertStake(rental, 400 days, 2_300_000);
    }

    function test_FallsWithRefundsWhileDisputed() external {
        (Rental memory rental, ) = _disputed(_instant(), 4 hours);

        _refund(rental, 2 hours);
        _assertStake(rental, 4 hours, 2_150_000);
        _refund(rental, 4 hours);
        _assertStake(rental, 4 hours, 2_000_000);
    }

    function test_IsZeroOnceClosed() external {
        (Rental memory rental, ) = _disputed(_instant(), 4 hours);
        _at(4 hours + 1 days);
        _resolve(rental, 5000);

        _assertStake(rental, 4 hours + 1 days, 0);
    }

    function _assertStake(Rental memory rental, uint256 seconds_, uint256 expected) private {
        _at(seconds_);
        assertEq(escrow.stakeOf(rental), expected, "stake");
    }

    /// @dev What an odd price of 9 876 536 leaves to give back.
    function _unbilled(uint256 billed) private pure returns (uint256) {
        return 9_876_536 - (1_234_567 * billed) / 1 hours;
    }
}
