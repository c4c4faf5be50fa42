// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {Offer, Rental} from "../../contracts/interfaces/IRentalEscrow.sol";
import {EndBase} from "../EndBase.t.sol";
import {vm} from "../Vm.sol";

contract ExitAtTest is EndBase {
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
        vm.prank(payer);
        escrow.extend(rental, 1 hours, NO_PERMIT);

        assertEq(escrow.exitAt(rental), T0 + DURATION + 1 hours + 6 hours + 14 days, "exitAt");
    }

    function test_CountsFromTheInterruption() external {
        Rental memory rental = _rental(_instant());
        _deposit(rental, DURATION);
        _at(2 hours);
        _interrupt(rental);

        assertEq(escrow.exitAt(rental), T0 + 2 hours + 6 hours + 14 days, "exitAt");
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
