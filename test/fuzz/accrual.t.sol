// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IRentalEscrow, Rental, Status} from "../../contracts/interfaces/IRentalEscrow.sol";
import {vm} from "../Vm.sol";
import {bound} from "./bound.sol";
import {FuzzBase} from "./FuzzBase.t.sol";

/// @dev The meter, and what it says is due.
contract AccrualFuzzTest is FuzzBase {
    function testFuzz_AccruesByTheSecondUpToThePrice(Terms memory terms, uint256 time) external {
        terms = _bounded(terms);
        time = bound(time, 0, LATEST);
        Rental memory rental = _take({terms: terms, instant: true});

        _at(time);

        assertEq(escrow.accrued(rental), _cost(terms, _min(time, terms.duration)), "accrued");
    }

    function testFuzz_NeverRunsBackwards(Terms memory terms, uint256 earlier, uint256 later) external {
        terms = _bounded(terms);
        later = bound(later, 0, LATEST);
        earlier = bound(earlier, 0, later);
        Rental memory rental = _take({terms: terms, instant: true});

        _at(earlier);
        uint256 before = escrow.accrued(rental);
        _at(later);

        assertTrue(escrow.accrued(rental) >= before, "accrued");
    }

    function testFuzz_AccruesNothingBeforeTheStart(Terms memory terms, uint256 time) external {
        terms = _bounded(terms);
        Rental memory rental = _take({terms: terms, instant: false});

        _at(bound(time, 0, LATEST));

        assertEq(escrow.accrued(rental), 0, "accrued");
    }

    function testFuzz_StandsStillOnceStopped(Terms memory terms, uint256 time, uint256 later) external {
        terms = _bounded(terms);
        time = bound(time, 0, terms.duration);
        Rental memory rental = _take({terms: terms, instant: true});
        _at(time);
        _stop(rental);
        uint256 earned = _cost(terms, _min(_max(time, terms.minDuration), terms.duration));

        _at(time + bound(later, 0, LATEST));

        assertEq(escrow.accrued(rental), earned, "accrued");
    }

    function testFuzz_DueIsWhatSettleMoves(Terms memory terms, uint256 time, bool instant) external {
        terms = _bounded(terms);
        Rental memory rental = _take(terms, instant);
        _at(bound(time, 0, LATEST));
        (uint256 toHost, uint256 fee, uint256 toRenter) = escrow.due(rental);
        Books memory before = _books(terms);

        try escrow.settle(rental) {
            Books memory end = _books(terms);
            uint256 compensation = terms.bond - end.freeBond;
            assertEq(end.payee - before.payee, toHost, "to host");
            assertEq(end.fees - before.fees, fee, "fee");
            assertEq(end.renter - before.renter, toRenter + compensation, "to renter");
        } catch {
            assertEq(toHost + fee + toRenter, 0, "nothing due");
        }
    }

    function testFuzz_NotDueNamesTheSecondOfTheClosing(Terms memory terms, uint256 time, bool instant) external {
        terms = _bounded(terms);
        Rental memory rental = _take(terms, instant);
        uint256 dueAt = T0 + (instant ? uint256(terms.duration) + terms.challengeWindow : terms.startWindow);
        vm.warp(bound(time, T0, dueAt - 1));

        vm.expectRevert(abi.encodeWithSelector(IRentalEscrow.NotDue.selector, dueAt));
        escrow.settle(rental);

        vm.warp(dueAt);
        _settle(rental);
        assertEq(_status(escrow.idOf(rental)), Status.Closed, "status");
    }

    function testFuzz_EveryRentalIsClosedByItsExit(
        Terms memory terms,
        uint256 time,
        uint256 ending,
        bool instant
    ) external {
        terms = _bounded(terms);
        terms.bond = uint96(_max(terms.bond, 1));
        Rental memory rental = _take(terms, instant);
        uint256 promised = escrow.exitAt(rental);
        _at(bound(time, 0, instant ? terms.duration - 1 : terms.startWindow - 1));
        if (instant && ending % 3 == 0) _dispute(rental);
        else if (ending % 3 == 1) _interrupt(rental);
        uint256 exitAt = escrow.exitAt(rental);
        assertTrue(exitAt <= promised, "never later than promised");
        if (exitAt == 0) return;

        vm.warp(exitAt);
        vm.prank(stranger);
        escrow.settle(rental);

        assertEq(_status(escrow.idOf(rental)), Status.Closed, "status");
    }
}
