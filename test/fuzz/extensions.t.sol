// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IRentalEscrow, Rental, Status} from "../../contracts/interfaces/IRentalEscrow.sol";
import {vm} from "../Vm.sol";
import {bound} from "./bound.sol";
import {FuzzBase} from "./FuzzBase.t.sol";

contract ExtensionsFuzzTest is FuzzBase {
    function testFuzz_ExtensionsCostWhatOneLongDepositDoes(Terms memory terms, uint32[6] memory slices) external {
        terms = _bounded(terms);
        Rental memory rental = _take({terms: terms, instant: true});
        address token = _token(terms);
        uint256 before = _balance(token, payer) + _cost(terms, terms.duration);

        for (uint256 i = 0; i < slices.length; ++i) {
            if (terms.duration == 400 days) break;
            uint256 extra = bound(slices[i], 1, 400 days - terms.duration);
            uint256 amount = _cost(terms, terms.duration + extra) - _cost(terms, terms.duration);
            // A second that costs nothing is not for sale.
            if (amount == 0) continue;
            _extend(rental, terms, terms.duration + extra);
            terms.duration += uint32(extra);
            assertEq(escrow.bonds(token, host), terms.bond - _bond(terms), "locked: at most twenty prices");
        }

        assertEq(before - _balance(token, payer), _cost(terms, terms.duration), "spent in all");
        assertEq(escrow.getRental(escrow.idOf(rental)).duration, terms.duration, "duration");
        vm.warp(T0 + terms.duration + terms.challengeWindow);
        escrow.settle(rental);
        _assertSplit({terms: terms, gross: _cost(terms, terms.duration), compensation: 0});
    }

    function testFuzz_OnlyExtensionsRaiseExitAt(
        Terms memory terms,
        uint256 started,
        uint256 elapsed,
        uint256 extra,
        bool byHost
    ) external {
        terms = _bounded(terms);
        // One second short of the longest, and dear enough that each second has a price.
        terms.duration = uint32(_min(terms.duration, 400 days - 1));
        terms.minDuration = uint32(_min(terms.minDuration, terms.duration));
        terms.price = uint96(bound(terms.price, 3600, type(uint96).max));
        Rental memory rental = _take({terms: terms, instant: false});
        uint256 funded = escrow.exitAt(rental);
        uint256 windows = uint256(terms.challengeWindow) + 14 days;
        assertEq(funded, T0 + terms.startWindow + terms.duration + windows, "funded");
        assertTrue(funded <= T0 + 422 days, "at most 422 days");

        started = T0 + bound(started, 0, terms.startWindow - 1);
        vm.warp(started);
        _start(rental);
        uint256 active = escrow.exitAt(rental);
        assertEq(active, started + terms.duration + windows, "active");
        assertTrue(active <= funded, "starting does not raise it");

        extra = bound(extra, 1, 400 days - terms.duration);
        elapsed = bound(elapsed, 0, terms.duration - 1);
        vm.warp(started + elapsed);
        assertEq(escrow.exitAt(rental), active, "the clock does not move it");
        _extend(rental, terms, terms.duration + extra);
        uint256 extended = escrow.exitAt(rental);
        assertEq(extended, active + extra, "an extension raises it");

        vm.prank(byHost ? host : renter);
        byHost ? escrow.interrupt(rental, NO_BOUND) : escrow.stop(rental, NO_BOUND);
        bool closed = _status(escrow.idOf(rental)) == Status.Closed;
        assertEq(escrow.exitAt(rental), closed ? 0 : started + elapsed + windows, "ended");
        assertTrue(escrow.exitAt(rental) <= extended, "ending does not raise it");
    }

    function testFuzz_ExtensionNeedsExactlyTheRiseOfTheBond(Terms memory terms, uint256 extra, uint256 free) external {
        (Rental memory rental, uint256 duration) = _extendable(terms, extra);
        uint256 locked = _bond(terms);
        uint256 rise = _min(terms.bond, 20 * _cost(terms, duration)) - locked;
        free = bound(free, 0, terms.bond - locked);
        if (free < terms.bond - locked) {
            vm.prank(host);
            escrow.withdrawBond(_token(terms), terms.bond - locked - free, host);
        }

        if (free < rise) vm.expectRevert(abi.encodeWithSelector(IRentalEscrow.InsufficientBond.selector, free, rise));
        _extend(rental, terms, duration);

        assertEq(escrow.bonds(_token(terms), host), free < rise ? free : free - rise, "free bond");
    }

    function testFuzz_TheSameTotalBuysOnce(Terms memory terms, uint256 extra, uint256 less) external {
        (Rental memory rental, uint256 duration) = _extendable(terms, extra);
        _extend(rental, terms, duration);
        Books memory before = _books(terms);

        uint32[2] memory durations = [uint32(duration), uint32(bound(less, 0, duration))];
        for (uint256 i = 0; i < durations.length; ++i) {
            vm.expectRevert(
                abi.encodeWithSelector(
                    IRentalEscrow.DurationOutOfBounds.selector,
                    durations[i],
                    duration + 1,
                    uint256(400 days)
                )
            );
            vm.prank(payer);
            escrow.extend(rental, durations[i], NO_PERMIT);
        }

        _assertSame(_books(terms), before);
    }

    /// @dev An instant rental, short of the longest and dear enough that each second has a price.
    function _extendable(Terms memory terms, uint256 extra) private returns (Rental memory rental, uint256 duration) {
        _bounded(terms);
        terms.duration = uint32(_min(terms.duration, 400 days - 1));
        terms.minDuration = uint32(_min(terms.minDuration, terms.duration));
        terms.price = uint96(bound(terms.price, 3600, type(uint96).max));
        rental = _take({terms: terms, instant: true});
        duration = terms.duration + bound(extra, 1, 400 days - terms.duration);
    }
}
