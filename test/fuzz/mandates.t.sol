// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {Offer, Rental, RentalState, Status} from "../../contracts/interfaces/IRentalEscrow.sol";
import {Mandate} from "../../contracts/interfaces/IRentalMandate.sol";
import {MandateBase} from "../MandateBase.t.sol";
import {signQuickly} from "../signQuickly.sol";
import {vm} from "../Vm.sol";
import {bound} from "./bound.sol";

/// @dev R3 and R4: a keeper tries as it likes, a host refunds, a stranger extends, and time passes as it may.
contract MandatesFuzzTest is MandateBase {
    struct Plan {
        uint96 price;
        uint32 first;
        uint32 longest;
        uint32 step;
        uint32 extendBefore;
        uint96 maxTip;
        uint96 maxTotal;
        uint40 lifetime;
    }

    /// @dev One extension by mandate.
    struct Execution {
        uint256 time;
        uint256 seconds_;
        uint256 amount;
        uint256 tip;
        // The refunds before it.
        uint256 refunds;
    }

    uint256 private constant PURSE = type(uint128).max;
    uint256 private constant MOVES = 24;

    Plan private _plan;
    Rental private _taken;
    Mandate private _signed;
    bytes private _signature;
    Execution[] private _executions;
    uint256 private _refunds;
    uint256 private _refundedToRenter;
    uint256 private _paidByMandate;
    uint256 private _paidByOthers;
    uint256 private _tips;

    function testFuzz_R3_RateAndTotalAreBounded(Plan memory plan, bytes32 seed) external {
        _begin(plan);

        for (uint256 i = 0; i < MOVES; ++i) {
            seed = keccak256(abi.encode(seed));
            _move(uint256(seed));
        }

        for (uint256 i = 0; i < _executions.length; ++i) _assertRate(i);
        assertTrue(_paidByMandate + _tips <= _plan.maxTotal, "at most the total");
        assertEq(mandates.spent(renter, _signed.salt), _paidByMandate + _tips, "spent");
        assertEq(usdc.balanceOf(renter), PURSE + _refundedToRenter - _paidByMandate - _tips, "renter's balance");
        _assertEmpty(address(usdc));
    }

    function testFuzz_R3_NothingAfterItsEnd(Plan memory plan, bytes32 seed, uint8 way) external {
        _begin(plan);
        for (uint256 i = 0; i < MOVES / 3; ++i) {
            seed = keccak256(abi.encode(seed));
            _move(uint256(seed));
        }
        if (_status(_signed.rentalId) != Status.Active) return;

        way %= 3;
        if (way == 0) {
            vm.prank(renter);
            mandates.revoke(_signed.salt);
        }
        if (way == 1) {
            vm.prank(renter);
            mandates.revokeAll();
        }
        uint256 over = _end();
        if (way == 2) {
            if (_signed.expiry > over) return;
            if (block.timestamp < _signed.expiry) vm.warp(_signed.expiry);
        }
        uint256 before = usdc.balanceOf(renter);

        for (uint256 i = 0; i < 4; ++i) {
            assertTrue(!_tryToExecute(0), "refused");
            vm.warp(bound(uint256(seed) >> (i * 8), block.timestamp, block.timestamp + 1 + plan.step));
        }

        assertEq(usdc.balanceOf(renter), before, "the renter pays nothing any more");
    }

    function testFuzz_R4_PaysForServedTimeAlone(Plan memory plan, bytes32 seed, uint8 way, uint256 late) external {
        _begin(plan);
        for (uint256 i = 0; i < MOVES / 2; ++i) {
            seed = keccak256(abi.encode(seed));
            _move(uint256(seed));
        }
        uint256 end = _end();
        vm.warp(bound(late, block.timestamp, end + 6 hours - 1));
        if (block.timestamp >= end + 6 hours) vm.warp(end);

        way %= 3;
        if (way == 0 || (way == 1 && block.timestamp >= end)) {
            vm.prank(renter);
            escrow.stop(_taken, NO_BOUND);
        } else if (way == 1) {
            vm.prank(host);
            escrow.interrupt(_taken, NO_BOUND);
        }
        vm.warp(end + 7 hours);
        if (_status(_signed.rentalId) != Status.Closed) escrow.settle(_taken);

        RentalState memory state = escrow.getRental(_signed.rentalId);
        uint256 returned = usdc.balanceOf(renter) + _paidByMandate + _tips - PURSE;
        uint256 billed = _price(_taken, state.billedSeconds);
        assertTrue(_paidByMandate <= returned + billed, "paid and not got back: at most the seconds billed");
        assertEq(
            _paidByMandate + _paidByOthers - returned,
            _price(_taken, state.billedSeconds - state.refundedSeconds),
            "all payers together: exactly the seconds billed, less those refunded"
        );
    }

    // Moves

    function _begin(Plan memory plan) private {
        plan.first = uint32(bound(plan.first, 1, 20 days));
        plan.longest = uint32(bound(plan.longest, plan.first, 400 days));
        plan.step = uint32(bound(plan.step, 1, 20 days));
        plan.extendBefore = uint32(bound(plan.extendBefore, 2, 10 days));
        // From a unit for the first rental to the most that an offer can ask, on a logarithmic scale.
        uint256 least = (3600 + uint256(plan.first) - 1) / plan.first;
        plan.price = uint96(bound(plan.price, least, least + (type(uint96).max >> (12 + (plan.lifetime % 84)))));
        plan.lifetime = uint40(bound(plan.lifetime, 1, 500 days));
        plan.maxTip = uint96(bound(plan.maxTip, 0, uint256(plan.price) * 10));
        plan.maxTotal = uint96(bound(plan.maxTotal, 0, type(uint96).max));

        Offer memory offer = _instantOffer();
        (offer.pricePerHour, offer.maxDuration) = (plan.price, plan.longest);
        Rental memory rental = _rental(offer);
        _deposit(rental, plan.first);
        Mandate memory mandate = Mandate({
            renter: renter,
            rentalId: escrow.idOf(rental),
            maxTotal: plan.maxTotal,
            step: plan.step,
            extendBefore: plan.extendBefore,
            maxTip: plan.maxTip,
            expiry: T0 + plan.lifetime,
            epoch: 0,
            salt: "fuzz"
        });
        (_plan, _taken, _signed) = (plan, rental, mandate);
        _signature = signQuickly(RENTER_KEY, _digestOf(mandate, address(mandates)));
        _paidByOthers = _price(rental, plan.first);
    }

    function _move(uint256 seed) private {
        uint256 end = _end();
        uint256 now_ = block.timestamp;
        if (now_ >= end) return;
        uint256 kind = seed % 8;
        uint256 size = seed >> 8;
        uint256 due = end + 1 > _plan.extendBefore ? end + 1 - _plan.extendBefore : 0;

        if (kind == 0) vm.warp(bound(size, now_, end - 1));
        else if (kind == 1) vm.warp(end - 1);
        else if (kind == 2 && due > now_) vm.warp(due);
        else if (kind == 3 && due > now_ + 1) vm.warp(due - 1);
        else if (kind == 4) _refundAsHost(size);
        else if (kind == 5) _extendAsStranger(size);
        else for (uint256 i = 0; i < 3; ++i) _tryToExecute(bound(size, 0, _plan.maxTip));
    }

    function _refundAsHost(uint256 size) private {
        RentalState memory state = escrow.getRental(_signed.rentalId);
        uint256 elapsed = block.timestamp - state.since;
        if (elapsed == state.refundedSeconds) return;
        uint256 before = usdc.balanceOf(renter);
        vm.prank(host);
        escrow.refund(_taken, uint32(bound(size, state.refundedSeconds + 1, elapsed)));
        _refundedToRenter += usdc.balanceOf(renter) - before;
        ++_refunds;
    }

    function _extendAsStranger(uint256 size) private {
        uint256 duration = escrow.getRental(_signed.rentalId).duration;
        if (duration == _plan.longest) return;
        duration = bound(size, duration + 1, _min(duration + 1 hours, _plan.longest));
        uint256 before = usdc.balanceOf(stranger);
        vm.prank(stranger);
        try escrow.extend(_taken, uint32(duration), NO_PERMIT) {} catch {}
        _paidByOthers += before - usdc.balanceOf(stranger);
    }

    /// @dev The outcome is the one that the page promises, worked out a second time.
    function _tryToExecute(uint256 tip) private returns (bool done) {
        RentalState memory state = escrow.getRental(_signed.rentalId);
        uint256 duration = _min(uint256(state.duration) + _plan.step, _plan.longest);
        uint256 amount =
            _price(_taken, duration - state.refundedSeconds) - _price(_taken, state.duration - state.refundedSeconds);
        bool expected = _isExecutable(state, amount, tip);
        uint256 before = usdc.balanceOf(renter);

        vm.prank(keeper);
        try mandates.execute(_signed, _signature, _taken, uint96(tip), NO_PERMIT) {
            done = true;
        } catch {}

        assertEq(done, expected, "executed exactly when it should be");
        if (!done) return false;
        assertEq(_duration(_taken), duration, "exactly a step, or the rest");
        assertEq(before - usdc.balanceOf(renter), amount + tip, "exactly price and tip");
        _executions.push(Execution(block.timestamp, duration - state.duration, amount, tip, _refunds));
        _paidByMandate += amount;
        _tips += tip;
    }

    function _isExecutable(RentalState memory state, uint256 amount, uint256 tip) private view returns (bool) {
        uint256 end = uint256(state.since) + state.duration;
        if (state.status != Status.Active || block.timestamp >= end || block.timestamp >= _signed.expiry) return false;
        if (end - block.timestamp >= _plan.extendBefore || state.duration == _plan.longest) return false;
        if (mandates.revoked(renter, "fuzz") || mandates.epoch(renter) != 0) return false;
        return amount > 0 && _paidByMandate + _tips + amount + tip <= _plan.maxTotal;
    }

    // What must hold

    /// @dev In the T seconds from the execution `first` to any later one. Each refund in between can move a price by a
    /// unit, and where a second costs less than half a unit, so can rounding.
    function _assertRate(uint256 first) private view {
        uint256 seconds_;
        uint256 amount;
        for (uint256 last = first; last < _executions.length; ++last) {
            Execution memory execution = _executions[last];
            seconds_ += execution.seconds_;
            amount += execution.amount;
            uint256 elapsed = execution.time - _executions[first].time;
            uint256 span = elapsed + _plan.extendBefore;
            uint256 slack = execution.refunds - _executions[first].refunds + (_plan.price < 1_800 ? 1 : 0);

            assertTrue(seconds_ < span + _plan.step, "seconds bought");
            assertTrue(amount <= _price(_taken, span + _plan.step) + slack, "price paid");
            assertTrue(last + 1 - first <= (span + _plan.step - 1) / _plan.step + 1, "tips paid");
        }
    }

    function _end() private view returns (uint256) {
        RentalState memory state = escrow.getRental(_signed.rentalId);
        return uint256(state.since) + state.duration;
    }

    function _sign(Offer memory offer) internal view override returns (bytes memory) {
        return signQuickly(HOST_KEY, _digest(offer));
    }

    function _min(uint256 a, uint256 b) private pure returns (uint256) {
        return a < b ? a : b;
    }
}
