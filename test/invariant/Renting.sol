// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IRentalEscrow, Machine, Offer, Rental, RentalState, Status} from "../../contracts/interfaces/IRentalEscrow.sol";
import {Verb} from "./Counts.sol";
import {Player} from "./Player.sol";
import {Spec} from "./Spec.sol";

/// @dev How rentals begin and run: offers are taken, machines started, times extended, seconds given back.
abstract contract Renting is Player {
    using Spec for RentalState;

    bytes32[2] private _machines = [bytes32("a100-0"), bytes32("a100-1")];
    uint256 internal _salt;
    bytes internal _spentPermit;

    function deposit(uint256 seed) external step(seed) {
        _deposit();
    }

    function start(uint256 seed) external step(seed) {
        (bool found, uint256 index, bytes memory refusal) = _pick(_startRefusal);
        if (!found) return _deposit();
        Rental memory rental = _entries[index].rental;
        address caller = _hostSide(rental.offer);
        if (_entries[index].state.status == Status.Funded && _oneIn(12)) {
            caller = _outsider();
            refusal = abi.encodeWithSelector(IRentalEscrow.NotHostOrOperator.selector, caller);
        }

        _playRental(index, Verb.Start, caller, 0, abi.encodeCall(IRentalEscrow.start, (rental)), refusal);
    }

    function extend(uint256 seed) external step(seed) {
        (bool found, uint256 index, bytes memory refusal) = _pick(_extendRefusal);
        if (!found) return _deposit();
        Rental memory rental = _entries[index].rental;
        (uint256 duration, uint256 price) = (_entries[index].state.duration, rental.offer.pricePerHour);
        uint32 extra = uint32(1 + _below(rental.offer.maxDuration - duration + 1));
        uint256 amount = Spec.cost(price, duration + extra - _entries[index].state.refundedSeconds);
        amount -= Spec.cost(price, duration - _entries[index].state.refundedSeconds);
        if (refusal.length == 0) refusal = _extensionRefusal(rental.offer, duration, extra, amount);

        _allowLaterExit(index);
        bytes memory call = abi.encodeCall(IRentalEscrow.extend, (rental, extra, NO_PERMIT));
        _playRental(index, Verb.Extend, _payer, rental.offer.token == NATIVE ? amount : 0, call, refusal);
    }

    function refund(uint256 seed) external step(seed) {
        (bool found, uint256 index, bytes memory refusal) = _pick(_refundRefusal);
        if (!found) return _deposit();
        Entry storage entry = _entries[index];
        (RentalState memory state, Offer memory offer) = (entry.state, entry.rental.offer);
        uint256 billed = state.status == Status.Active ? state.elapsed(_now) : state.billedSeconds;
        uint256 maximum = refusal.length > 0 ? 1 : billed - state.paidBy(offer, _now) - state.refundedSeconds;
        uint32 seconds_ = uint32(_oneIn(3) ? maximum : 1 + _below(maximum));
        if (refusal.length == 0 && _oneIn(12)) seconds_ = uint32(maximum + 1);
        if (refusal.length == 0 && seconds_ > maximum) {
            refusal = abi.encodeWithSelector(IRentalEscrow.RefundOutOfBounds.selector, seconds_, maximum);
        }
        address caller = offer.host;
        if (state.status >= Status.Active && _oneIn(12)) {
            caller = _oneIn(2) && offer.operator != address(0) ? offer.operator : _outsider();
            refusal = abi.encodeWithSelector(IRentalEscrow.NotHost.selector, caller, offer.host);
        }

        bytes memory call = abi.encodeCall(IRentalEscrow.refund, (entry.rental, seconds_));
        _playRental(index, Verb.Refund, caller, 0, call, refusal);
    }

    // Taking an offer

    function _deposit() internal {
        (bool free, Rental memory rental, uint32 duration) = _terms();
        Offer memory offer = rental.offer;
        bytes memory refusal = _marketRefusal(offer.token, offer.arbiter);
        if (refusal.length == 0 && !free) {
            uint256 busyUntil = _machine[offer.host][offer.machine].busyUntil;
            refusal = abi.encodeWithSelector(IRentalEscrow.MachineBusy.selector, busyUntil);
        }
        if (refusal.length == 0) refusal = _pullRefusal(offer.token, _payer);

        address payer = offer.token == address(_usdc) && _oneIn(3) ? _permitter : _payer;
        uint256 amount = Spec.cost(offer.pricePerHour, duration);
        bytes memory permit = payer == _permitter ? _permit(amount) : NO_PERMIT;
        bytes memory call = abi.encodeCall(IRentalEscrow.deposit, (rental, duration, _signature(offer), permit));
        uint256 before = _entries.length;
        _play(Verb.Deposit, payer, offer.token == NATIVE ? amount : 0, call, refusal);
        if (_entries.length > before) {
            _inspectRental(before);
            if (payer == _permitter) _spentPermit = permit;
        }
        _inspectMoney(offer.token, payer);
    }

    function _signature(Offer memory offer) internal view returns (bytes memory) {
        return _sign(offer, _signerKey(offer.host), _domain(block.chainid, address(escrow)));
    }

    function _signerKey(address host) internal view returns (uint256) {
        uint256 which = host == _hosts[0] ? 0 : 1;
        return _host[host].signer == address(0) ? _hostKeys[which] : _spareKeys[which];
    }

    /// @dev An offer as its host would sign it now, for a machine that is free if any is.
    function _terms() internal returns (bool free, Rental memory rental, uint32 duration) {
        Offer memory offer = rental.offer;
        (free, offer.host, offer.machine) = _freeMachine();
        duration = uint32(1 + _below(_oneIn(8) ? 30 days : 2 hours));
        offer.payee = _payees[_below(4)];
        offer.operator = _oneIn(4) ? address(0) : _operator;
        offer.token = _tokens[_below(3)];
        if (!_market[offer.token].open && !_oneIn(4)) offer.token = _tokens[_below(3)];
        offer.arbiter = _market[offer.token].arbiter;
        offer.pricePerHour = uint96(_magnitude(64));
        if (uint256(offer.pricePerHour) * duration < 1 hours) offer.pricePerHour = 1 hours;
        offer.bond = uint96(_magnitude(64));
        if (offer.bond > _freeBond[offer.token][offer.host] || _oneIn(4)) offer.bond = 0;
        offer.minDuration = _oneIn(2) ? 1 : uint32(1 + _below(duration));
        offer.maxDuration = duration + uint32(_below(3 hours));
        offer.startWindow = _oneIn(3) ? 0 : uint32(1 + _below(_oneIn(8) ? 1 days : 1 hours));
        offer.challengeWindow = uint32(15 minutes + _below(_oneIn(8) ? 6 days : 1 hours));
        offer.nonce = _machine[offer.host][offer.machine].nonce;
        offer.epoch = _host[offer.host].epoch;
        offer.expiry = uint40(_now + 1 + _below(10 minutes));
        offer.maxFeeBps = 1500;
        offer.rolling = _oneIn(2);
        (rental.renter, rental.salt) = (_renters[_below(3)], bytes32(++_salt));
        if (_oneIn(2)) offer.renter = rental.renter;
    }

    function _freeMachine() private returns (bool, address host, bytes32 machine) {
        uint256 first = _below(4);
        for (uint256 i = 0; i < 4; ++i) {
            uint256 slot = (first + i) % 4;
            (host, machine) = (_hosts[slot / 2], _machines[slot % 2]);
            if (_now >= _machine[host][machine].busyUntil) return (true, host, machine);
        }
        return (false, host, machine);
    }

    // What refuses the right caller

    function _startRefusal(uint256 index) private view returns (bytes memory) {
        Entry storage entry = _entries[index];
        if (entry.state.status != Status.Funded) return _wrongStatus(index);
        return _startWindowRefusal(entry);
    }

    function _startWindowRefusal(Entry storage entry) internal view returns (bytes memory) {
        uint256 deadline = uint256(entry.state.since) + entry.rental.offer.startWindow;
        if (_now < deadline) return NOTHING;
        return abi.encodeWithSelector(IRentalEscrow.StartWindowOver.selector, deadline);
    }

    function _extendRefusal(uint256 index) private view returns (bytes memory) {
        RentalState memory state = _entries[index].state;
        if (state.status != Status.Active) return _wrongStatus(index);
        return _overRefusal(state);
    }

    function _overRefusal(RentalState memory state) internal view returns (bytes memory) {
        if (state.isRunning(_now)) return NOTHING;
        return abi.encodeWithSelector(IRentalEscrow.RentalOver.selector, uint256(state.since) + state.duration);
    }

    function _extensionRefusal(
        Offer memory offer,
        uint256 duration,
        uint256 extra,
        uint256 amount
    ) private view returns (bytes memory refusal) {
        refusal = _marketRefusal(offer.token, offer.arbiter);
        if (refusal.length > 0) return refusal;
        if (duration + extra > offer.maxDuration) {
            bytes4 error_ = IRentalEscrow.DurationOutOfBounds.selector;
            return abi.encodeWithSelector(error_, duration + extra, duration, offer.maxDuration);
        }
        if (amount == 0) return abi.encodeWithSelector(IRentalEscrow.ZeroAmount.selector);
        return _pullRefusal(offer.token, _payer);
    }

    function _refundRefusal(uint256 index) private view returns (bytes memory) {
        (RentalState memory state, Offer memory offer) = (_entries[index].state, _entries[index].rental.offer);
        if (state.status < Status.Active) return _wrongStatus(index);
        uint256 closesAt = state.closesAt(offer);
        if (_now >= closesAt) return abi.encodeWithSelector(IRentalEscrow.SettlementDue.selector, closesAt);
        uint256 billed = state.status == Status.Active ? state.elapsed(_now) : state.billedSeconds;
        if (billed > state.paidBy(offer, _now) + state.refundedSeconds) return NOTHING;
        return abi.encodeWithSelector(IRentalEscrow.RefundOutOfBounds.selector, uint256(1), uint256(0));
    }

    function _hostSide(Offer memory offer) internal returns (address) {
        return offer.operator == address(0) || _oneIn(2) ? offer.host : offer.operator;
    }
}
