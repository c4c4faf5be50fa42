// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {Offer, Rental} from "../../contracts/interfaces/IRentalEscrow.sol";
import {DisputeBase} from "../DisputeBase.t.sol";

contract AccruedTest is DisputeBase {
    function test_IsZeroForUnknown() external view {
        assertEq(escrow.accrued(_rental(_bonded())), 0, "accrued");
    }

    function test_IsZeroBeforeStart() external {
        Rental memory rental = _rental(_bonded());
        _deposit(rental, DURATION);

        _assertAccrued(rental, 0, 0);
        _assertAccrued(rental, 400 days, 0);
    }

    function test_GrowsBySecond() external {
        Rental memory rental = _rental(_bonded());
        _deposit(rental, DURATION);
        _at(10 minutes);
        _start(rental);

        // 416 and two thirds a second.
        _assertAccrued(rental, 10 minutes, 0);
        _assertAccrued(rental, 10 minutes + 1, 416);
        _assertAccrued(rental, 10 minutes + 2, 833);
        _assertAccrued(rental, 10 minutes + 3, 1250);
        _assertAccrued(rental, 10 minutes + 4 hours, 6_000_000);
    }

    function test_EndsWithDuration() external {
        Rental memory rental = _rental(_instant());
        _deposit(rental, DURATION);

        _assertAccrued(rental, DURATION - 1, 11_999_583);
        _assertAccrued(rental, DURATION, PRICE);
        _assertAccrued(rental, DURATION + 1, PRICE);
        _assertAccrued(rental, 400 days, PRICE);
    }

    function test_GrowsOnWhenExtended() external {
        Rental memory rental = _rental(_instant());
        _deposit(rental, DURATION);
        _at(DURATION - 1);
        _extend(rental, DURATION + 1 hours);

        _assertAccrued(rental, DURATION + 1 hours, PRICE + 1_500_000);
        _assertAccrued(rental, DURATION + 1 hours + 1, PRICE + 1_500_000);
    }

    function test_DoesNotCountCommitment() external {
        Offer memory offer = _instant();
        offer.minDuration = DURATION;
        Rental memory rental = _rental(offer);
        _deposit(rental, DURATION);

        _assertAccrued(rental, 1 hours, 1_500_000);
    }

    function test_FreezesAtWhatWasBilled() external {
        Offer memory offer = _instant();
        offer.minDuration = 2 hours;
        Rental memory rental = _rental(offer);
        _deposit(rental, DURATION);
        _at(1 hours);
        _stop(rental);

        _assertAccrued(rental, 1 hours, 3_000_000);
        _assertAccrued(rental, 400 days, 3_000_000);
    }

    function test_FreezesAtInterruption() external {
        Rental memory rental = _rental(_instant());
        _deposit(rental, DURATION);
        _at(2 hours);
        _interrupt(rental);

        _assertAccrued(rental, 2 hours + 1, 3_000_000);
        _assertAccrued(rental, 8 hours, 3_000_000);
        _settle(rental);
        _assertAccrued(rental, 400 days, 3_000_000);
    }

    function test_StaysZeroWhenNeverStarted() external {
        Rental memory rental = _rental(_bonded());
        _deposit(rental, DURATION);
        _at(30 minutes);
        _settle(rental);

        _assertAccrued(rental, 400 days, 0);
    }

    function test_LeavesOutWhatWasRefunded() external {
        (Rental memory rental, ) = _running(_instant());
        _at(4 hours);
        _refund(rental, 1 hours);

        _assertAccrued(rental, 4 hours, 4_500_000);
        _assertAccrued(rental, 4 hours + 1, 4_500_416);
        _assertAccrued(rental, 400 days, 10_500_000);
    }

    function test_CountsWhatRollingPaymentsTook() external {
        (Rental memory rental, ) = _running(_rolling());
        _at(7 hours);
        _settle(rental);

        _assertAccrued(rental, 7 hours, 10_500_000);
    }

    function test_FreezesAtTheDispute() external {
        Offer memory offer = _instant();
        offer.minDuration = 6 hours;
        (Rental memory rental, ) = _disputed(offer, 4 hours);

        _assertAccrued(rental, 4 hours, 9_000_000);
        _assertAccrued(rental, 4 hours + 1 days, 9_000_000);
        _refund(rental, 2 hours);
        _assertAccrued(rental, 4 hours + 1 days, 6_000_000);
    }

    function test_IsNotWhatTheArbiterAwards() external {
        (Rental memory rental, ) = _disputed(_instant(), 4 hours);
        _at(4 hours + 1 days);
        _resolve(rental, 0);

        _assertAccrued(rental, 4 hours + 1 days, 6_000_000);
    }

    function _assertAccrued(Rental memory rental, uint256 seconds_, uint256 expected) private {
        _at(seconds_);
        assertEq(escrow.accrued(rental), expected, "accrued");
    }
}
