// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IRentalEscrow, Rental, RentalState, Status} from "../../contracts/interfaces/IRentalEscrow.sol";
import {vm} from "../Vm.sol";
import {bound} from "./bound.sol";
import {FuzzBase} from "./FuzzBase.t.sol";

/// @dev What is contested and staked, and who gets it: by ruling, by concession, by silence.
contract DisputesFuzzTest is FuzzBase {
    uint256 private constant WALLET = type(uint128).max;

    function testFuzz_StakeIsFivePercentOfWhatIsAtRisk(Terms memory terms, uint256 time) external {
        (Rental memory rental, uint256 contested) = _disputedAt(terms, time);

        uint256 stake = _stake(contested, _bond(terms));
        assertEq(escrow.stakeOf(rental), stake, "stakeOf");
        assertEq(
            _balance(rental.offer.token, address(escrow)) - escrow.bonds(rental.offer.token, host),
            contested + _bond(terms) + stake,
            "escrow holds what is at risk, and the stake"
        );
    }

    function testFuzz_StakeComesOutOfTheRefundFirst(Terms memory terms, uint256 time) external {
        (Rental memory rental, uint256 contested) = _disputedAt(terms, time);

        uint256 refund = _cost(terms, terms.duration) - contested;
        uint256 stake = _stake(contested, _bond(terms));
        assertEq(_balance(rental.offer.token, renter) + stake, WALLET + refund, "renter balance");
    }

    function testFuzz_StakeIsToldBeforehand(Terms memory terms, uint256 time) external {
        terms = _bounded(terms);
        time = bound(time, 1, uint256(terms.duration) + terms.challengeWindow - 1);
        Rental memory rental = _take({terms: terms, instant: true});
        _at(time);
        uint256 told = escrow.stakeOf(rental);
        if (!_isAtRisk(terms, time)) return;

        _dispute(rental);

        assertEq(escrow.stakeOf(rental), told, "as told");
    }

    function testFuzz_DisputeBillsTheCommitment(Terms memory terms, uint256 time) external {
        (Rental memory rental, ) = _disputedAt(terms, time);

        uint256 elapsed = block.timestamp - T0;
        RentalState memory state = escrow.getRental(escrow.idOf(rental));
        assertEq(state.billedSeconds, _min(_max(elapsed, terms.minDuration), terms.duration), "billed");
        assertEq(state.duration, terms.duration, "promised");
    }

    function testFuzz_RulingSharesPrincipalStakeAndBond(Terms memory terms, uint256 time, uint256 hostBps) external {
        (Rental memory rental, uint256 contested) = _disputedAt(terms, time);
        hostBps = bound(hostBps, 0, 10_000);
        uint256 refund = _cost(terms, terms.duration) - contested;

        vm.warp(block.timestamp + 1 days);
        _resolve(rental, hostBps);

        Books memory books = _books(terms);
        uint256 stake = _stake(contested, _bond(terms));
        uint256 gross = (contested * hostBps) / 10_000;
        uint256 bondToRenter = (_bond(terms) * (10_000 - hostBps)) / 10_000;
        assertEq(books.fees, _fee(terms, gross), "fee on the host's share alone");
        assertEq(books.payee, gross - books.fees + (stake * hostBps) / 10_000, "payee");
        assertEq(books.freeBond, terms.bond - bondToRenter, "free bond");
        assertEq(
            books.renter + (stake * hostBps) / 10_000,
            WALLET + refund + contested - gross + bondToRenter,
            "renter"
        );
        assertEq(books.escrow, books.fees + books.freeBond, "nothing else stays");
    }

    function testFuzz_ALargerShareNeverPaysTheHostLess(
        Terms memory terms,
        uint256 time,
        uint256 less,
        uint256 more
    ) external {
        (Rental memory rental, ) = _disputedAt(terms, time);
        more = bound(more, 0, 10_000);
        less = bound(less, 0, more);
        vm.warp(block.timestamp + 1 days);
        uint256 snapshot = vm.snapshotState();
        _resolve(rental, less);
        Books memory lower = _books(terms);
        vm.revertToState(snapshot);

        _resolve(rental, more);

        Books memory higher = _books(terms);
        assertTrue(higher.payee >= lower.payee, "payee");
        assertTrue(higher.fees >= lower.fees, "fee");
        assertTrue(higher.freeBond >= lower.freeBond, "bond");
        assertTrue(higher.renter <= lower.renter, "renter");
    }

    function testFuzz_ConcedingCostsTime(Terms memory terms, uint256 time, uint256 later) external {
        (Rental memory rental, uint256 contested) = _disputedAt(terms, time);
        later = bound(later, 0, 14 days - 1);

        vm.warp(block.timestamp + later);
        _stop(rental);

        _assertUnruled(terms, contested, _min(later + 1 days / 10, 1 days));
    }

    function testFuzz_ConcedingNeverGetsCheaper(
        Terms memory terms,
        uint256 time,
        uint256 earlier,
        uint256 later
    ) external {
        (Rental memory rental, ) = _disputedAt(terms, time);
        uint256 since = block.timestamp;
        later = bound(later, 0, 14 days - 1);
        earlier = bound(earlier, 0, later);
        uint256 snapshot = vm.snapshotState();
        vm.warp(since + earlier);
        _stop(rental);
        Books memory first = _books(terms);
        vm.revertToState(snapshot);

        vm.warp(since + later);
        _stop(rental);

        Books memory second = _books(terms);
        assertTrue(second.payee >= first.payee, "payee");
        assertTrue(second.renter <= first.renter, "renter");
        assertEq(second.payee + second.renter, first.payee + first.renter, "both sides together");
    }

    function testFuzz_ConcedingIsFreeForADayAfterARefund(
        Terms memory terms,
        uint256 time,
        uint256 seconds_,
        uint256 refundedAfter,
        uint256 later
    ) external {
        (Rental memory rental, ) = _disputedAt(terms, time);
        uint256 since = block.timestamp;
        uint256 billed = escrow.getRental(escrow.idOf(rental)).billedSeconds;
        seconds_ = bound(seconds_, 1, billed);
        refundedAfter = bound(refundedAfter, 0, 14 days - 1);
        later = bound(later, refundedAfter, 14 days - 1);
        uint256 left = _cost(terms, billed - seconds_);
        // Rounded up to whole minutes of the dispute.
        uint256 until = ((refundedAfter + 1 days + 59) / 60) * 60;

        vm.warp(since + refundedAfter);
        _refund(rental, seconds_);
        vm.warp(since + later);
        _stop(rental);

        _assertUnruled(terms, left, left == 0 || later < until ? 0 : 1 days);
    }

    function testFuzz_ConcedingRefusesExactlyWhatIsMore(
        Terms memory terms,
        uint256 time,
        uint256 later,
        uint256 maxToHost
    ) external {
        (Rental memory rental, uint256 contested) = _disputedAt(terms, time);
        later = bound(later, 0, 14 days - 1);
        uint256 lost = (_stake(contested, _bond(terms)) * _min(later + 1 days / 10, 1 days)) / 1 days;
        uint256 toHost = contested - _fee(terms, contested) + lost;
        maxToHost = bound(maxToHost, 0, 2 * toHost + 1);

        vm.warp(block.timestamp + later);
        if (maxToHost < toHost) _expectTooMuch(toHost, maxToHost);
        vm.prank(renter);
        escrow.stop(rental, maxToHost);

        assertEq(_balance(_token(terms), payee), maxToHost < toHost ? 0 : toHost, "to payee");
    }

    function testFuzz_SilenceDecidesForTheHostHoweverLate(Terms memory terms, uint256 time, uint256 late) external {
        (Rental memory rental, uint256 contested) = _disputedAt(terms, time);

        vm.warp(block.timestamp + 14 days + bound(late, 0, LATEST));
        _settle(rental);

        _assertUnruled(terms, contested, 1 days / 10);
    }

    function testFuzz_SilenceTakesNothingWhileAnOfferToSettleStands(
        Terms memory terms,
        uint256 time,
        uint256 seconds_,
        uint256 refundedAfter
    ) external {
        (Rental memory rental, ) = _disputedAt(terms, time);
        uint256 since = block.timestamp;
        uint256 billed = escrow.getRental(escrow.idOf(rental)).billedSeconds;
        seconds_ = bound(seconds_, 1, billed);
        refundedAfter = bound(refundedAfter, 0, 14 days - 1);
        uint256 left = _cost(terms, billed - seconds_);

        vm.warp(since + refundedAfter);
        _refund(rental, seconds_);
        vm.warp(since + 14 days);
        _settle(rental);

        _assertUnruled(terms, left, left == 0 || refundedAfter > 13 days ? 0 : 1 days / 10);
    }

    function testFuzz_NoRulingOutsideItsWindow(Terms memory terms, uint256 time, uint256 when, bool early) external {
        (Rental memory rental, ) = _disputedAt(terms, time);
        uint256 since = block.timestamp;
        vm.warp(since + (early ? bound(when, 0, 1 days - 1) : bound(when, 14 days, LATEST)));

        vm.expectRevert(
            early
                ? abi.encodeWithSelector(IRentalEscrow.EvidenceWindowOpen.selector, since + 1 days)
                : abi.encodeWithSelector(IRentalEscrow.ArbitrationOver.selector, since + 14 days)
        );
        _resolve(rental, 5000);
    }

    function testFuzz_InterruptedRentalStakesOnTheRestOfTheBond(Terms memory terms, uint256 time) external {
        terms = _bounded(terms);
        time = bound(time, 0, terms.duration - 1);
        Rental memory rental = _take({terms: terms, instant: true});
        uint256 bond = _bond(terms) - (_bond(terms) * (terms.duration - time)) / terms.duration;
        uint256 contested = _cost(terms, time);
        _at(time);
        _interrupt(rental);
        if (contested + bond == 0) return;
        Books memory before = _books(terms);

        _dispute(rental);

        assertEq(escrow.stakeOf(rental), _stake(contested, bond), "stake");
        assertEq(before.renter - _books(terms).renter, _stake(contested, bond), "nothing to take it out of");
    }

    function testFuzz_NoSecondDispute(Terms memory terms, uint256 time) external {
        (Rental memory rental, ) = _disputedAt(terms, time);

        vm.expectRevert(
            abi.encodeWithSelector(IRentalEscrow.WrongStatus.selector, escrow.idOf(rental), Status.Disputed)
        );
        _dispute(rental);
    }

    function testFuzz_StrangersDoNotRule(Terms memory terms, uint256 time, address caller) external {
        (Rental memory rental, ) = _disputedAt(terms, time);
        if (caller == arbiter) caller = stranger;
        vm.warp(block.timestamp + 2 days);

        vm.prank(caller);
        vm.expectRevert(abi.encodeWithSelector(IRentalEscrow.NotArbiter.selector, caller, arbiter));
        escrow.resolve(rental, 5000);
    }

    /// @dev The dispute ended without a ruling: the host earned what was contested in the end, and `priced` seconds of a day
    /// were taken out of the stake on it.
    function _assertUnruled(Terms memory terms, uint256 contested, uint256 priced) private view {
        uint256 lost = (_stake(contested, _bond(terms)) * priced) / 1 days;
        Books memory books = _books(terms);
        assertEq(books.fees, _fee(terms, contested), "fee");
        assertEq(books.payee, contested - books.fees + lost, "payee");
        assertEq(books.renter + lost, WALLET + _cost(terms, terms.duration) - contested, "renter");
        assertEq(books.freeBond, terms.bond, "bond");
        assertEq(books.escrow, books.fees + terms.bond, "nothing else stays");
    }

    /// @dev An instant rental, disputed at a random time at which something is at risk.
    function _disputedAt(Terms memory terms, uint256 time) private returns (Rental memory rental, uint256 contested) {
        _bounded(terms);
        time = bound(time, 1, uint256(terms.duration) + terms.challengeWindow - 1);
        if (!_isAtRisk(terms, time)) terms.bond = 1;
        rental = _take({terms: terms, instant: true});
        contested = _contested(terms, time);
        _at(time);
        _dispute(rental);
    }

    function _contested(Terms memory terms, uint256 time) private pure returns (uint256) {
        return _cost(terms, _min(_max(time, terms.minDuration), terms.duration));
    }

    function _isAtRisk(Terms memory terms, uint256 time) private pure returns (bool) {
        return terms.bond > 0 || _contested(terms, time) > 0;
    }
}
