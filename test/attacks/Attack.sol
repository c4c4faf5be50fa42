// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IRentalEscrow, Offer, Rental} from "../../contracts/interfaces/IRentalEscrow.sol";
import {Base} from "../Base.t.sol";
import {vm} from "../Vm.sol";

/// @dev The verbs as one-liners, and what an attacker has before and after.
abstract contract Attack is Base {
    uint256 internal constant HOUR = 1_500_000;

    // Scene

    /// @dev Terms with a bond, funded `bonds` times over.
    function _bonded(uint96 bond, uint256 bonds) internal returns (Offer memory offer) {
        offer = _offer();
        offer.bond = bond;
        _fundBond(offer.token, bond * bonds);
    }

    function _running(Offer memory offer, uint32 duration) internal returns (Rental memory rental) {
        rental = _rental(offer);
        _deposit(rental, duration);
        if (offer.startWindow > 0) _start(rental);
    }

    /// @dev Native, instant, and free of bond.
    function _nativeOffer() internal view returns (Offer memory offer) {
        offer = _offer();
        offer.token = NATIVE;
        offer.pricePerHour = 1.5 ether;
        offer.startWindow = 0;
    }

    // Verbs

    function _stop(Rental memory rental) internal {
        vm.prank(rental.renter);
        escrow.stop(rental, NO_BOUND);
    }

    function _interrupt(Rental memory rental) internal {
        vm.prank(rental.offer.host);
        escrow.interrupt(rental, NO_BOUND);
    }

    /// @dev To `refundedSeconds` in all.
    function _refund(Rental memory rental, uint32 refundedSeconds) internal {
        vm.prank(rental.offer.host);
        escrow.refund(rental, refundedSeconds);
    }

    /// @dev To `duration` in all.
    function _extend(Rental memory rental, uint32 duration) internal {
        vm.prank(payer);
        escrow.extend(rental, duration, NO_PERMIT);
    }

    function _stopFor(Rental memory rental, uint256 maxToHost) internal {
        vm.prank(rental.renter);
        escrow.stop(rental, maxToHost);
    }

    function _interruptFor(Rental memory rental, uint256 maxFromBond) internal {
        vm.prank(rental.offer.host);
        escrow.interrupt(rental, maxFromBond);
    }

    function _expectTooMuch(uint256 amount, uint256 maximum) internal {
        vm.expectRevert(abi.encodeWithSelector(IRentalEscrow.TooMuch.selector, amount, maximum));
    }

    function _settle(Rental memory rental) internal {
        vm.prank(keeper);
        escrow.settle(rental);
    }

    function _dispute(Rental memory rental) internal {
        vm.prank(rental.renter);
        escrow.dispute(rental, "ipfs://evidence", NO_PERMIT);
    }

    function _resolve(Rental memory rental, uint16 hostBps) internal {
        vm.prank(arbiter);
        escrow.resolve(rental, hostBps);
    }

    /// @dev A call that may be refused.
    function _try(address caller, bytes memory call) internal returns (bool done) {
        vm.prank(caller);
        (done, ) = address(escrow).call(call);
    }

    // Wealth

    /// @dev What an account has or can take out alone.
    function _wealth(address token, address account) internal view returns (uint256) {
        return _balance(token, account) + escrow.credits(token, account) + escrow.bonds(token, account);
    }

    /// @dev The host and the account that is paid for it.
    function _hostWealth(address token) internal view returns (uint256) {
        return _wealth(token, host) + _wealth(token, payee);
    }

    /// @dev The renter and who pays for it.
    function _renterWealth(address token) internal view returns (uint256) {
        return _wealth(token, renter) + _wealth(token, payer);
    }

    /// @dev All balances that a rental can move.
    function _balances(address token) internal view returns (uint256[5] memory) {
        return
            [
                _hostWealth(token),
                _renterWealth(token),
                escrow.fees(token),
                escrow.bonds(token, host),
                _balance(token, address(escrow))
            ];
    }

    function _assertSame(uint256[5] memory actual, uint256[5] memory expected, string memory label) internal pure {
        assertEq(actual[0], expected[0], string.concat(label, ": host"));
        assertEq(actual[1], expected[1], string.concat(label, ": renter"));
        assertEq(actual[2], expected[2], string.concat(label, ": fees"));
        assertEq(actual[3], expected[3], string.concat(label, ": free bond"));
        assertEq(actual[4], expected[4], string.concat(label, ": escrow"));
    }
}
