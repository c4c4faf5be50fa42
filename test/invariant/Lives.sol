// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {
    IRentalEscrow,
    Machine,
    Market,
    Offer,
    Reason,
    Rental,
    RentalState,
    Status
} from "../../contracts/interfaces/IRentalEscrow.sol";
import {Vm} from "../Vm.sol";
import {Arrow, Verb} from "./Counts.sol";
import {Quarrels} from "./Quarrels.sol";
import {Spec} from "./Spec.sol";

/// @dev The life of each rental as its events tell it, held to what the specification says of every step.
abstract contract Lives is Quarrels {
    using Spec for RentalState;

    function _bookRental(bytes32 kind, Vm.Log memory log) internal override {
        if (kind == IRentalEscrow.Deposited.selector) return _bookDeposit(log);
        Entry storage entry = _entries[_indexOf[log.topics[1]]];
        if (kind == IRentalEscrow.Started.selector) _bookStart(entry);
        else if (kind == IRentalEscrow.Extended.selector) _bookExtension(entry, log.data);
        else if (kind == IRentalEscrow.Interrupted.selector) _bookInterruption(entry, log.data);
        else if (kind == IRentalEscrow.Compensated.selector) _bookCompensation(entry, log.data);
        else if (kind == IRentalEscrow.Refunded.selector) _bookRefund(entry, log.data);
        else if (kind == IRentalEscrow.Paid.selector) _bookPayment(entry, log.data);
        else if (kind == IRentalEscrow.Disputed.selector) _bookDispute(entry, log.data);
        else if (kind == IRentalEscrow.Resolved.selector) _bookRuling(entry, log.data);
        else if (kind == IRentalEscrow.StakeReleased.selector) _bookStake(entry, log);
        else if (kind == IRentalEscrow.Closed.selector) _bookClosing(entry, log.data);
    }

    // Begin

    function _bookDeposit(Vm.Log memory log) private {
        (Rental memory rental, uint32 duration, uint256 amount, uint16 feeBps, address payer, ) = abi.decode(
            log.data,
            (Rental, uint32, uint256, uint16, address, uint40)
        );
        Offer memory offer = rental.offer;
        _hold(2, amount == Spec.cost(offer.pricePerHour, duration), "I2: a deposit is the price of its duration");
        _holdTakeable(offer, feeBps);
        (_indexOf[log.topics[1]], _holder[offer.host][offer.machine]) = (_entries.length, _entries.length + 1);
        _machine[offer.host][offer.machine].busyUntil =
            offer.startWindow == 0 ? uint40(_now + duration) : type(uint40).max;

        Entry storage entry = _entries.push();
        (entry.rental, entry.id, entry.position) = (rental, log.topics[1], _open.length);
        entry.state.status = offer.startWindow == 0 ? Status.Active : Status.Funded;
        (entry.state.feeBps, entry.state.duration, entry.state.since) = (feeBps, duration, uint40(_now));
        entry.state.depositBlock = uint40(block.number);
        entry.money.deposited = uint128(amount);
        _open.push(_entries.length - 1);

        _wealth[offer.token][payer] -= amount;
        _totals[offer.token].principal += amount;
        uint256 bond = Spec.bond(offer, duration);
        _lockBond(entry, bond);
        _count(offer.startWindow == 0 ? Arrow.DepositedActive : Arrow.DepositedFunded);
        if (payer == _permitter) _count(Arrow.DepositedWithPermit);
        if (bond < offer.bond) _count(Arrow.DepositedWithCappedBond);
        if (++_timesTaken[_key(offer)] > 1) _count(Arrow.OfferTakenAgain);
    }

    /// @dev An offer that is expired or revoked, a machine that is taken: nothing may come of them.
    function _holdTakeable(Offer memory offer, uint16 feeBps) private {
        Machine memory machine = _machine[offer.host][offer.machine];
        Market memory market = _market[offer.token];
        uint256 holder = _holder[offer.host][offer.machine];
        if (holder > 0) {
            RentalState memory last = _entries[holder - 1].state;
            _hold(10, last.status != Status.Funded && !last.isRunning(_now), "I10: a machine has one rental at a time");
        }
        _hold(10, offer.nonce == machine.nonce && _now < offer.expiry, "I10: a revoked or expired offer opens none");
        _hold(13, offer.epoch == _host[offer.host].epoch, "I13: a new epoch ends every signature before it");
        _hold(9, market.open && market.arbiter == offer.arbiter, "I9: a deposit needs its market");
        uint16 hostFee = _host[offer.host].feeBps;
        _hold(3, feeBps == (hostFee == 0 ? market.feeBps : hostFee), "I3: the fee is fixed at the deposit");
        _hold(3, feeBps >= 1000 && feeBps <= 1500 && feeBps <= offer.maxFeeBps, "I3: the fee is within its bounds");
    }

    function _bookStart(Entry storage entry) private {
        _hold(4, entry.state.status == Status.Funded, "I4: only what is funded starts");
        entry.state.status = Status.Active;
        entry.state.since = uint40(_now);
        _machineOf(entry).busyUntil = uint40(_now + entry.state.duration);
        _count(Arrow.Started);
    }

    function _bookExtension(Entry storage entry, bytes memory data) private {
        (address payer, uint32 duration, uint256 amount) = abi.decode(data, (address, uint32, uint256));
        (RentalState memory state, Offer memory offer) = (entry.state, entry.rental.offer);
        _hold(4, state.isRunning(_now), "I4: only what runs is extended");
        bool longer = duration > state.duration && duration <= offer.maxDuration;
        _hold(4, longer, "I4: an extension is a new total, up to what the host signed");
        uint256 before = state.held(offer.pricePerHour);
        uint256 raise = Spec.bond(offer, duration) - Spec.bond(offer, state.duration);
        state.duration = entry.state.duration = duration;
        _hold(2, amount == state.held(offer.pricePerHour) - before, "I2: an extension is the rise of what is held");
        _machineOf(entry).busyUntil = uint40(state.since + duration);
        entry.money.deposited += uint128(amount);
        _wealth[offer.token][payer] -= amount;
        _totalsOf(entry).principal += amount;
        _lockBond(entry, raise);
        _count(raise == 0 ? Arrow.Extended : Arrow.ExtendedWithBond);
    }

    // On the way

    function _bookInterruption(Entry storage entry, bytes memory data) private {
        (uint32 served, uint256 refund) = abi.decode(data, (uint32, uint256));
        (RentalState memory state, uint256 price) = (entry.state, entry.rental.offer.pricePerHour);
        _hold(4, state.isRunning(_now), "I4: only what runs is interrupted");
        _hold(6, served == state.elapsed(_now), "I6: an interrupted rental bills what it served");
        uint256 before = state.held(price);
        _free(entry, true);
        (entry.state.status, entry.state.since) = (Status.Interrupted, uint40(_now));
        (entry.state.billedSeconds, entry.state.interrupted) = (served, true);
        state = entry.state;
        _hold(6, refund == before - state.held(price), "I6: the unserved price goes back");
        _payRenter(entry, refund);
        _count(Arrow.Interrupted);
    }

    function _bookCompensation(Entry storage entry, bytes memory data) private {
        uint256 amount = abi.decode(data, (uint256));
        (RentalState memory state, Offer memory offer) = (entry.state, entry.rental.offer);
        uint256 owed = state.compensation(offer, _now);
        // Already booked as interrupted: what is no longer locked.
        if (state.status == Status.Interrupted) owed = Spec.bond(offer, state.duration) - state.bondLocked(offer);
        _hold(14, amount == owed, "I14: compensation is the bond's share of what was not served");
        _takeBond(entry, amount);
        _compensated[_key(offer)] += amount;
        _hold(14, _compensated[_key(offer)] <= offer.bond, "I14: without a ruling an offer costs one bond at most");
    }

    function _bookRefund(Entry storage entry, bytes memory data) private {
        (uint32 refunded, uint256 amount, uint256 stakeReturned) = abi.decode(data, (uint32, uint256, uint256));
        (RentalState memory state, Offer memory offer) = (entry.state, entry.rental.offer);
        uint256 billed = state.status == Status.Active ? state.elapsed(_now) : state.billedSeconds;
        _hold(6, refunded > state.refundedSeconds, "I6: a refund is a new total, more than the last");
        _hold(6, refunded + state.paidSeconds <= billed, "I6: no more is refunded than was billed");
        (uint256 held, uint256 stake) = (state.held(offer.pricePerHour), state.stake(offer));
        state.refundedSeconds = entry.state.refundedSeconds = refunded;
        _hold(6, amount == held - state.held(offer.pricePerHour), "I6: a refund is the price of its seconds");
        _hold(14, stakeReturned == stake - state.stake(offer), "I14: the stake falls with what is at risk");
        entry.money.stake -= uint128(stakeReturned);
        _totalsOf(entry).stakes -= stakeReturned;
        _promise(offer.token, entry.rental.renter, stakeReturned);
        _payRenter(entry, amount);
        if (state.status == Status.Active) _count(Arrow.RefundedWhileActive);
        else if (state.status == Status.Interrupted) _count(Arrow.RefundedWhileInterrupted);
        else _bookSettlingOffer(entry);
    }

    function _bookPayment(Entry storage entry, bytes memory data) private {
        (uint32 paid, uint256 toHost, uint256 fee) = abi.decode(data, (uint32, uint256, uint256));
        (RentalState memory state, Offer memory offer) = (entry.state, entry.rental.offer);
        _hold(6, paid == state.paidBy(offer, _now), "I6: a rolling payment is for what can no longer be challenged");
        uint256 gross = Spec.cost(offer.pricePerHour, paid) - Spec.cost(offer.pricePerHour, state.paidSeconds);
        _hold(6, toHost + fee == gross, "I6: a rolling payment is the price of its seconds");
        entry.state.paidSeconds = paid;
        _payHost(entry, toHost, fee);
        _count(state.status == Status.Active ? Arrow.PaidWhileActive : Arrow.PaidWhileInterrupted);
    }

    // End

    function _bookClosing(Entry storage entry, bytes memory data) private {
        (Reason reason, uint256 toHost, uint256 fee, uint256 toRenter) = abi.decode(
            data,
            (Reason, uint256, uint256, uint256)
        );
        RentalState memory state = entry.state;
        uint32 billed = _billedAtClosing(state, entry.rental.offer, reason);
        _holdEarned(entry, reason, billed, toHost + fee);
        if (reason == Reason.Conceded || reason == Reason.ArbitrationTimeout) _holdStakeLost(entry);
        _countClosing(state, reason);

        if (state.status == Status.Funded) _free(entry, reason != Reason.Cancelled);
        else if (state.isRunning(_now)) _free(entry, false);
        _payHost(entry, toHost, fee);
        _payRenter(entry, toRenter);
        _returnBond(entry);
        _setClosed(entry, billed);
        _remove(entry);
    }

    /// @param gross What this closing gives to the host, fee included
    function _holdEarned(Entry storage entry, Reason reason, uint32 billed, uint256 gross) private {
        (RentalState memory state, uint256 price) = (entry.state, entry.rental.offer.pricePerHour);
        if (reason == Reason.Resolved) {
            _hold(6, gross == (state.held(price) * _ruling) / 10000, "I6: a ruling shares what is contested");
            return;
        }
        uint256 before = uint256(entry.money.toHost) + entry.money.fee;
        uint256 earned = Spec.cost(price, billed - state.refundedSeconds);
        _hold(6, before + gross == earned, "I6: the host earns what was billed and not refunded");
        _hold(14, entry.money.bondLost <= entry.rental.offer.bond, "I14: no more than one bond is lost");
    }

    function _setClosed(Entry storage entry, uint32 billed) private {
        (entry.state.status, entry.state.since, entry.state.billedSeconds) = (Status.Closed, uint40(_now), billed);
        Money memory money = entry.money;
        _hold(14, money.stake == 0, "I14: no stake stays behind");
        uint256 gone = uint256(money.toHost) + money.fee + money.toRenter;
        _hold(2, money.deposited == gone, "I2: nothing is held once closed");
    }

    /// @dev What the way in which it ended bills, and whether the clock allowed to end in that way.
    function _billedAtClosing(RentalState memory state, Offer memory offer, Reason reason) private returns (uint32) {
        bool isDue = _now >= state.closesAt(offer);
        Status from = Status.Disputed;
        bool inTime = !isDue;
        if (reason == Reason.Completed) (from, inTime) = (Status.Active, isDue);
        else if (reason == Reason.Released) from = Status.Active;
        else if (reason == Reason.Interrupted) (from, inTime) = (Status.Interrupted, true);
        else if (reason == Reason.Cancelled || reason == Reason.Declined) from = Status.Funded;
        else if (reason == Reason.NoShow) (from, inTime) = (Status.Funded, isDue);
        else if (reason == Reason.ArbitrationTimeout) inTime = isDue;
        _hold(4, state.status == from, "I4: an end that no arrow allows");
        _hold(4, inTime, "I4: an end at the wrong time");
        if (from == Status.Funded) return 0;
        if (reason == Reason.Completed) return state.duration;
        return reason == Reason.Released ? state.billedByRenter(offer.minDuration, _now) : state.billedSeconds;
    }

    function _countClosing(RentalState memory state, Reason reason) private {
        if (reason == Reason.Completed) _count(Arrow.Completed);
        else if (reason == Reason.Released)
            _count(state.isRunning(_now) ? Arrow.ReleasedRunning : Arrow.ReleasedAfterEnd);
        else if (reason == Reason.Cancelled) _count(Arrow.Cancelled);
        else if (reason == Reason.Declined) _count(Arrow.Declined);
        else if (reason == Reason.NoShow) _count(Arrow.NoShow);
        else if (reason == Reason.Resolved) _count(Arrow.Resolved);
        else if (reason == Reason.ArbitrationTimeout || reason == Reason.Conceded) _countUnruled(state, reason);
        else if (_verb == Verb.Interrupt) _count(Arrow.InterruptedAndClosed);
        else _count(_verb == Verb.Stop ? Arrow.InterruptedStopped : Arrow.InterruptedSettled);
        if (_verb == Verb.SettleMany) _count(Arrow.SettledInBatch);
    }
}
