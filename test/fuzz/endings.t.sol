// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {Rental, Status} from "../../contracts/interfaces/IRentalEscrow.sol";
import {vm} from "../Vm.sol";
import {bound} from "./bound.sol";
import {FuzzBase} from "./FuzzBase.t.sol";

/// @dev Every ending at any second, under any terms, against the specification's own formulas.
contract EndingsFuzzTest is FuzzBase {
    function testFuzz_CancelGivesEverythingBack(Terms memory terms, uint256 elapsed) external {
        terms = _bounded(terms);
        elapsed = bound(elapsed, 0, terms.startWindow - 1);
        Rental memory rental = _take({terms: terms, instant: false});

        vm.warp(T0 + elapsed);
        vm.prank(renter);
        escrow.stop(rental, NO_BOUND);

        _assertClosed(rental, 0);
        _assertSplit({terms: terms, gross: 0, compensation: 0});
    }

    function testFuzz_DeclinePaysForTheWait(Terms memory terms, uint256 elapsed) external {
        terms = _bounded(terms);
        elapsed = bound(elapsed, 0, terms.startWindow - 1);
        Rental memory rental = _take({terms: terms, instant: false});

        vm.warp(T0 + elapsed);
        vm.prank(operator);
        escrow.interrupt(rental, NO_BOUND);

        _assertClosed(rental, 0);
        _assertSplit({terms: terms, gross: 0, compensation: _wait(terms)});
    }

    function testFuzz_NoShowPaysForTheWaitHoweverLate(Terms memory terms, uint256 late) external {
        terms = _bounded(terms);
        late = bound(late, 0, LATEST);
        Rental memory rental = _take({terms: terms, instant: false});

        vm.warp(T0 + terms.startWindow + late);
        vm.prank(keeper);
        escrow.settle(rental);

        _assertClosed(rental, 0);
        _assertSplit({terms: terms, gross: 0, compensation: _wait(terms)});
    }

    function testFuzz_StopPaysWhatIsBilled(Terms memory terms, uint256 elapsed) external {
        terms = _bounded(terms);
        elapsed = bound(elapsed, 0, uint256(terms.duration) + terms.challengeWindow + 1 days);
        Rental memory rental = _take({terms: terms, instant: true});
        uint256 billed = _min(elapsed < terms.minDuration ? terms.minDuration : elapsed, terms.duration);

        vm.warp(T0 + elapsed);
        vm.prank(renter);
        escrow.stop(rental, NO_BOUND);

        _assertClosed(rental, billed);
        _assertSplit({terms: terms, gross: _cost(terms, billed), compensation: 0});
    }

    function testFuzz_SettlePaysTheSameHoweverLate(Terms memory terms, uint256 started, uint256 late) external {
        terms = _bounded(terms);
        started = bound(started, 0, terms.startWindow - 1);
        late = bound(late, 0, LATEST);
        Rental memory rental = _take({terms: terms, instant: false});
        vm.warp(T0 + started);
        _start(rental);

        vm.warp(T0 + started + terms.duration + terms.challengeWindow + late);
        vm.prank(keeper);
        escrow.settle(rental);

        _assertClosed(rental, terms.duration);
        _assertSplit({terms: terms, gross: _cost(terms, terms.duration), compensation: 0});
    }

    function testFuzz_InterruptSplitsPriceAndBond(
        Terms memory terms,
        uint256 elapsed,
        uint256 late,
        bool byRenter
    ) external {
        terms = _bounded(terms);
        elapsed = bound(elapsed, 0, terms.duration - 1);
        late = bound(late, byRenter ? 0 : terms.challengeWindow, LATEST);
        Rental memory rental = _take({terms: terms, instant: true});
        uint256 compensation = (_bond(terms) * (terms.duration - elapsed)) / terms.duration;
        uint256 earned = _cost(terms, elapsed);

        vm.warp(T0 + elapsed);
        vm.prank(operator);
        escrow.interrupt(rental, NO_BOUND);
        assertEq(
            _balance(_token(terms), renter) - type(uint128).max,
            _cost(terms, terms.duration) - earned + compensation,
            "to renter at once"
        );
        assertEq(escrow.bonds(_token(terms), host), terms.bond - _bond(terms), "bond is at stake");

        bool open = earned + _bond(terms) - compensation > 0;
        assertEq(_status(escrow.idOf(rental)), open ? Status.Interrupted : Status.Closed, "status");
        vm.warp(T0 + elapsed + late);
        if (open) {
            vm.prank(byRenter ? renter : keeper);
            byRenter ? escrow.stop(rental, NO_BOUND) : escrow.settle(rental);
        }

        _assertClosed(rental, elapsed);
        _assertSplit({terms: terms, gross: earned, compensation: compensation});
    }

    // The bounds

    function testFuzz_StopRefusesExactlyWhatIsMore(Terms memory terms, uint256 elapsed, uint256 maxToHost) external {
        terms = _bounded(terms);
        elapsed = bound(elapsed, 0, uint256(terms.duration) + terms.challengeWindow + 1 days);
        Rental memory rental = _take({terms: terms, instant: true});
        uint256 gross = _cost(terms, _min(_max(elapsed, terms.minDuration), terms.duration));
        uint256 toHost = gross - _fee(terms, gross);
        maxToHost = bound(maxToHost, 0, 2 * toHost + 1);

        vm.warp(T0 + elapsed);
        if (maxToHost < toHost) _expectTooMuch(toHost, maxToHost);
        vm.prank(renter);
        escrow.stop(rental, maxToHost);

        assertEq(_balance(_token(terms), payee), maxToHost < toHost ? 0 : toHost, "to payee");
    }

    function testFuzz_InterruptRefusesExactlyWhatIsMore(
        Terms memory terms,
        uint256 elapsed,
        uint256 maxFromBond,
        bool instant
    ) external {
        terms = _bounded(terms);
        elapsed = bound(elapsed, 0, (instant ? terms.duration : terms.startWindow) - 1);
        Rental memory rental = _take(terms, instant);
        uint256 fromBond = instant ? (_bond(terms) * (terms.duration - elapsed)) / terms.duration : _wait(terms);
        maxFromBond = bound(maxFromBond, 0, 2 * fromBond + 1);

        vm.warp(T0 + elapsed);
        if (maxFromBond < fromBond) _expectTooMuch(fromBond, maxFromBond);
        vm.prank(operator);
        escrow.interrupt(rental, maxFromBond);

        Status untouched = instant ? Status.Active : Status.Funded;
        assertEq(_status(escrow.idOf(rental)) == untouched, maxFromBond < fromBond, "refused");
    }

    function _wait(Terms memory terms) private pure returns (uint256) {
        return _min(terms.bond, _cost(terms, _min(terms.startWindow, terms.duration)));
    }

    function _assertClosed(Rental memory rental, uint256 served) private view {
        bytes32 id = escrow.idOf(rental);
        assertEq(_status(id), Status.Closed, "status");
        assertEq(escrow.getRental(id).billedSeconds, served, "served");
        assertEq(escrow.exitAt(rental), 0, "exitAt");
    }
}
