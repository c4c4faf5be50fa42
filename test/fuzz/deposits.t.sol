// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IRentalEscrow, Machine, Offer, Rental, RentalState, Status} from "../../contracts/interfaces/IRentalEscrow.sol";
import {vm} from "../Vm.sol";
import {bound} from "./bound.sol";
import {FuzzBase} from "./FuzzBase.t.sol";

/// @dev What a deposit locks, reserves and remembers, and the borders of what it takes.
contract DepositsFuzzTest is FuzzBase {
    function testFuzz_TakesThePriceFromThePayerAlone(Terms memory terms, bool instant) external {
        terms = _bounded(terms);

        _take(terms, instant);

        assertEq(_balance(_token(terms), payer), type(uint128).max - _cost(terms, terms.duration), "payer");
        assertEq(_balance(_token(terms), renter), type(uint128).max, "renter");
        assertEq(escrow.bonds(_token(terms), host), terms.bond - _bond(terms), "the bond is locked");
    }

    function testFuzz_RemembersItsTermsInOneSlot(Terms memory terms, bool instant, uint40 blockNumber) external {
        terms = _bounded(terms);
        vm.roll(bound(blockNumber, 1, type(uint40).max));

        Rental memory rental = _take(terms, instant);

        RentalState memory expected;
        expected.status = instant ? Status.Active : Status.Funded;
        expected.feeBps = terms.feeBps;
        expected.depositBlock = uint40(block.number);
        expected.since = T0;
        expected.duration = terms.duration;
        assertEq(escrow.getRental(escrow.idOf(rental)), expected, "rental");
    }

    function testFuzz_ReservesTheMachine(Terms memory terms, bool instant) external {
        terms = _bounded(terms);

        Rental memory rental = _take(terms, instant);

        Machine memory machine = _machine(rental.offer);
        assertEq(machine.busyUntil, instant ? uint256(T0) + terms.duration : type(uint40).max, "busyUntil");
        assertEq(machine.nonce, 0, "nonce");
    }

    function testFuzz_MachineIsFreeFromTheEndOn(Terms memory terms, uint256 time) external {
        terms = _bounded(terms);
        terms.bond = 0;
        Rental memory rental = _take({terms: terms, instant: true});
        time = bound(time, 0, 2 * uint256(terms.duration));
        _at(time);
        Offer memory offer = _offerOf(terms, true);
        bytes memory signature = _sign(offer);
        rental = Rental({offer: offer, renter: renter, salt: "again"});
        uint256 value = terms.native ? _cost(terms, terms.duration) : 0;

        if (time < terms.duration) {
            vm.expectRevert(abi.encodeWithSelector(IRentalEscrow.MachineBusy.selector, T0 + terms.duration));
        }
        vm.prank(payer);
        escrow.deposit{value: value}(rental, terms.duration, signature, NO_PERMIT);

        assertEq(
            _machine(offer).busyUntil,
            T0 + (time < terms.duration ? 0 : time) + terms.duration,
            "the later rental's end, if it was taken"
        );
    }

    function testFuzz_AnIdIsPaidOnce(Terms memory terms) external {
        terms = _bounded(terms);
        Rental memory rental = _take({terms: terms, instant: true});
        bytes memory signature = _sign(rental.offer);
        bytes32 id = escrow.idOf(rental);

        vm.prank(payer);
        vm.expectRevert(abi.encodeWithSelector(IRentalEscrow.RentalExists.selector, id));
        escrow.deposit(rental, terms.duration, signature, NO_PERMIT);
    }

    function testFuzz_IdDependsOnRenterAndSalt(Terms memory terms, address other, bytes32 salt) external view {
        terms = _bounded(terms);
        Rental memory rental = _rental(_offerOf(terms, true));
        bytes32 id = escrow.idOf(rental);

        (rental.renter, rental.salt) = (other, salt);

        bool same = other == renter && salt == "salt";
        assertEq(escrow.idOf(rental) == id, same, "another rental, another id");
    }

    function testFuzz_OfferHashDependsOnEveryField(Terms memory terms, uint256 field, uint256 bit) external view {
        Offer memory offer = _offerOf(_bounded(terms), true);
        bytes32 hash = escrow.hashOffer(offer);

        offer = _flipped(offer, field % 19, bit);

        assertTrue(escrow.hashOffer(offer) != hash, "another offer, another hash");
    }

    function testFuzz_DurationStaysWithinTheOffer(Terms memory terms, uint32 duration) external {
        terms = _bounded(terms);
        terms.price = uint96(bound(terms.price, 3600, type(uint88).max));
        terms.bond = 0;
        _open(terms);
        Offer memory offer = _offerOf(terms, true);
        offer.maxDuration = terms.duration;
        bool fits = duration >= terms.minDuration && duration <= terms.duration;
        bytes memory signature = _sign(offer);
        uint256 value = terms.native ? _cost(terms, duration) : 0;

        if (!fits && duration > 0) {
            vm.expectRevert(
                abi.encodeWithSelector(
                    IRentalEscrow.DurationOutOfBounds.selector,
                    duration,
                    terms.minDuration,
                    terms.duration
                )
            );
        }
        if (duration == 0) vm.expectRevert(IRentalEscrow.ZeroAmount.selector);
        vm.prank(payer);
        escrow.deposit{value: value}(_rental(offer), duration, signature, NO_PERMIT);

        assertEq(_status(escrow.idOf(_rental(offer))), fits ? Status.Active : Status.None, "status");
    }

    function testFuzz_ExpiresAtItsExpiry(Terms memory terms, uint40 expiry) external {
        terms = _bounded(terms);
        terms.bond = 0;
        _open(terms);
        Offer memory offer = _offerOf(terms, true);
        offer.expiry = expiry;
        bytes memory signature = _sign(offer);
        uint256 value = terms.native ? _cost(terms, terms.duration) : 0;

        if (T0 >= expiry) vm.expectRevert(abi.encodeWithSelector(IRentalEscrow.OfferExpired.selector, expiry));
        vm.prank(payer);
        escrow.deposit{value: value}(_rental(offer), terms.duration, signature, NO_PERMIT);

        assertEq(_status(escrow.idOf(_rental(offer))), T0 < expiry ? Status.Active : Status.None, "status");
    }

    function testFuzz_NativeDepositTakesTheExactValue(Terms memory terms, uint128 value) external {
        terms = _bounded(terms);
        (terms.native, terms.bond) = (true, 0);
        _open(terms);
        Offer memory offer = _offerOf(terms, true);
        bytes memory signature = _sign(offer);
        uint256 price = _cost(terms, terms.duration);

        if (value != price) vm.expectRevert(abi.encodeWithSelector(IRentalEscrow.WrongValue.selector, value, price));
        vm.prank(payer);
        escrow.deposit{value: value}(_rental(offer), terms.duration, signature, NO_PERMIT);

        assertEq(address(escrow).balance, value == price ? price : 0, "escrow balance");
    }

    function testFuzz_HistoryIsLinkedBackwards(Terms memory terms, uint32[3] memory gaps) external {
        terms = _bounded(terms);
        (terms.bond, terms.duration, terms.minDuration) = (0, 1, 1);
        terms.price = uint96(bound(terms.price, 3600, type(uint88).max));
        _open(terms);

        uint256 previous = 0;
        for (uint256 i = 0; i < gaps.length; ++i) {
            vm.roll(block.number + 1 + gaps[i]);
            vm.warp(block.timestamp + 1);
            Rental memory rental = Rental({offer: _offerOf(terms, true), renter: renter, salt: bytes32(i)});
            assertEq(_machine(rental.offer).depositBlock, previous, "the deposit before");
            _deposit(rental, 1);
            previous = block.number;
        }
    }

    /// @dev The offer with one bit of one field turned over.
    function _flipped(Offer memory offer, uint256 field, uint256 bit) private pure returns (Offer memory) {
        bytes memory words = abi.encode(offer);
        // By the order of the struct: the width of each field.
        uint16[19] memory widths = [160, 160, 160, 160, 160, 160, 96, 96, 32, 32, 32, 32, 32, 32, 40, 16, 1, 256, 256];
        bit = bit % widths[field];
        uint256 place = 32 * field + 31 - bit / 8;
        words[place] = bytes1(uint8(words[place]) ^ uint8(1 << (bit % 8)));
        return abi.decode(words, (Offer));
    }
}
