// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IRentalEscrow, Offer, Rental} from "../../contracts/interfaces/IRentalEscrow.sol";
import {Base} from "../Base.t.sol";
import {signQuickly} from "../signQuickly.sol";
import {vm} from "../Vm.sol";
import {bound} from "./bound.sol";

/// @dev Random terms over their whole range, and the arithmetic of docs/protocol.md written a second time.
abstract contract FuzzBase is Base {
    struct Terms {
        uint96 price;
        uint96 bond;
        uint32 duration;
        uint32 minDuration;
        uint32 startWindow;
        uint32 challengeWindow;
        uint16 feeBps;
        bool native;
    }

    uint256 internal constant LATEST = 20 * 365 days;

    /// @dev Terms that an offer can have, for a price that is not zero.
    function _bounded(Terms memory terms) internal pure returns (Terms memory) {
        terms.duration = uint32(bound(terms.duration, 1, 400 days));
        terms.price = uint96(bound(terms.price, (3600 + terms.duration - 1) / terms.duration, type(uint96).max));
        terms.minDuration = uint32(bound(terms.minDuration, 1, terms.duration));
        terms.startWindow = uint32(bound(terms.startWindow, 1, 1 days));
        terms.challengeWindow = uint32(bound(terms.challengeWindow, 15 minutes, 7 days));
        terms.feeBps = uint16(bound(terms.feeBps, 1000, 1500));
        return terms;
    }

    /// @dev Opens the market at the fee, funds the offer's whole bond and pays for the rental.
    function _take(Terms memory terms, bool instant) internal returns (Rental memory rental) {
        _open(terms);
        rental = _rental(_offerOf(terms, instant));
        _deposit(rental, terms.duration);
        assertEq(_balance(_token(terms), address(escrow)), _cost(terms, terms.duration) + terms.bond, "deposited");
    }

    function _takeRolling(Terms memory terms) internal returns (Rental memory rental) {
        _open(terms);
        Offer memory offer = _offerOf(terms, true);
        offer.rolling = true;
        rental = _rental(offer);
        _deposit(rental, terms.duration);
    }

    function _open(Terms memory terms) internal {
        address token = _token(terms);
        escrow.setMarket({token: token, arbiter: arbiter, feeBps: terms.feeBps, open: true});
        if (terms.bond > 0) _fundBond(token, terms.bond);
    }

    function _offerOf(Terms memory terms, bool instant) internal view returns (Offer memory offer) {
        offer = _offer();
        offer.token = _token(terms);
        offer.pricePerHour = terms.price;
        offer.bond = terms.bond;
        offer.minDuration = terms.minDuration;
        offer.maxDuration = 400 days;
        offer.startWindow = instant ? 0 : terms.startWindow;
        offer.challengeWindow = terms.challengeWindow;
    }

    function _sign(Offer memory offer) internal view override returns (bytes memory) {
        return signQuickly(HOST_KEY, _digest(offer));
    }

    // Verbs

    function _at(uint256 seconds_) internal {
        vm.warp(T0 + seconds_);
    }

    function _settle(Rental memory rental) internal {
        vm.prank(keeper);
        escrow.settle(rental);
    }

    function _stop(Rental memory rental) internal {
        vm.prank(renter);
        escrow.stop(rental, NO_BOUND);
    }

    function _interrupt(Rental memory rental) internal {
        vm.prank(operator);
        escrow.interrupt(rental, NO_BOUND);
    }

    /// @dev To `refundedSeconds` in all.
    function _refund(Rental memory rental, uint256 refundedSeconds) internal {
        vm.prank(host);
        escrow.refund(rental, uint32(refundedSeconds));
    }

    /// @dev From `terms.duration` to `duration` in all, where nothing was refunded.
    function _extend(Rental memory rental, Terms memory terms, uint256 duration) internal {
        uint256 amount = _cost(terms, duration) - _cost(terms, terms.duration);
        vm.prank(payer);
        escrow.extend{value: terms.native ? amount : 0}(rental, uint32(duration), NO_PERMIT);
    }

    /// @dev Sends more than any stake, where coins are sent: the excess returns.
    function _dispute(Rental memory rental) internal {
        vm.prank(renter);
        escrow.dispute{value: rental.offer.token == NATIVE ? 1 << 126 : 0}(rental, "ipfs://evidence", NO_PERMIT);
    }

    function _resolve(Rental memory rental, uint256 hostBps) internal {
        vm.prank(arbiter);
        escrow.resolve(rental, uint16(hostBps));
    }

    function _expectTooMuch(uint256 amount, uint256 maximum) internal {
        vm.expectRevert(abi.encodeWithSelector(IRentalEscrow.TooMuch.selector, amount, maximum));
    }

    // All the money there is

    struct Books {
        uint256 payee;
        uint256 renter;
        uint256 fees;
        uint256 freeBond;
        uint256 escrow;
    }

    function _books(Terms memory terms) internal view returns (Books memory books) {
        address token = _token(terms);
        books.payee = _balance(token, payee);
        books.renter = _balance(token, renter);
        books.fees = escrow.fees(token);
        books.freeBond = escrow.bonds(token, host);
        books.escrow = _balance(token, address(escrow));
    }

    function _assertSame(Books memory actual, Books memory expected) internal pure {
        assertEq(actual.payee, expected.payee, "payee balance");
        assertEq(actual.renter, expected.renter, "renter balance");
        assertEq(actual.fees, expected.fees, "fees");
        assertEq(actual.freeBond, expected.freeBond, "free bond");
        assertEq(actual.escrow, expected.escrow, "escrow balance");
    }

    function _token(Terms memory terms) internal view returns (address) {
        return terms.native ? NATIVE : address(usdc);
    }

    // The specification's arithmetic

    function _cost(Terms memory terms, uint256 seconds_) internal pure returns (uint256) {
        return (uint256(terms.price) * seconds_) / 3600;
    }

    function _fee(Terms memory terms, uint256 gross) internal pure returns (uint256) {
        return (gross * terms.feeBps) / 10_000;
    }

    /// @dev What the offer promises, and at most twenty prices of what was bought.
    function _bond(Terms memory terms) internal pure returns (uint256) {
        return _min(terms.bond, 20 * _cost(terms, terms.duration));
    }

    /// @dev 5 % of what is contested and of the bond still locked.
    function _stake(uint256 contested, uint256 bond) internal pure returns (uint256) {
        return ((contested + bond) * 500) / 10_000;
    }

    function _max(uint256 a, uint256 b) internal pure returns (uint256) {
        return a > b ? a : b;
    }

    function _min(uint256 a, uint256 b) internal pure returns (uint256) {
        return a < b ? a : b;
    }

    /// @dev The whole outcome of a rental that earned `gross` and took `compensation` out of the bond.
    function _assertSplit(Terms memory terms, uint256 gross, uint256 compensation) internal view {
        address token = _token(terms);
        uint256 deposited = _cost(terms, terms.duration);
        uint256 toPayee = _balance(token, payee);
        uint256 toRenter = _balance(token, renter) - type(uint128).max;
        uint256 fee = escrow.fees(token);

        assertEq(fee, _fee(terms, gross), "fee");
        assertTrue(fee >= gross / 10 && fee <= (gross * 15) / 100, "fee between 10 and 15 percent, rounded down");
        assertEq(toPayee, gross - fee, "to payee");
        assertEq(toRenter, deposited - gross + compensation, "to renter");
        assertEq(toPayee + fee + toRenter, deposited + compensation, "nothing lost, nothing made");
        assertEq(escrow.bonds(token, host), terms.bond - compensation, "free bond");
        assertEq(_balance(token, address(escrow)), fee + terms.bond - compensation, "escrow balance");
    }
}
