// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IRentalEscrow, Rental} from "../../contracts/interfaces/IRentalEscrow.sol";
import {vm} from "../Vm.sol";
import {bound} from "./bound.sol";
import {FuzzBase} from "./FuzzBase.t.sol";

/// @dev Seconds that the host gives back.
contract RefundsFuzzTest is FuzzBase {
    uint256 private constant WALLET = type(uint128).max;

    function testFuzz_ReturnsTheFallOfThePrice(Terms memory terms, uint256 time, uint256 seconds_) external {
        Rental memory rental = _ranUntil(terms, time);
        seconds_ = bound(seconds_, 1, _elapsed(terms));

        _refund(rental, seconds_);

        uint256 amount = _cost(terms, terms.duration) - _cost(terms, terms.duration - seconds_);
        assertEq(_books(terms).renter, WALLET + amount, "renter");
        assertEq(escrow.getRental(escrow.idOf(rental)).refundedSeconds, seconds_, "refunded");
    }

    function testFuzz_ManyComeToOne(Terms memory terms, uint256 time, uint32[4] memory parts) external {
        Rental memory rental = _ranUntil(terms, time);
        uint256 snapshot = vm.snapshotState();
        uint256 sum = 0;
        for (uint256 i = 0; i < parts.length; ++i) {
            uint256 left = _elapsed(terms) - sum;
            if (left == 0) break;
            sum += bound(parts[i], 1, left);
            _refund(rental, sum);
        }
        Books memory piecewise = _books(terms);
        vm.revertToState(snapshot);

        _refund(rental, sum);

        _assertSame(_books(terms), piecewise);
    }

    function testFuzz_EndsWithWhatIsBilled(Terms memory terms, uint256 time, uint256 seconds_) external {
        Rental memory rental = _ranUntil(terms, time);
        seconds_ = bound(seconds_, 1, _elapsed(terms));
        _refund(rental, seconds_);

        uint256 maximum = _elapsed(terms);
        vm.expectRevert(abi.encodeWithSelector(IRentalEscrow.RefundOutOfBounds.selector, maximum + 1, maximum));
        _refund(rental, maximum + 1);
    }

    function testFuzz_TheSameTotalGivesOnce(Terms memory terms, uint256 time, uint256 seconds_, uint256 less) external {
        Rental memory rental = _ranUntil(terms, time);
        seconds_ = bound(seconds_, 1, _elapsed(terms));
        _refund(rental, seconds_);
        Books memory before = _books(terms);

        uint256[2] memory totals = [seconds_, bound(less, 0, seconds_)];
        for (uint256 i = 0; i < totals.length; ++i) {
            vm.expectRevert(
                abi.encodeWithSelector(IRentalEscrow.RefundOutOfBounds.selector, totals[i], _elapsed(terms))
            );
            _refund(rental, totals[i]);
        }

        _assertSame(_books(terms), before);
    }

    function testFuzz_HostIsPaidWhatItDidNotGiveBack(Terms memory terms, uint256 time, uint256 seconds_) external {
        Rental memory rental = _ranUntil(terms, time);
        seconds_ = bound(seconds_, 1, _elapsed(terms));
        _refund(rental, seconds_);

        _at(uint256(terms.duration) + terms.challengeWindow);
        _settle(rental);

        _assertSplit({terms: terms, gross: _cost(terms, terms.duration - seconds_), compensation: 0});
    }

    function testFuzz_StopBillsTheRest(Terms memory terms, uint256 time, uint256 seconds_) external {
        Rental memory rental = _ranUntil(terms, time);
        seconds_ = bound(seconds_, 1, _elapsed(terms));
        _refund(rental, seconds_);

        _stop(rental);

        uint256 billed = _min(_max(_elapsed(terms), terms.minDuration), terms.duration);
        _assertSplit({terms: terms, gross: _cost(terms, billed - seconds_), compensation: 0});
    }

    function testFuzz_ShrinksTheStakeWithWhatIsContested(Terms memory terms, uint256 time, uint256 seconds_) external {
        Rental memory rental = _ranUntil(terms, time);
        uint256 billed = _min(_max(_elapsed(terms), terms.minDuration), terms.duration);
        if (_cost(terms, billed) + terms.bond == 0) return;
        _dispute(rental);
        seconds_ = bound(seconds_, 1, billed);
        Books memory before = _books(terms);

        _refund(rental, seconds_);

        uint256 stake = _stake(_cost(terms, billed - seconds_), _bond(terms));
        uint256 back = _cost(terms, billed) - _cost(terms, billed - seconds_);
        uint256 stakeBack = _stake(_cost(terms, billed), _bond(terms)) - stake;
        assertEq(escrow.stakeOf(rental), stake, "stake left");
        assertEq(_books(terms).renter - before.renter, back + stakeBack, "back to the renter");
    }

    function testFuzz_DoesNotRaiseARuling(
        Terms memory terms,
        uint256 time,
        uint256 seconds_,
        uint256 hostBps
    ) external {
        Rental memory rental = _ranUntil(terms, time);
        uint256 billed = _min(_max(_elapsed(terms), terms.minDuration), terms.duration);
        if (_cost(terms, billed) + terms.bond == 0) return;
        _dispute(rental);
        vm.warp(block.timestamp + 1 days);
        uint256 snapshot = vm.snapshotState();
        _resolve(rental, bound(hostBps, 0, 10_000));
        uint256 without = _books(terms).payee;
        vm.revertToState(snapshot);

        _refund(rental, bound(seconds_, 1, billed));
        _resolve(rental, bound(hostBps, 0, 10_000));

        assertTrue(_books(terms).payee <= without, "payee");
    }

    function testFuzz_AllOfItEndsADisputeWithoutALoser(Terms memory terms, uint256 time, uint256 later) external {
        Rental memory rental = _ranUntil(terms, time);
        uint256 billed = _min(_max(_elapsed(terms), terms.minDuration), terms.duration);
        if (_cost(terms, billed) + terms.bond == 0) return;
        _dispute(rental);

        vm.warp(block.timestamp + bound(later, 0, 14 days - 1));
        _refund(rental, billed);
        _stop(rental);

        _assertSplit({terms: terms, gross: 0, compensation: 0});
    }

    /// @dev An instant rental that ran for a second at least; the clock stands somewhere before its settlement.
    function _ranUntil(Terms memory terms, uint256 time) private returns (Rental memory rental) {
        _bounded(terms);
        rental = _take({terms: terms, instant: true});
        _at(bound(time, 1, uint256(terms.duration) + terms.challengeWindow - 1));
    }

    function _elapsed(Terms memory terms) private view returns (uint256) {
        return _min(block.timestamp - T0, terms.duration);
    }
}
