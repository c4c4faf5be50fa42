// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IRentalEscrow, Rental, Status} from "../../contracts/interfaces/IRentalEscrow.sol";
import {vm} from "../Vm.sol";
import {bound} from "./bound.sol";
import {FuzzBase} from "./FuzzBase.t.sol";

/// @dev Payments before the end: what is older than the challenge window, less what was given back.
contract RollingFuzzTest is FuzzBase {
    function testFuzz_SlicesPayWhatOneSettlementDoes(Terms memory terms, uint32[5] memory times) external {
        terms = _bounded(terms);
        Rental memory rental = _takeRolling(terms);

        uint256 time = 0;
        for (uint256 i = 0; i < times.length; ++i) {
            time = bound(times[i], time, uint256(terms.duration) + terms.challengeWindow - 1);
            _at(time);
            _trySettle(rental);
        }
        _at(uint256(terms.duration) + terms.challengeWindow);
        _settle(rental);

        assertEq(_status(escrow.idOf(rental)), Status.Closed, "status");
        _assertSplit({terms: terms, gross: _cost(terms, terms.duration), compensation: 0});
    }

    function testFuzz_PaysNoSecondThatCanBeChallenged(Terms memory terms, uint256 time) external {
        terms = _bounded(terms);
        time = bound(time, 0, uint256(terms.duration) + terms.challengeWindow - 1);
        Rental memory rental = _takeRolling(terms);

        _at(time);
        _trySettle(rental);

        uint256 old = time > terms.challengeWindow ? time - terms.challengeWindow : 0;
        Books memory books = _books(terms);
        assertEq(books.payee + books.fees, _cost(terms, _min(old, terms.duration)), "gross paid");
        assertEq(books.fees, _fee(terms, books.payee + books.fees), "fee");
    }

    function testFuzz_IsDueFromTheSecondThatNotDueNames(Terms memory terms, uint256 time) external {
        terms = _bounded(terms);
        time = bound(time, 0, uint256(terms.duration) + terms.challengeWindow - 1);
        Rental memory rental = _takeRolling(terms);
        _at(time);
        _trySettle(rental);
        uint256 dueAt = _dueAt(rental);

        vm.warp(dueAt - 1);
        vm.expectRevert(abi.encodeWithSelector(IRentalEscrow.NotDue.selector, dueAt));
        escrow.settle(rental);
        vm.warp(dueAt);
        Books memory before = _books(terms);
        _settle(rental);

        Books memory end = _books(terms);
        bool closed = _status(escrow.idOf(rental)) == Status.Closed;
        assertTrue(closed || end.payee + end.fees > before.payee + before.fees, "pays something, or closes");
    }

    function testFuzz_WaitsOutWhatWasGivenBack(Terms memory terms, uint256 time, uint256 back) external {
        terms = _bounded(terms);
        time = bound(time, 1, uint256(terms.duration) + terms.challengeWindow - 1);
        uint256 old = time > terms.challengeWindow ? time - terms.challengeWindow : 0;
        // The refund pays first what is due, so only the rest can be given back.
        uint256 rest = _min(time, terms.duration) - _min(old, terms.duration);
        back = bound(back, 1, _max(rest, 1));
        Rental memory rental = _takeRolling(terms);

        _at(time);
        if (rest == 0) return;
        _refund(rental, back);
        _at(uint256(terms.duration) + terms.challengeWindow - 1);
        _trySettle(rental);

        Books memory books = _books(terms);
        uint256 paid = _max(uint256(terms.duration) - 1 - _min(back, terms.duration - 1), _min(old, terms.duration));
        assertEq(books.payee + books.fees, _cost(terms, paid), "gross paid in the last second");
    }

    function testFuzz_StopPaysTheRestOfWhatIsBilled(Terms memory terms, uint256 first, uint256 time) external {
        terms = _bounded(terms);
        time = bound(time, 1, uint256(terms.duration) + terms.challengeWindow - 1);
        first = bound(first, 0, time);
        Rental memory rental = _takeRolling(terms);

        _at(first);
        _trySettle(rental);
        _at(time);
        _stop(rental);

        uint256 billed = _min(_max(time, terms.minDuration), terms.duration);
        _assertSplit({terms: terms, gross: _cost(terms, billed), compensation: 0});
    }

    function testFuzz_InterruptionPaysWhatWasServed(Terms memory terms, uint256 time, uint256 later) external {
        terms = _bounded(terms);
        time = bound(time, 0, terms.duration - 1);
        later = bound(later, 0, terms.challengeWindow - 1);
        Rental memory rental = _takeRolling(terms);

        _at(time);
        _trySettle(rental);
        _interrupt(rental);
        if (_status(escrow.idOf(rental)) == Status.Interrupted) {
            _at(time + later);
            _trySettle(rental);
            _at(time + terms.challengeWindow);
            _settle(rental);
        }

        uint256 compensation = (_bond(terms) * (terms.duration - time)) / terms.duration;
        _assertSplit({terms: terms, gross: _cost(terms, time), compensation: compensation});
    }

    function testFuzz_PaidNeverFalls(Terms memory terms, uint32[4] memory times, uint32[4] memory refunds) external {
        terms = _bounded(terms);
        Rental memory rental = _takeRolling(terms);
        bytes32 id = escrow.idOf(rental);

        (uint256 time, uint32 paid) = (0, 0);
        for (uint256 i = 0; i < times.length; ++i) {
            time = bound(times[i], time, uint256(terms.duration) + terms.challengeWindow - 1);
            _at(time);
            if (i % 2 == 0) _trySettle(rental);
            else _tryRefund(rental, bound(refunds[i], 1, time + 1));
            assertTrue(escrow.getRental(id).paidSeconds >= paid, "paid");
            paid = escrow.getRental(id).paidSeconds;
        }
    }

    /// @dev Settles, unless nothing is due.
    function _trySettle(Rental memory rental) private {
        try escrow.settle(rental) {} catch (bytes memory reason) {
            assertEq(bytes32(bytes4(reason)), bytes32(IRentalEscrow.NotDue.selector), "refused as not due");
        }
    }

    /// @dev Gives back, unless that is too much.
    function _tryRefund(Rental memory rental, uint256 seconds_) private {
        vm.prank(host);
        try escrow.refund(rental, uint32(seconds_)) {} catch (bytes memory reason) {
            assertEq(bytes32(bytes4(reason)), bytes32(IRentalEscrow.RefundOutOfBounds.selector), "refused as too much");
        }
    }

    function _dueAt(Rental memory rental) private returns (uint256 dueAt) {
        try escrow.settle(rental) {
            revert("settled twice in a second");
        } catch (bytes memory reason) {
            assertEq(bytes32(bytes4(reason)), bytes32(IRentalEscrow.NotDue.selector), "not due");
            bytes memory argument = new bytes(32);
            for (uint256 i = 0; i < 32; ++i) argument[i] = reason[4 + i];
            dueAt = abi.decode(argument, (uint256));
        }
    }
}
