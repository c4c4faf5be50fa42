// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {Offer, Rental} from "../../contracts/interfaces/IRentalEscrow.sol";
import {DisputeBase} from "../DisputeBase.t.sol";

contract ExitAtTest is DisputeBase {
    function test_IsZeroForUnknown() external view {
        assertEq(escrow.exitAt(_rental(_bonded())), 0, "exitAt");
    }

    function test_CountsEveryDelayWhileFunded() external {
        Rental memory rental = _rental(_bonded());
        _deposit(rental, DURATION);

        assertEq(escrow.exitAt(rental), T0 + 30 minutes + DURATION + 6 hours + 14 days, "exitAt");
    }

    function test_CountsFromTheEndWhileActive() external {
        Rental memory rental = _rental(_bonded());
        _deposit(rental, DURATION);
        _at(10 minutes);
        _start(rental);

        assertEq(escrow.exitAt(rental), T0 + 10 minutes + DURATION + 6 hours + 14 days, "exitAt");
    }

    function test_RisesByExtension() external {
        Rental memory rental = _rental(_instant());
        _deposit(rental, DURATION);
        _at(4 hours);
        _extend(rental, DURATION + 1 hours);

        assertEq(escrow.exitAt(rental), T0 + DURATION + 1 hours + 6 hours + 14 days, "exitAt");
    }

    function test_CountsFromTheInterruption() external {
        Rental memory rental = _rental(_instant());
        _deposit(rental, DURATION);
        _at(2 hours);
        _interrupt(rental);

        assertEq(escrow.exitAt(rental), T0 + 2 hours + 6 hours + 14 days, "exitAt");
    }

    function test_CountsFromTheDispute() external {
        (Rental memory rental, ) = _disputed(_instant(), 4 hours);

        assertEq(escrow.exitAt(rental), T0 + 4 hours + 14 days, "exitAt");
        _at(500 days);
        assertEq(escrow.exitAt(rental), T0 + 4 hours + 14 days, "exitAt later");
    }

    function test_NeverRisesByDisputing() external {
        (Rental memory rental, ) = _running(_instant());
        uint256 running = escrow.exitAt(rental);
        _at(DURATION + 6 hours - 1);

        _dispute(rental, 2_600_000);

        assertEq(escrow.exitAt(rental), running - 1, "exitAt");
    }

    function test_NeverRisesByDisputingInterrupted() external {
        (Rental memory rental, ) = _interruptedRental(_instant());
        uint256 interrupted = escrow.exitAt(rental);
        _at(8 hours - 1);

        _dispute(rental, 650_000);

        assertEq(escrow.exitAt(rental), interrupted - 1, "exitAt");
    }

    function test_StaysWithRefundsAndRollingPayments() external {
        (Rental memory rental, ) = _running(_rolling());
        uint256 before = escrow.exitAt(rental);
        _at(7 hours);

        _settle(rental);
        assertEq(escrow.exitAt(rental), before, "exitAt paid");
        _refund(rental, 6 hours);
        assertEq(escrow.exitAt(rental), before, "exitAt refunded");
    }

    function test_IsZeroOnceResolved() external {
        (Rental memory rental, ) = _disputed(_instant(), 4 hours);
        _at(4 hours + 1 days);
        _resolve(rental, 5000);

        assertEq(escrow.exitAt(rental), 0, "exitAt");
    }

    function test_IsZeroOnceClosed() external {
        Rental memory rental = _rental(_instant());
        _deposit(rental, DURATION);
        _stop(rental);

        assertEq(escrow.exitAt(rental), 0, "exitAt");
    }

    function test_StaysWhenOnlyTheClockMoves() external {
        Rental memory rental = _rental(_instant());
        _deposit(rental, DURATION);
        uint256 before = escrow.exitAt(rental);

        uint256[4] memory times = [uint256(1), DURATION, DURATION + 6 hours, 500 days];
        for (uint256 i = 0; i < times.length; ++i) {
            _at(times[i]);
            assertEq(escrow.exitAt(rental), before, "exitAt");
        }
    }

    function test_IsAtMost422DaysAfterDeposit() external {
        Offer memory offer = _bonded();
        (offer.startWindow, offer.challengeWindow, offer.maxDuration) = (1 days, 7 days, 400 days);
        Rental memory rental = _rental(offer);
        _deposit(rental, 400 days);

        assertEq(escrow.exitAt(rental), T0 + 422 days, "exitAt");
    }
}
