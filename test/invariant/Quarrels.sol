// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {Machine, Offer, Reason, RentalState, Status} from "../../contracts/interfaces/IRentalEscrow.sol";
import {Vm} from "../Vm.sol";
import {Arrow, Verb} from "./Counts.sol";
import {Ledger} from "./Ledger.sol";
import {Spec} from "./Spec.sol";

/// @dev What a dispute does to a rental's books, and how money leaves them.
abstract contract Quarrels is Ledger {
    using Spec for RentalState;

    /// @dev The host's share, between a ruling and the closing that carries it out.
    uint256 internal _ruling;

    function _bookDispute(Entry storage entry, bytes memory data) internal {
        (uint32 billed, uint256 contested, uint256 stake, ) = abi.decode(data, (uint32, uint256, uint256, string));
        (RentalState memory state, Offer memory offer) = (entry.state, entry.rental.offer);
        _hold(4, _now < state.closesAt(offer), "I4: nothing is disputed once it is due");
        bool running = state.isRunning(_now);
        if (running) _free(entry, true);
        uint256 served =
            state.status == Status.Active ? state.billedByRenter(offer.minDuration, _now) : state.billedSeconds;
        _hold(6, billed == served, "I6: a disputed rental bills time and commitment");
        if (state.status == Status.Interrupted) _count(Arrow.DisputedInterrupted);
        else _count(running ? Arrow.DisputedRunning : Arrow.DisputedAfterEnd);

        uint256 before = state.held(offer.pricePerHour);
        state = _setDisputed(entry, billed);
        _hold(6, contested == state.held(offer.pricePerHour), "I6: what is billed and not paid is contested");
        _hold(14, stake == state.stake(offer), "I14: the stake is 5 % of what is at risk");
        _payRenter(entry, before - contested);
        _wealth[offer.token][entry.rental.renter] -= stake;
        entry.money.stake = uint128(stake);
        _totalsOf(entry).stakes += stake;
    }

    function _setDisputed(Entry storage entry, uint32 billed) private returns (RentalState memory) {
        (entry.state.status, entry.state.since, entry.state.billedSeconds) = (Status.Disputed, uint40(_now), billed);
        return entry.state;
    }

    function _bookRuling(Entry storage entry, bytes memory data) internal {
        (uint16 hostBps, uint256 stakeToHost, uint256 stakeToRenter, uint256 bondToRenter, uint256 bondToHost) = abi
            .decode(data, (uint16, uint256, uint256, uint256, uint256));
        Money storage money = entry.money;
        _hold(4, entry.state.status == Status.Disputed, "I4: only what is disputed is ruled on");
        bool inTime = _now >= entry.state.since + 1 days && _now < entry.state.since + 14 days;
        _hold(4, inTime, "I4: a ruling comes after the evidence and before the clock");
        _hold(14, stakeToHost + stakeToRenter == money.stake, "I14: the shares of the stake sum to the stake");
        _hold(14, bondToRenter + bondToHost == money.bond, "I14: the shares of the bond sum to the bond");
        _hold(14, stakeToHost == (uint256(money.stake) * hostBps) / 10000, "I14: the stake follows the ruling");
        _hold(14, bondToRenter == (uint256(money.bond) * (10000 - hostBps)) / 10000, "I14: the bond follows it");
        _ruling = hostBps;
        _releaseStake(entry, entry.rental.offer.payee, stakeToHost);
        _releaseStake(entry, entry.rental.renter, stakeToRenter);
        _takeBond(entry, bondToRenter);
    }

    /// @dev A refund in a dispute: the host offers to settle.
    function _bookSettlingOffer(Entry storage entry) internal {
        _count(Arrow.RefundedWhileDisputed);
        if (entry.state.settlingUntil > 0) _count(Arrow.RefundedAgainInDispute);
        RentalState memory state = entry.state;
        entry.state.settlingUntil = state.settlingMinutes(entry.rental.offer, _now);
        if (state.held(entry.rental.offer.pricePerHour) == 0) _count(Arrow.RefundedAllContested);
    }

    /// @dev What a concession or the clock does with the stake: the payee's part first, then what is left of it.
    function _bookStake(Entry storage entry, Vm.Log memory log) internal {
        uint256 amount = abi.decode(log.data, (uint256));
        uint256 lost = _stakeLost(entry);
        bool first = entry.money.stakeLost < lost;
        address to = first ? entry.rental.offer.payee : entry.rental.renter;
        _hold(14, log.topics[2] == bytes32(uint256(uint160(to))), "I14: the stake goes to the payee, then the renter");
        _hold(14, amount > 0, "I14: a side that gets nothing of the stake is not named");
        _hold(14, amount == (first ? lost : entry.money.stake), "I14: the price of time, then the rest of the stake");
        _releaseStake(entry, to, amount);
        if (first) entry.money.stakeLost += uint128(amount);
        else if (lost > 0) _count(Arrow.StakeReleasedToBoth);
    }

    function _holdStakeLost(Entry storage entry) internal {
        _hold(14, entry.money.stakeLost == _stakeLost(entry), "I14: without a ruling the stake pays for time alone");
    }

    /// @dev What of the stake the payee must get as the dispute ends now, by its renter or by the clock.
    function _stakeLost(Entry storage entry) private view returns (uint256) {
        (RentalState memory state, Offer memory offer) = (entry.state, entry.rental.offer);
        return _verb == Verb.Stop ? state.concession(offer, _now) : state.timeout(offer);
    }

    function _countUnruled(RentalState memory state, Reason reason) internal {
        if (reason == Reason.ArbitrationTimeout)
            return _count(state.freeUntil() > state.since + 14 days ? Arrow.TimedOutFree : Arrow.TimedOutCharged);
        if (_now < state.freeUntil())
            return _count(state.settlingUntil == type(uint16).max ? Arrow.ConcededNothing : Arrow.ConcededFree);
        _count(_now < state.since + 0.9 days ? Arrow.ConcededCharged : Arrow.ConcededForWholeStake);
        if (state.settlingUntil > 0) _count(Arrow.ConcededAfterFreeDay);
    }

    // Money and machine

    function _payHost(Entry storage entry, uint256 toHost, uint256 fee) internal {
        Totals storage totals = _totalsOf(entry);
        totals.principal -= toHost + fee;
        totals.fees += fee;
        entry.money.toHost += uint128(toHost);
        entry.money.fee += uint128(fee);
        _promise(entry.rental.offer.token, entry.rental.offer.payee, toHost);
    }

    function _payRenter(Entry storage entry, uint256 amount) internal {
        _totalsOf(entry).principal -= amount;
        entry.money.toRenter += uint128(amount);
        _promise(entry.rental.offer.token, entry.rental.renter, amount);
    }

    function _takeBond(Entry storage entry, uint256 amount) internal {
        _totalsOf(entry).bondsLocked -= amount;
        entry.money.bond -= uint128(amount);
        entry.money.bondLost += uint128(amount);
        _promise(entry.rental.offer.token, entry.rental.renter, amount);
    }

    function _lockBond(Entry storage entry, uint256 amount) internal {
        Offer memory offer = entry.rental.offer;
        uint256 free = _freeBond[offer.token][offer.host];
        _hold(14, amount <= free, "I14: a bond is locked out of what is free");
        _freeBond[offer.token][offer.host] = amount < free ? free - amount : 0;
        _totalsOf(entry).bondsFree -= amount;
        _totalsOf(entry).bondsLocked += amount;
        entry.money.bond += uint128(amount);
        _hold(14, entry.money.bond <= offer.bond, "I14: no more than the signed bond is locked");
    }

    function _returnBond(Entry storage entry) internal {
        uint256 amount = entry.money.bond;
        entry.money.bond = 0;
        _totalsOf(entry).bondsLocked -= amount;
        _totalsOf(entry).bondsFree += amount;
        _freeBond[entry.rental.offer.token][entry.rental.offer.host] += amount;
    }

    function _releaseStake(Entry storage entry, address to, uint256 amount) internal {
        _totalsOf(entry).stakes -= amount;
        entry.money.stake -= uint128(amount);
        _promise(entry.rental.offer.token, to, amount);
    }

    function _free(Entry storage entry, bool revokes) internal {
        Machine storage machine = _machineOf(entry);
        machine.busyUntil = uint40(_now);
        if (revokes) ++machine.nonce;
    }

    function _remove(Entry storage entry) internal {
        uint256 last = _open[_open.length - 1];
        _open[entry.position] = last;
        _entries[last].position = entry.position;
        _open.pop();
    }

    /// @dev By which a signed offer is known.
    function _key(Offer memory offer) internal pure returns (bytes32) {
        return keccak256(abi.encode(offer));
    }

    function _machineOf(Entry storage entry) internal view returns (Machine storage) {
        return _machine[entry.rental.offer.host][entry.rental.offer.machine];
    }

    function _totalsOf(Entry storage entry) internal view returns (Totals storage) {
        return _totals[entry.rental.offer.token];
    }
}
