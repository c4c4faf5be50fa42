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
        (bool found, uint256 index, bytes memory refusal) = _pick(_stopRefusal);
        if (!found) return _deposit();
        Rental memory rental = _entries[index].rental;
        address caller = rental.renter;
        if (_oneIn(12)) {
            caller = _oneIn(2) ? rental.offer.host : _outsider();
            refusal = abi.encodeWithSelector(IRentalEscrow.NotRenter.selector, caller, rental.renter);
        }

        _playRental(
            index,
            Verb.Stop,
            caller,
            0,
            abi.encodeCall(IRentalEscrow.stop, (rental, type(uint256).max)),
            refusal
        );
    }

    function interrupt(uint256 seed) external step(seed) {
        (bool found, uint256 index, bytes memory refusal) = _pick(_interruptRefusal);
        if (!found) return _deposit();
        Rental memory rental = _entries[index].rental;
        address caller = _hostSide(rental.offer);
        if (_entries[index].state.status <= Status.Active && _oneIn(12)) {
            caller = _oneIn(2) ? rental.renter : _outsider();
            refusal = abi.encodeWithSelector(IRentalEscrow.NotHostOrOperator.selector, caller);
        }

        _playRental(
            index,
            Verb.Interrupt,
            caller,
            0,
            abi.encodeCall(IRentalEscrow.interrupt, (rental, type(uint256).max)),
            refusal
        );
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

    // What refuses the right caller

    function _stopRefusal(uint256 index) private view returns (bytes memory) {
        Entry storage entry = _entries[index];
        if (entry.state.status == Status.Funded) return _startWindowRefusal(entry);
        return entry.state.status == Status.Disputed ? _arbitrationRefusal(entry) : NOTHING;
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
