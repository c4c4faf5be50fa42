// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {Errors} from "@openzeppelin/contracts/utils/Errors.sol";

import {IRentalEscrow, Offer, Rental, Status} from "../../contracts/interfaces/IRentalEscrow.sol";
import {Reenterer} from "../mocks/parties/Reenterer.sol";
import {Refuser} from "../mocks/parties/Refuser.sol";
import {vm} from "../Vm.sol";
import {Attack} from "./Attack.sol";

/// @dev Receivers that refuse, burn gas, return bombs or call back, and callers that send little gas: 8 hours for 12
/// coins.
contract PayoutsTest is Attack {
    uint256 private constant _PRICE = 12 ether;
    uint32 private constant _DURATION = 8 hours;

    Refuser private _refuser;

    function setUp() public override {
        super.setUp();
        _refuser = new Refuser();
    }

    // Refusing

    function test_RefusingPayee_BlocksNobody() external {
        Rental memory rental = _rentalPaying(address(_refuser));
        uint256 renterBefore = renter.balance;
        vm.warp(T0 + 4 hours);

        vm.expectEmit(address(escrow));
        emit IRentalEscrow.Credited(NATIVE, address(_refuser), 5.4 ether);
        _stop(rental);

        assertEq(renter.balance, renterBefore + 6 ether, "the renter has its half");
        assertEq(escrow.credits(NATIVE, address(_refuser)), 5.4 ether, "the payee's is kept for it");
        _assertWithdrawableOnceItAccepts(address(_refuser));
    }

    function test_RefusingRenter_BlocksNobody() external {
        Rental memory rental = _rentalFor(address(_refuser));
        uint256 payeeBefore = payee.balance;
        vm.warp(T0 + 4 hours);

        vm.expectEmit(address(escrow));
        emit IRentalEscrow.Credited(NATIVE, address(_refuser), 6 ether);
        _stop(rental);

        assertEq(payee.balance, payeeBefore + 5.4 ether, "the payee has its half");
        _assertWithdrawableOnceItAccepts(address(_refuser));
    }

    function test_RefusingRenter_CannotStopAnInterruption() external {
        Rental memory rental = _rentalFor(address(_refuser));
        vm.warp(T0 + 4 hours);

        _interrupt(rental);

        assertEq(_status(escrow.idOf(rental)), Status.Interrupted, "interrupted");
        assertEq(escrow.credits(NATIVE, address(_refuser)), 6 ether, "the unserved half is credited");
    }

    function test_RefusingTreasury_BlocksNobodyAndKeepsItsFees() external {
        escrow.setTreasury(address(_refuser));
        Rental memory rental = _rentalPaying(payee);
        vm.warp(T0 + 4 hours);

        _stop(rental);
        vm.expectRevert(Errors.FailedCall.selector);
        escrow.collectFees(NATIVE);
        assertEq(escrow.fees(NATIVE), 0.6 ether, "the fees are still there");
        escrow.setTreasury(treasury);
        uint256 before = treasury.balance;
        escrow.collectFees(NATIVE);

        assertEq(treasury.balance, before + 0.6 ether, "and go to the next treasury");
    }

    function test_OneRefuserInABatch_BlocksNobodyElse() external {
        Rental[] memory rentals = new Rental[](3);
        address[3] memory payees = [payee, address(_refuser), payee];
        uint256 before = payee.balance;
        for (uint256 i = 0; i < 3; ++i) {
            Offer memory offer = _nativeOffer();
            offer.payee = payees[i];
            offer.machine = bytes32(i);
            rentals[i] = _running(offer, _DURATION);
        }
        vm.warp(T0 + 2 days);

        assertEq(escrow.settleMany(rentals), 3, "all are settled");

        assertEq(payee.balance, before + 21.6 ether, "two are paid");
        assertEq(escrow.credits(NATIVE, address(_refuser)), 10.8 ether, "one is credited");
    }

    // Gas

    function test_ReturnBombFromAPayee_CostsTheCallerAFixedSum() external {
        assertTrue(_gasOfStopping(Refuser.Manner.Bomb) < 900_000, "a bomb explodes inside its own frame");
        assertEq(escrow.credits(NATIVE, address(_refuser)), 5.4 ether, "and is credited");
    }

    function test_GasBurningPayee_CostsTheCallerAFixedSum() external {
        assertTrue(_gasOfStopping(Refuser.Manner.BurnGas) < 900_000, "no more than the frame's gas");
        assertEq(escrow.credits(NATIVE, address(_refuser)), 5.4 ether, "and is credited");
    }

    function test_ReturnBombFromARenter_DoesNotStopTheHost() external {
        Rental memory rental = _rentalFor(address(_refuser));
        _refuser.behave(Refuser.Manner.Bomb);
        vm.warp(T0 + 4 hours);

        uint256 before = gasleft();
        _interrupt(rental);

        assertTrue(before - gasleft() < 600_000, "bounded");
        assertEq(escrow.credits(NATIVE, address(_refuser)), 6 ether, "credited");
    }

    /// @dev 63/64: whatever gas a caller sends, the call reverts as a whole or everybody is paid; never "credited".
    function test_SweptGas_NeverTurnsPaidIntoCredited() external {
        Rental memory rental = _rentalPaying(payee);
        bytes32 id = escrow.idOf(rental);
        vm.warp(T0 + _DURATION + 1 days);
        uint256 paid;
        uint256 refused;
        for (uint256 gas_ = 20_000; gas_ < 700_000; gas_ += 5_000) {
            uint256 start = vm.snapshotState();
            uint256 before = payee.balance;
            (bool done, ) = address(escrow).call{gas: gas_}(abi.encodeCall(escrow.settle, (rental)));
            assertEq(escrow.credits(NATIVE, payee), 0, "never credited");
            assertEq(payee.balance - before, done ? 10.8 ether : 0, "paid or nothing happened");
            assertEq(_status(id), done ? Status.Closed : Status.Active, "closed only if paid");
            if (done) ++paid;
            else ++refused;
            vm.revertToState(start);
        }
        assertTrue(paid > 0 && refused > 0, "both sides of the border were tried");
    }

    /// @dev The same for a batch whose last payout gets what the earlier ones left.
    function test_SweptGasInABatch_NeverTurnsPaidIntoCredited() external {
        Rental[] memory rentals = new Rental[](3);
        address[3] memory payees = [payee, stranger, keeper];
        for (uint256 i = 0; i < 3; ++i) {
            Offer memory offer = _nativeOffer();
            offer.payee = payees[i];
            offer.machine = bytes32(i);
            rentals[i] = _running(offer, _DURATION);
        }
        vm.warp(T0 + _DURATION + 1 days);
        uint256 paid;
        for (uint256 gas_ = 300_000; gas_ < 800_000; gas_ += 5_000) {
            uint256 start = vm.snapshotState();
            (bool done, ) = address(escrow).call{gas: gas_}(abi.encodeCall(escrow.settleMany, (rentals)));
            for (uint256 i = 0; i < 3; ++i) assertEq(escrow.credits(NATIVE, payees[i]), 0, "never credited");
            if (done) ++paid;
            vm.revertToState(start);
        }
        assertTrue(paid > 0 && paid < 100, "both sides of the border were tried");
    }

    /// @dev A receiver that burns all it gets must still leave gas to credit it, at the least gas that is accepted.
    function test_SweptGasWithABurningPayee_CreditsOrReverts() external {
        Rental memory rental = _rentalPaying(address(_refuser));
        _refuser.behave(Refuser.Manner.BurnGas);
        bytes32 id = escrow.idOf(rental);
        vm.warp(T0 + _DURATION + 1 days);
        uint256 credited;
        for (uint256 gas_ = 350_000; gas_ < 600_000; gas_ += 2_500) {
            uint256 start = vm.snapshotState();
            (bool done, ) = address(escrow).call{gas: gas_}(abi.encodeCall(escrow.settle, (rental)));
            assertEq(escrow.credits(NATIVE, address(_refuser)), done ? 10.8 ether : 0, "credited or nothing happened");
            assertEq(_status(id), done ? Status.Closed : Status.Active, "closed only if credited");
            if (done) ++credited;
            vm.revertToState(start);
        }
        assertTrue(credited > 0 && credited < 100, "both sides of the border were tried");
    }

    // Calling back

    function test_ReentrancyFromANativePayee_GetsNowhere() external {
        Reenterer reenterer = new Reenterer();
        Rental memory rental = _rentalPaying(address(reenterer));
        Rental memory other = _rentalOn("other");
        reenterer.arm(address(escrow), _everyCall(other, address(reenterer)));
        vm.warp(T0 + _DURATION + 1 days);
        uint256 escrowBefore = address(escrow).balance;

        _settle(rental);

        assertEq(reenterer.attempts(), 14, "every verb was tried");
        assertEq(reenterer.successes(), 0, "none was let in");
        assertEq(address(reenterer).balance, 10.8 ether, "it has what it earned");
        assertEq(escrowBefore - address(escrow).balance, 10.8 ether, "and no more left");
    }

    function test_ReentrancyFromAWithdrawal_GetsNowhere() external {
        Reenterer reenterer = new Reenterer();
        Rental memory other = _rentalOn("other");
        vm.deal(address(this), 20 ether);
        reenterer.arm(address(escrow), new bytes[](0));
        reenterer.run{value: 10 ether}(abi.encodeCall(escrow.fundBond, (NATIVE, 10 ether)));
        reenterer.arm(address(escrow), _everyCall(other, address(reenterer)));

        reenterer.run(abi.encodeCall(escrow.withdrawBond, (NATIVE, 4 ether, address(reenterer))));

        assertEq(reenterer.attempts(), 14, "every verb was tried");
        assertEq(reenterer.successes(), 0, "none was let in");
        assertEq(address(reenterer).balance, 4 ether, "withdrawn once");
        assertEq(escrow.bonds(NATIVE, address(reenterer)), 6 ether, "the rest is booked");
    }

    function test_ReentrancyFromARentersRefund_GetsNowhere() external {
        Reenterer reenterer = new Reenterer();
        Rental memory other = _rentalOn("other");
        Rental memory rental = _rentalFor(address(reenterer));
        reenterer.arm(address(escrow), new bytes[](0));
        vm.warp(T0 + 4 hours);
        reenterer.arm(address(escrow), _everyCall(other, address(reenterer)));

        reenterer.run(abi.encodeCall(escrow.stop, (rental, NO_BOUND)));

        assertEq(reenterer.attempts(), 14, "every verb was tried");
        assertEq(reenterer.successes(), 0, "none was let in");
        assertEq(address(reenterer).balance, 6 ether, "half the price came back");
    }

    // What is nobody else's to move

    function test_PayoutFrame_CannotBeEnteredFromOutside() external {
        _rentalPaying(payee);

        vm.expectRevert(abi.encodeWithSelector(IRentalEscrow.NotSelf.selector, stranger));
        vm.prank(stranger);
        escrow.transferOut(NATIVE, stranger, _PRICE);
    }

    function test_CreditOfAnother_CannotBeSentElsewhere() external {
        Rental memory rental = _rentalPaying(address(_refuser));
        vm.warp(T0 + 2 days);
        _settle(rental);

        vm.expectRevert(abi.encodeWithSelector(IRentalEscrow.NotAccount.selector, stranger, address(_refuser)));
        vm.prank(stranger);
        escrow.withdraw(NATIVE, address(_refuser), stranger);

        assertEq(escrow.credits(NATIVE, address(_refuser)), 10.8 ether, "kept");
    }

    function test_BlockedAccount_SendsItsCreditElsewhere() external {
        Rental memory rental = _rentalPaying(address(_refuser));
        vm.warp(T0 + 2 days);
        _settle(rental);
        uint256 before = stranger.balance;

        vm.prank(address(_refuser));
        escrow.withdraw(NATIVE, address(_refuser), stranger);

        assertEq(stranger.balance, before + 10.8 ether, "its owner may choose where");
        vm.expectRevert(abi.encodeWithSelector(IRentalEscrow.NothingCredited.selector, NATIVE, address(_refuser)));
        escrow.withdraw(NATIVE, address(_refuser), address(_refuser));
    }

    // Internal

    function _rentalPaying(address to) private returns (Rental memory) {
        Offer memory offer = _nativeOffer();
        offer.payee = to;
        return _running(offer, _DURATION);
    }

    function _rentalFor(address renter_) private returns (Rental memory rental) {
        rental = Rental({offer: _nativeOffer(), renter: renter_, salt: "salt"});
        _deposit(rental, _DURATION);
    }

    function _rentalOn(bytes32 machine) private returns (Rental memory) {
        Offer memory offer = _nativeOffer();
        offer.machine = machine;
        return _running(offer, _DURATION);
    }

    function _gasOfStopping(Refuser.Manner manner) private returns (uint256) {
        Rental memory rental = _rentalPaying(address(_refuser));
        _refuser.behave(manner);
        vm.warp(T0 + 4 hours);
        uint256 before = gasleft();
        _stop(rental);
        return before - gasleft();
    }

    function _assertWithdrawableOnceItAccepts(address account) private {
        uint256 credit = escrow.credits(NATIVE, account);
        vm.expectRevert(Errors.FailedCall.selector);
        escrow.withdraw(NATIVE, account, account);
        assertEq(escrow.credits(NATIVE, account), credit, "a failed withdrawal keeps the credit");
        _refuser.behave(Refuser.Manner.Accept);
        escrow.withdraw(NATIVE, account, account);
        assertEq(account.balance, credit, "and a later one pays it");
        assertEq(escrow.credits(NATIVE, account), 0, "once");
    }

    /// @dev Every verb, half of which would be let in from outside.
    function _everyCall(Rental memory rental, address self) private view returns (bytes[] memory calls) {
        calls = new bytes[](14);
        calls[0] = abi.encodeCall(escrow.settle, (rental));
        calls[1] = abi.encodeCall(escrow.settleMany, (new Rental[](0)));
        calls[2] = abi.encodeCall(escrow.stop, (rental, NO_BOUND));
        calls[3] = abi.encodeCall(escrow.interrupt, (rental, NO_BOUND));
        calls[4] = abi.encodeCall(escrow.refund, (rental, 1));
        calls[5] = abi.encodeCall(escrow.dispute, (rental, "", ""));
        calls[6] = abi.encodeCall(escrow.resolve, (rental, 0));
        calls[7] = abi.encodeCall(escrow.extend, (rental, 9 hours, ""));
        calls[8] = abi.encodeCall(escrow.withdraw, (NATIVE, self, self));
        calls[9] = abi.encodeCall(escrow.withdrawBond, (NATIVE, 1, self));
        calls[10] = abi.encodeCall(escrow.collectFees, (NATIVE));
        calls[11] = abi.encodeCall(escrow.revokeOffers, ("a100-0"));
        calls[12] = abi.encodeCall(escrow.setSigner, (self));
        calls[13] = abi.encodeCall(escrow.transferOut, (NATIVE, self, 1 ether));
    }
}
