// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IRentalEscrow, Offer, Rental, RentalState, Status} from "../../contracts/interfaces/IRentalEscrow.sol";
import {Verb} from "./Counts.sol";
import {Renting} from "./Renting.sol";
import {Spec} from "./Spec.sol";

/// @dev How rentals end by their parties or by the clock, one by one and in batches.
abstract contract Ending is Renting {
    using Spec for RentalState;

    function stop(uint256 seed) external step(seed) {
        // Often where the host offers to settle, so that the offer is accepted, or too late.
        (bool found, uint256 index, bytes memory refusal) = _pick(_settlingRefusal);
        if (!found || refusal.length > 0 || _oneIn(3)) (found, index, refusal) = _pick(_stopRefusal);
        if (!found) return _deposit();
        Rental memory rental = _entries[index].rental;
        if (_entries[index].state.status == Status.Disputed && _oneIn(2)) {
            _waitUntil(_turnOfDispute(_entries[index].state));
            refusal = _stopRefusal(index);
        }
        uint256 maximum;
        (maximum, refusal) = _bound(_toHost(index), refusal);
        address caller = rental.renter;
        if (_oneIn(12)) {
            caller = _oneIn(2) ? rental.offer.host : _outsider();
            refusal = abi.encodeWithSelector(IRentalEscrow.NotRenter.selector, caller, rental.renter);
        }

        bytes memory call = abi.encodeCall(IRentalEscrow.stop, (rental, maximum));
        _playRental(index, Verb.Stop, caller, 0, call, refusal);
    }

    function interrupt(uint256 seed) external step(seed) {
        (bool found, uint256 index, bytes memory refusal) = _pick(_interruptRefusal);
        if (!found) return _deposit();
        Rental memory rental = _entries[index].rental;
        RentalState memory state = _entries[index].state;
        uint256 maximum;
        (maximum, refusal) = _bound(refusal.length > 0 ? 0 : state.compensation(rental.offer, _now), refusal);
        address caller = _hostSide(rental.offer);
        if (state.status <= Status.Active && _oneIn(12)) {
            caller = _oneIn(2) ? rental.renter : _outsider();
            refusal = abi.encodeWithSelector(IRentalEscrow.NotHostOrOperator.selector, caller);
        }

        bytes memory call = abi.encodeCall(IRentalEscrow.interrupt, (rental, maximum));
        _playRental(index, Verb.Interrupt, caller, 0, call, refusal);
    }

    /// @dev A call lands behind another one, or without the refund that it counts on, with the bound that it was sent with.
    function race(uint256 seed) external step(seed) {
        if (_oneIn(3)) return _concedeLate();
        (bool found, uint256 index, bytes memory refusal) = _pick(_startRefusal);
        if (!found || refusal.length > 0) return _concedeUnseen();
        Rental memory rental = _entries[index].rental;
        (Offer memory offer, RentalState memory state) = (rental.offer, _entries[index].state);
        uint256 maximum = state.compensation(offer, _now);
        _playRental(index, Verb.Start, offer.host, 0, abi.encodeCall(IRentalEscrow.start, (rental)), NOTHING);

        if (_oneIn(2)) return _stopWithin(index, 0);
        state = _entries[index].state;
        refusal = _tooMuch(state.compensation(offer, _now), maximum);
        bytes memory call = abi.encodeCall(IRentalEscrow.interrupt, (rental, maximum));
        _playRental(index, Verb.Interrupt, offer.host, 0, call, refusal);
    }

    /// @dev Mostly what is due, or will be soon; sometimes long after, sometimes a second too early.
    function settle(uint256 seed) external step(seed) {
        _settle();
    }

    /// @dev Open rentals with one twice, one that is closed and one that never was among them.
    function settleMany(uint256 seed) external step(seed) {
        if (_open.length == 0) return _deposit();
        uint256 count = 1 + _below(4);
        uint256[] memory indices = new uint256[](count + 2);
        Rental[] memory rentals = new Rental[](count + 3);
        for (uint256 i = 0; i < count; ++i) indices[i] = _open[_below(_open.length)];
        (indices[count], indices[count + 1]) = (_below(_entries.length), indices[0]);
        for (uint256 i = 0; i < count + 2; ++i) rentals[i] = _entries[indices[i]].rental;
        rentals[count + 2] = _entries[indices[0]].rental;
        rentals[count + 2].salt = "never deposited";
        if (_oneIn(2)) _waitUntil(_dueAt(indices[0]));

        _play(Verb.SettleMany, _anyone(), 0, abi.encodeCall(IRentalEscrow.settleMany, (rentals)), NOTHING);
        for (uint256 i = 0; i < count + 1; ++i) {
            _inspectRental(indices[i]);
            _inspectToken(rentals[i].offer.token);
            // What was not due before is not due after, and what was due is settled: nothing is left.
            bool rests = _entries[indices[i]].state.status == Status.Closed || _settleRefusal(indices[i]).length > 0;
            _hold(12, rests, "I12: a batch settles whatever is due");
        }
    }

    function _settle() internal {
        if (_open.length == 0) return _deposit();
        (, uint256 index, ) = _pick(_settleRefusal);
        uint256 dueAt = _dueAt(index);
        if (!_oneIn(6)) _waitUntil(dueAt + (_oneIn(3) ? _below(1 hours) : 0));
        else if (dueAt > _now + 1 && dueAt < _now + 2 days) _waitUntil(dueAt - 1);

        bytes memory call = abi.encodeCall(IRentalEscrow.settle, (_entries[index].rental));
        _playRental(index, Verb.Settle, _anyone(), 0, call, _settleRefusal(index));
    }

    function _dueAt(uint256 index) internal view returns (uint256) {
        RentalState memory state = _entries[index].state;
        return state.dueAt(_entries[index].rental.offer);
    }

    function _anyone() internal returns (address) {
        return _oneIn(2) ? _keeper : _outsider();
    }

    // Bounds and turns

    /// @dev A concession that counts on a refund of everything, which is not there.
    function _concedeUnseen() private {
        (bool found, uint256 index, bytes memory refusal) = _pick(_concessionRefusal);
        if (!found || refusal.length > 0) return _deposit();
        _stopWithin(index, 0);
    }

    /// @dev A concession that was free when it was sent, and then one at its price.
    function _concedeLate() private {
        (bool found, uint256 index, bytes memory refusal) = _pick(_settlingRefusal);
        if (!found || refusal.length > 0) return _concedeUnseen();
        RentalState memory state = _entries[index].state;
        if (state.freeUntil() >= uint256(state.since) + 14 days) return _concedeUnseen();
        uint256 maximum = _toHost(index);
        _waitUntil(state.freeUntil());
        _stopWithin(index, maximum);
        if (_entries[index].state.status != Status.Closed) _stopWithin(index, _toHost(index));
    }

    function _stopWithin(uint256 index, uint256 maximum) private {
        Rental memory rental = _entries[index].rental;
        bytes memory call = abi.encodeCall(IRentalEscrow.stop, (rental, maximum));
        _playRental(index, Verb.Stop, rental.renter, 0, call, _tooMuch(_toHost(index), maximum));
    }

    /// @dev A bound for a call that would move `amount`: none at all, exactly that, or one less, which refuses it.
    function _bound(uint256 amount, bytes memory refusal) private returns (uint256, bytes memory) {
        if (_oneIn(3)) return (type(uint256).max, refusal);
        uint256 maximum = amount > 0 && _oneIn(4) ? amount - 1 : amount;
        return (maximum, refusal.length > 0 ? refusal : _tooMuch(amount, maximum));
    }

    function _tooMuch(uint256 amount, uint256 maximum) private pure returns (bytes memory) {
        if (amount <= maximum) return NOTHING;
        return abi.encodeWithSelector(IRentalEscrow.TooMuch.selector, amount, maximum);
    }

    /// @dev What the payee gets if the renter stops now: what has been earned, less the fee and what it already has.
    function _toHost(uint256 index) private view returns (uint256 toHost) {
        (RentalState memory state, Offer memory offer) = (_entries[index].state, _entries[index].rental.offer);
        if (state.status == Status.Funded) return 0;
        bool isActive = state.status == Status.Active;
        uint32 billed = isActive ? state.billedByRenter(offer.minDuration, _now) : state.billedSeconds;
        uint256 gross = Spec.cost(offer.pricePerHour, billed - state.refundedSeconds);
        toHost = gross - (gross * state.feeBps) / 10000 - _entries[index].money.toHost;
        if (state.status == Status.Disputed) toHost += state.concession(offer, _now);
    }

    /// @dev A second at which conceding begins to cost, or costs as much as it ever will, or the one before.
    function _turnOfDispute(RentalState memory state) private returns (uint256) {
        uint256 turn = state.freeUntil();
        bool isPast = turn <= _now || turn >= uint256(state.since) + 14 days;
        if (isPast || _oneIn(4)) turn = uint256(state.since) + 0.9 days;
        return turn - _below(2);
    }

    // What refuses the right caller

    function _stopRefusal(uint256 index) private view returns (bytes memory) {
        Entry storage entry = _entries[index];
        if (entry.state.status == Status.Funded) return _startWindowRefusal(entry);
        return entry.state.status == Status.Disputed ? _arbitrationRefusal(entry) : NOTHING;
    }

    function _concessionRefusal(uint256 index) private view returns (bytes memory) {
        return _entries[index].state.status == Status.Disputed ? _stopRefusal(index) : _wrongStatus(index);
    }

    /// @dev Only where conceding is free.
    function _settlingRefusal(uint256 index) private view returns (bytes memory) {
        RentalState memory state = _entries[index].state;
        return _now < state.freeUntil() ? _concessionRefusal(index) : _wrongStatus(index);
    }

    function _arbitrationRefusal(Entry storage entry) internal view returns (bytes memory) {
        uint256 deadline = uint256(entry.state.since) + 14 days;
        if (_now < deadline) return NOTHING;
        return abi.encodeWithSelector(IRentalEscrow.ArbitrationOver.selector, deadline);
    }

    function _interruptRefusal(uint256 index) private view returns (bytes memory) {
        Entry storage entry = _entries[index];
        if (entry.state.status == Status.Funded) return _startWindowRefusal(entry);
        return entry.state.status == Status.Active ? _overRefusal(entry.state) : _wrongStatus(index);
    }

    function _settleRefusal(uint256 index) internal view returns (bytes memory) {
        uint256 dueAt = _dueAt(index);
        return _now >= dueAt ? NOTHING : abi.encodeWithSelector(IRentalEscrow.NotDue.selector, dueAt);
    }
}
