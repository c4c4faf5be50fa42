// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IRentalEscrow, Offer, Rental} from "../../contracts/interfaces/IRentalEscrow.sol";
import {Arrow, Verb} from "./Counts.sol";
import {Governing} from "./Governing.sol";
import {Spec} from "./Spec.sol";

/// @dev Deposits that must fail: what is signed for another chain, contract or content, by another key, too early, too
/// late or once before.
abstract contract Forging is Governing {
    uint256 private constant _KINDS = 12;

    function forge(uint256 seed) external step(seed) {
        (bool free, Rental memory rental, uint32 duration) = _terms();
        Offer memory offer = rental.offer;
        if (!_market[offer.token].open || !free) return _settle();
        (bytes memory signature, bytes memory refusal) = _forgery(rental);
        if (refusal.length == 0) return _spentPermit.length > 0 && _oneIn(2) ? _replayPermit() : _replay();

        _playForgery(rental, duration, signature, refusal);
    }

    function _playForgery(Rental memory rental, uint32 duration, bytes memory signature, bytes memory refusal) private {
        Offer memory offer = rental.offer;
        uint256 amount = Spec.cost(offer.pricePerHour, duration);
        bytes memory call = abi.encodeCall(IRentalEscrow.deposit, (rental, duration, signature, NO_PERMIT));
        _play(Verb.Deposit, _payer, offer.token == NATIVE ? amount : 0, call, refusal);
        _inspectMoney(offer.token, _payer);
        _count(Arrow.ForgeryRefused);
    }

    /// @dev Spoils one thing about good terms. Nothing to say: the kind has no example now.
    function _forgery(Rental memory rental) private returns (bytes memory signature, bytes memory refusal) {
        Offer memory offer = rental.offer;
        uint256 kind = _below(_KINDS);
        uint256 key = _signerKey(offer.host);
        signature = _signature(offer);
        if (kind < 6) {
            if (kind == 0) signature = _sign(offer, key, _domain(block.chainid + 1, address(escrow)));
            else if (kind == 1) signature = _sign(offer, key, _domain(block.chainid, address(_usdc)));
            else if (kind == 2)
                signature = _sign(offer, _otherKey(offer.host), _domain(block.chainid, address(escrow)));
            else if (kind == 3) offer.payee = offer.payee == _payees[0] ? _payees[1] : _payees[0];
            else if (kind == 4) offer.pricePerHour += 1;
            else offer.spec = "a smaller one";
            address signer = _host[offer.host].signer;
            if (signer == address(0)) signer = offer.host;
            return (signature, abi.encodeWithSelector(IRentalEscrow.InvalidSignature.selector, signer));
        }
        refusal = _staleness(rental, kind);
        signature = _signature(offer);
    }

    /// @dev Signed well, but not for now.
    function _staleness(Rental memory rental, uint256 kind) private view returns (bytes memory) {
        Offer memory offer = rental.offer;
        if (kind == 6) {
            offer.expiry = uint40(_now);
            return abi.encodeWithSelector(IRentalEscrow.OfferExpired.selector, _now);
        }
        if (kind == 7 && offer.nonce > 0) {
            return abi.encodeWithSelector(IRentalEscrow.WrongNonce.selector, --offer.nonce, offer.nonce + 1);
        }
        if (kind == 8 && offer.epoch > 0) {
            return abi.encodeWithSelector(IRentalEscrow.WrongEpoch.selector, --offer.epoch, offer.epoch + 1);
        }
        if (kind == 9) {
            offer.renter = rental.renter == _renters[0] ? _renters[2] : _renters[0];
            return abi.encodeWithSelector(IRentalEscrow.WrongRenter.selector, rental.renter, offer.renter);
        }
        if (kind != 10) return NOTHING;
        uint16 fee = _host[offer.host].feeBps == 0 ? _market[offer.token].feeBps : _host[offer.host].feeBps;
        offer.maxFeeBps = fee - 1;
        return abi.encodeWithSelector(IRentalEscrow.FeeAboveMaximum.selector, fee, fee - 1);
    }

    /// @dev The very deposit that was made before.
    function _replay() private {
        if (_entries.length == 0) return _deposit();
        Entry storage entry = _entries[_below(_entries.length)];
        bytes memory refusal = abi.encodeWithSelector(IRentalEscrow.RentalExists.selector, entry.id);
        _playForgery(entry.rental, entry.state.duration, _signature(entry.rental.offer), refusal);
    }

    /// @dev A permit that was good for an earlier deposit, and that its owner never meant for two.
    function _replayPermit() private {
        (, Rental memory rental, uint32 duration) = _terms();
        Offer memory offer = rental.offer;
        (offer.token, offer.arbiter, offer.bond) = (address(_usdc), _market[address(_usdc)].arbiter, 0);
        bytes memory refusal = _marketRefusal(offer.token, offer.arbiter);
        if (refusal.length > 0 || _now < _machine[offer.host][offer.machine].busyUntil) return _settle();
        uint256 amount = Spec.cost(offer.pricePerHour, duration);
        refusal = abi.encodeWithSelector(IRentalEscrow.InsufficientAllowance.selector, 0, amount);

        bytes memory signature = _signature(offer);
        bytes memory call = abi.encodeCall(IRentalEscrow.deposit, (rental, duration, signature, _spentPermit));
        _play(Verb.Deposit, _permitter, 0, call, refusal);
        _inspectMoney(offer.token, _permitter);
        _count(Arrow.PermitReplayRefused);
    }

    function _otherKey(address host) private view returns (uint256) {
        uint256 which = host == _hosts[0] ? 0 : 1;
        return _signerKey(host) == _hostKeys[which] ? _spareKeys[which] : _hostKeys[which];
    }
}
