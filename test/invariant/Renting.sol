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

    /// @dev To a new total. What it adds to the bond is sometimes just there, and sometimes one short.
    function extend(uint256 seed) external step(seed) {
        (bool found, uint256 index, bytes memory refusal) = _pick(_extendRefusal);
        if (!found) return _deposit();
        Rental memory rental = _entries[index].rental;
        RentalState memory state = _entries[index].state;
        uint32 duration = _newDuration(state.duration, rental.offer.maxDuration);
        uint256 raise = Spec.bond(rental.offer, duration) - Spec.bond(rental.offer, state.duration);
        uint256 withdrawn = raise > 0 && _oneIn(3) ? _leaveFree(rental.offer, raise - _below(2)) : 0;
        if (refusal.length == 0) refusal = _extensionRefusal(rental.offer, state, duration, raise);

        _allowLaterExit(index);
        bytes memory call = abi.encodeCall(IRentalEscrow.extend, (rental, duration, NO_PERMIT));
        uint256 value = rental.offer.token == NATIVE ? _extensionPrice(rental.offer, state, duration) : 0;
        _playRental(index, Verb.Extend, _payer, value, call, refusal);
        bool asAsked = refusal.length > 0 || _entries[index].state.duration == duration;
        _hold(2, asAsked, "I2: an extension is to the total that was asked for");
        if (withdrawn > 0) _giveBack(rental.offer, withdrawn);
    }

    /// @dev To a new total: all that can be given, or a part, or what is given already, or a second too much.
    function refund(uint256 seed) external step(seed) {
        (bool found, uint256 index, bytes memory refusal) = _pick(_settlementRefusal);
        if (!found || refusal.length > 0 || _oneIn(2)) (found, index, refusal) = _pick(_refundRefusal);
        if (!found) return _deposit();
        Entry storage entry = _entries[index];
        (RentalState memory state, Offer memory offer) = (entry.state, entry.rental.offer);
        // So late that no arbiter can rule before the offer to settle is over.
        if (state.status == Status.Disputed && refusal.length == 0 && _oneIn(8)) {
            _waitUntil(uint256(state.since) + 13 days + _below(1 days));
            refusal = _refundRefusal(index);
        }
        uint32 refunded = state.refundedSeconds + 1;
        if (refusal.length == 0) (refunded, refusal) = _newRefund(state, offer);
        address caller = offer.host;
        if (state.status >= Status.Active && _oneIn(12)) {
            caller = _oneIn(2) && offer.operator != address(0) ? offer.operator : _outsider();
            refusal = abi.encodeWithSelector(IRentalEscrow.NotHost.selector, caller, offer.host);
        }

        bytes memory call = abi.encodeCall(IRentalEscrow.refund, (entry.rental, refunded));
        _playRental(index, Verb.Refund, caller, 0, call, refusal);
        bool asAsked = refusal.length > 0 || entry.state.refundedSeconds == refunded;
        _hold(6, asAsked, "I6: a refund is to the total that was asked for");
    }

    // New totals

    function _newDuration(uint32 present, uint32 maximum) private returns (uint32) {
        if (_oneIn(12)) return present;
        if (_oneIn(12)) return maximum + 1;
        return present + uint32(present < maximum ? 1 + _below(maximum - present) : 0);
    }

    function _newRefund(
        RentalState memory state,
        Offer memory offer
    ) private returns (uint32 refunded, bytes memory refusal) {
        (uint32 present, uint32 maximum) = (state.refundedSeconds, _mostRefunded(state, offer));
        refunded = _oneIn(3) ? maximum : present + uint32(1 + _below(maximum - present));
        if (_oneIn(8)) refunded = _oneIn(2) ? present : maximum + 1;
        if (refunded > present && refunded <= maximum) return (refunded, NOTHING);
        refusal = abi.encodeWithSelector(IRentalEscrow.RefundOutOfBounds.selector, refunded, maximum);
    }

    function _mostRefunded(RentalState memory state, Offer memory offer) private view returns (uint32) {
        uint32 billed = state.status == Status.Active ? state.elapsed(_now) : state.billedSeconds;
        return billed - state.paidBy(offer, _now);
    }

    function _extensionPrice(
        Offer memory offer,
        RentalState memory state,
        uint256 duration
    ) private pure returns (uint256) {
        return
            Spec.cost(offer.pricePerHour, duration - state.refundedSeconds) -
            Spec.cost(offer.pricePerHour, state.duration - state.refundedSeconds);
    }

    /// @dev The host takes out of its free bond what is above `kept`, unless the token refuses.
    function _leaveFree(Offer memory offer, uint256 kept) private returns (uint256 amount) {
        uint256 free = _freeBond[offer.token][offer.host];
        if (free <= kept || _pullRefusal(offer.token, offer.host).length > 0) return 0;
        amount = free - kept;
        bytes memory call = abi.encodeCall(IRentalEscrow.withdrawBond, (offer.token, amount, offer.host));
        _play(Verb.WithdrawBond, offer.host, 0, call, NOTHING);
    }

    function _giveBack(Offer memory offer, uint256 amount) private {
        bytes memory call = abi.encodeCall(IRentalEscrow.fundBond, (offer.token, amount));
        bytes memory refusal = _marketRefusal(offer.token, _market[offer.token].arbiter);
        _play(Verb.FundBond, offer.host, offer.token == NATIVE ? amount : 0, call, refusal);
        _inspectHost(offer.token, offer.host);
    }

    // Taking an offer

    function _deposit() internal {
        Rental memory rental;
        uint32 duration;
        if (_oneIn(4)) (rental, duration) = _termsAgain();
        else (, rental, duration) = _terms();
        Offer memory offer = rental.offer;
        bytes memory refusal = _takingRefusal(offer, duration);

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
        offer.bond = uint96(_magnitude(_oneIn(4) ? 80 : 64));
        bool isShort = _bondRefusal(offer, Spec.bond(offer, duration)).length > 0;
        if (_oneIn(4) || (isShort && !_oneIn(4))) offer.bond = 0;
        offer.minDuration = _oneIn(2) ? 1 : uint32(1 + _below(duration));
        offer.maxDuration = duration + uint32(_below(3 hours));
        offer.startWindow = _oneIn(2) ? 0 : uint32(1 + _below(_oneIn(8) ? 1 days : 1 hours));
        offer.challengeWindow = uint32(15 minutes + _below(_oneIn(8) ? 6 days : 1 hours));
        offer.nonce = _machine[offer.host][offer.machine].nonce;
        offer.epoch = _host[offer.host].epoch;
        offer.expiry = uint40(_now + 1 + _below(_oneIn(3) ? 7 days : 10 minutes));
        offer.maxFeeBps = 1500;
        offer.rolling = _oneIn(2);
        (rental.renter, rental.salt) = (_renters[_below(3)], bytes32(++_salt));
        if (_oneIn(2)) offer.renter = rental.renter;
    }

    /// @dev The offer that a machine was last rented under, whether it still stands or not.
    function _termsAgain() private returns (Rental memory rental, uint32 duration) {
        uint256 latest = _holder[_hosts[_below(2)]][_machines[_below(2)]];
        if (latest == 0) {
            (, rental, duration) = _terms();
            return (rental, duration);
        }
        Offer memory offer = _entries[latest - 1].rental.offer;
        address renter = offer.renter == address(0) ? _renters[_below(3)] : offer.renter;
        rental = Rental({offer: offer, renter: renter, salt: bytes32(++_salt)});
        duration = offer.minDuration + uint32(_below(offer.maxDuration - offer.minDuration + 1));
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

    /// @dev In the order of the checks of a deposit.
    function _takingRefusal(Offer memory offer, uint32 duration) private view returns (bytes memory refusal) {
        if (Spec.cost(offer.pricePerHour, duration) == 0)
            return abi.encodeWithSelector(IRentalEscrow.ZeroAmount.selector);
        if (_now >= offer.expiry) return abi.encodeWithSelector(IRentalEscrow.OfferExpired.selector, offer.expiry);
        uint32 epoch = _host[offer.host].epoch;
        if (offer.epoch != epoch) return abi.encodeWithSelector(IRentalEscrow.WrongEpoch.selector, offer.epoch, epoch);
        refusal = _marketRefusal(offer.token, offer.arbiter);
        if (refusal.length > 0) return refusal;
        Machine memory machine = _machine[offer.host][offer.machine];
        if (offer.nonce != machine.nonce)
            return abi.encodeWithSelector(IRentalEscrow.WrongNonce.selector, offer.nonce, machine.nonce);
        if (_now < machine.busyUntil)
            return abi.encodeWithSelector(IRentalEscrow.MachineBusy.selector, machine.busyUntil);
        refusal = _bondRefusal(offer, Spec.bond(offer, duration));
        return refusal.length > 0 ? refusal : _pullRefusal(offer.token, _payer);
    }

    function _startRefusal(uint256 index) internal view returns (bytes memory) {
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
        RentalState memory state,
        uint256 duration,
        uint256 raise
    ) private view returns (bytes memory refusal) {
        refusal = _marketRefusal(offer.token, offer.arbiter);
        if (refusal.length > 0) return refusal;
        if (duration <= state.duration || duration > offer.maxDuration)
            return _durationRefusal(duration, state.duration, offer.maxDuration);
        if (_extensionPrice(offer, state, duration) == 0)
            return abi.encodeWithSelector(IRentalEscrow.ZeroAmount.selector);
        refusal = _bondRefusal(offer, raise);
        return refusal.length > 0 ? refusal : _pullRefusal(offer.token, _payer);
    }

    function _refundRefusal(uint256 index) private view returns (bytes memory) {
        (RentalState memory state, Offer memory offer) = (_entries[index].state, _entries[index].rental.offer);
        if (state.status < Status.Active) return _wrongStatus(index);
        uint256 closesAt = state.closesAt(offer);
        if (_now >= closesAt) return abi.encodeWithSelector(IRentalEscrow.SettlementDue.selector, closesAt);
        (uint256 next, uint256 maximum) = (uint256(state.refundedSeconds) + 1, _mostRefunded(state, offer));
        if (next <= maximum) return NOTHING;
        return abi.encodeWithSelector(IRentalEscrow.RefundOutOfBounds.selector, next, maximum);
    }

    function _settlementRefusal(uint256 index) private view returns (bytes memory) {
        return _entries[index].state.status == Status.Disputed ? _refundRefusal(index) : _wrongStatus(index);
    }

    function _hostSide(Offer memory offer) internal returns (address) {
        return offer.operator == address(0) || _oneIn(2) ? offer.host : offer.operator;
    }
}
