// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IRentalEscrow, Offer, Rental, RentalState} from "../contracts/interfaces/IRentalEscrow.sol";
import {EndBase} from "./EndBase.t.sol";
import {vm} from "./Vm.sol";

/// @dev What the tests of refunds, disputes and rolling payments share. Half of the eight hours served, a dispute
/// contests 6 dollars, and stakes 2.30 on them and the bond of 40.
abstract contract DisputeBase is EndBase {
    string internal constant EVIDENCE = "ipfs://bafy-no-gpu";

    /// @dev All the money there is, to be compared between two ways to the same end.
    struct Books {
        uint256 payee;
        uint256 renter;
        uint256 host;
        uint256 fees;
        uint256 freeBond;
        uint256 escrow;
    }

    // Terms

    function _rolling() internal view returns (Offer memory offer) {
        offer = _instant();
        offer.rolling = true;
    }

    /// @dev Terms whose every division leaves a rest: 9 876 536 for the eight hours.
    function _odd(Offer memory offer) internal pure returns (Offer memory) {
        (offer.pricePerHour, offer.bond) = (1_234_567, 7_654_321);
        return offer;
    }

    function _unbonded(Offer memory offer) internal pure returns (Offer memory) {
        offer.bond = 0;
        return offer;
    }

    // Life

    /// @dev An instant rental.
    function _running(Offer memory offer) internal returns (Rental memory rental, bytes32 id) {
        rental = _rental(offer);
        id = _deposit(rental, DURATION);
    }

    /// @dev Disputed `seconds_` after the deposit, where the refund covers the stake.
    function _disputed(Offer memory offer, uint256 seconds_) internal returns (Rental memory rental, bytes32 id) {
        (rental, id) = _running(offer);
        _at(seconds_);
        _dispute(rental, 0);
    }

    /// @dev Interrupted after two hours: 3 dollars wait, 30 of the bond are paid, 10 still locked.
    function _interruptedRental(Offer memory offer) internal returns (Rental memory rental, bytes32 id) {
        (rental, id) = _running(offer);
        _at(2 hours);
        _interrupt(rental);
    }

    // Verbs

    /// @dev To `refundedSeconds` in all.
    function _refund(Rental memory rental, uint32 refundedSeconds) internal {
        vm.prank(host);
        escrow.refund(rental, refundedSeconds);
    }

    /// @dev Sends the `shortfall` of the stake along, where coins are sent.
    function _dispute(Rental memory rental, uint256 shortfall) internal {
        vm.prank(rental.renter);
        escrow.dispute{value: rental.offer.token == NATIVE ? shortfall : 0}(rental, EVIDENCE, NO_PERMIT);
    }

    function _resolve(Rental memory rental, uint16 hostBps) internal {
        vm.prank(arbiter);
        escrow.resolve(rental, hostBps);
    }

    // Whole events and errors

    function _expectPaid(bytes32 id, uint32 paid, uint256 toHost, uint256 fee) internal {
        vm.expectEmit(address(escrow));
        emit IRentalEscrow.Paid({id: id, paidSeconds: paid, toHost: toHost, fee: fee});
    }

    function _expectRefunded(bytes32 id, uint32 refunded, uint256 amount, uint256 stakeReturned) internal {
        vm.expectEmit(address(escrow));
        emit IRentalEscrow.Refunded({id: id, refundedSeconds: refunded, amount: amount, stakeReturned: stakeReturned});
    }

    function _expectDisputed(bytes32 id, uint32 billed, uint256 contested, uint256 stake) internal {
        vm.expectEmit(address(escrow));
        emit IRentalEscrow.Disputed({
            id: id,
            arbiter: arbiter,
            billedSeconds: billed,
            contested: contested,
            stake: stake,
            evidenceURI: EVIDENCE
        });
    }

    function _expectStakeReleased(bytes32 id, address to, uint256 amount) internal {
        vm.expectEmit(address(escrow));
        emit IRentalEscrow.StakeReleased({id: id, to: to, amount: amount});
    }

    function _expectNotDue(Rental memory rental, uint256 dueAt) internal {
        vm.expectRevert(abi.encodeWithSelector(IRentalEscrow.NotDue.selector, dueAt));
        _settle(rental);
    }

    // Whole outcomes

    function _payments(
        RentalState memory state,
        uint32 paid,
        uint32 refunded
    ) internal pure returns (RentalState memory) {
        (state.paidSeconds, state.refundedSeconds) = (paid, refunded);
        return state;
    }

    /// @dev A refund in the dispute makes conceding free until so many minutes after its beginning.
    function _settling(RentalState memory state, uint16 minutes_) internal pure returns (RentalState memory) {
        state.settlingUntil = minutes_;
        return state;
    }

    /// @dev As `_assertMoney`, where a renter may be out of pocket for its stake.
    function _assertFlows(uint256 toPayee, int256 toRenter, uint256 fee, uint256 freeBond, uint256 held) internal view {
        Books memory actual = _books();
        assertEq(actual.payee, toPayee, "payee balance");
        assertEq(actual.renter, uint256(int256(WALLET) + toRenter), "renter balance");
        assertEq(actual.host, WALLET - FUNDED_BOND, "host balance");
        assertEq(actual.fees, fee, "fees");
        assertEq(actual.freeBond, freeBond, "free bond");
        assertEq(actual.escrow, fee + freeBond + held, "escrow balance");
        assertEq(_balance(token, treasury), 0, "treasury balance");
        assertEq(_balance(token, arbiter), 0, "arbiter balance");
        assertEq(escrow.credits(token, payee), 0, "payee credit");
        assertEq(escrow.credits(token, renter), 0, "renter credit");
    }

    function _books() internal view returns (Books memory) {
        return
            Books({
                payee: _balance(token, payee),
                renter: _balance(token, renter),
                host: _balance(token, host),
                fees: escrow.fees(token),
                freeBond: escrow.bonds(token, host),
                escrow: _balance(token, address(escrow))
            });
    }

    function assertEq(Books memory actual, Books memory expected, string memory label) internal pure {
        assertEq(actual.payee, expected.payee, string.concat(label, ": payee balance"));
        assertEq(actual.renter, expected.renter, string.concat(label, ": renter balance"));
        assertEq(actual.host, expected.host, string.concat(label, ": host balance"));
        assertEq(actual.fees, expected.fees, string.concat(label, ": fees"));
        assertEq(actual.freeBond, expected.freeBond, string.concat(label, ": free bond"));
        assertEq(actual.escrow, expected.escrow, string.concat(label, ": escrow balance"));
    }

    /// @dev The first day again, on a new escrow, with empty hands.
    function _restart() internal {
        vm.deal(payee, 0);
        setUp();
    }
}
