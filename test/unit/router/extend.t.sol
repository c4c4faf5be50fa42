// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IRentalEscrow, Rental, Status} from "../../../contracts/interfaces/IRentalEscrow.sol";
import {IRentalRouter, Method} from "../../../contracts/interfaces/IRentalRouter.sol";
import {RouterBase} from "../../RouterBase.t.sol";
import {vm} from "../../Vm.sol";

contract RouterExtendTest is RouterBase {
    /// @dev Of the two hours that most tests add.
    uint256 private constant RISE = 3_000_000;

    // What it refuses

    function test_RevertWhen_TokenIsTheNativeCoin() external {
        Deal memory deal = _extension(Method.Authorization);
        deal.rentals[0].offer.token = NATIVE;

        _expectReverts(deal, abi.encodeWithSelector(IRentalRouter.NativeCoin.selector));
    }

    function test_RevertWhen_CoinsComeWithTheCall() external {
        Deal memory deal = _extension(Method.Authorization);
        bytes memory call = abi.encodeCall(router.extend, (deal.rentals[0], deal.durations[0], deal.payment));
        vm.deal(keeper, 1);

        vm.prank(keeper);
        (bool done, ) = address(router).call{value: 1}(call);
        assertEq(done, false, "a call with coins");
        vm.prank(keeper);
        (done, ) = address(router).call(call);
        assertEq(done, true, "the call itself");
    }

    function test_RevertGiven_RentalIsUnknown() external {
        Deal memory deal = _deal(1, Method.Authorization);

        _expectWrongStatus(deal, Status.None);
    }

    function test_RevertGiven_RentalWaitsForItsHost() external {
        Deal memory deal = _deal(1, Method.Permit2);
        deal.rentals[0].offer.startWindow = 30 minutes;
        _signOffers(deal);
        _signPayment(deal);
        _rent(deal);
        deal.durations[0] = 10 hours;
        _signPayment(deal);

        _expectWrongStatus(deal, Status.Funded);
    }

    function test_RevertGiven_RentalEnded() external {
        Deal memory deal = _extension(Method.Authorization);
        uint256 start = vm.snapshotState();

        vm.prank(operator);
        escrow.interrupt(deal.rentals[0], NO_BOUND);
        _expectWrongStatus(deal, Status.Closed);
        vm.revertToState(start);
        start = vm.snapshotState();
        vm.prank(renter);
        escrow.stop(deal.rentals[0], NO_BOUND);
        _expectWrongStatus(deal, Status.Closed);
        vm.revertToState(start);
        vm.warp(T0 + 1 minutes);
        vm.prank(operator);
        escrow.interrupt(deal.rentals[0], NO_BOUND);
        _expectWrongStatus(deal, Status.Interrupted);
    }

    function test_RevertGiven_RentalIsOver() external {
        Deal memory deal = _extension(Method.Permit2);
        deal.payment.validBefore = T0 + 1 days;
        _signPayment(deal);

        vm.warp(T0 + 8 hours);
        _expectReverts(deal, abi.encodeWithSelector(IRentalEscrow.RentalOver.selector, T0 + 8 hours));
    }

    function test_RevertWhen_DurationIsNotMore() external {
        Deal memory deal = _extension(Method.Authorization);
        uint32[3] memory durations = [uint32(8 hours), 1 hours, 0];
        for (uint256 i = 0; i < 3; ++i) {
            deal.durations[0] = durations[i];
            // Such an extension costs nothing, so that the value of the fee is enough.
            (deal.payment.value, deal.payment.validBefore) = (FEE, VALID_BEFORE + 1);
            _signPayment(deal);

            _expectReverts(
                deal,
                abi.encodeWithSelector(IRentalEscrow.DurationOutOfBounds.selector, durations[i], 8 hours + 1, 30 days)
            );
        }
    }

    function test_RevertWhen_DurationIsLessThanTheRefunded() external {
        Deal memory deal = _extension(Method.Authorization);
        vm.warp(T0 + 5 minutes);
        vm.prank(host);
        escrow.refund(deal.rentals[0], 5 minutes);
        deal.durations[0] = 1 minutes;
        _signPayment(deal);

        _expectReverts(
            deal,
            abi.encodeWithSelector(IRentalEscrow.DurationOutOfBounds.selector, 1 minutes, 8 hours + 1, 30 days)
        );
    }

    function test_RevertWhen_DurationIsTooLong() external {
        Deal memory deal = _extension(Method.Permit2);
        deal.durations[0] = 30 days + 1;
        deal.payment.value = DOLLARS / 2;
        _signPayment(deal);

        _expectReverts(
            deal,
            abi.encodeWithSelector(IRentalEscrow.DurationOutOfBounds.selector, 30 days + 1, 8 hours + 1, 30 days)
        );
    }

    function test_RevertWhen_RiseRoundsToZero() external {
        Deal memory deal = _deal(1, Method.Authorization);
        deal.rentals[0].offer.pricePerHour = 1;
        deal.durations[0] = 1 hours;
        _signOffers(deal);
        _signPayment(deal);
        _rent(deal);
        deal.durations[0] = 2 hours - 1;
        _signPayment(deal);

        _expectReverts(deal, abi.encodeWithSelector(IRentalEscrow.ZeroAmount.selector));
    }

    function test_RevertWhen_ValueIsTooSmall() external {
        for (uint256 m = 0; m < 2; ++m) {
            setUp();
            Deal memory deal = _extension(_methods()[m]);
            deal.payment.value = RISE + FEE - 1;
            _signPayment(deal);

            _expectReverts(
                deal,
                abi.encodeWithSelector(IRentalRouter.ValueTooSmall.selector, RISE + FEE - 1, RISE, FEE)
            );
        }
    }

    function test_RevertWhen_SomethingElseWasSigned() external {
        for (uint256 m = 0; m < 2; ++m) {
            setUp();
            Deal memory deal = _extension(_methods()[m]);

            deal.durations[0] = 10 hours + 1;
            _expectReverts(deal, _refused(deal));
            deal.durations[0] = 10 hours;
            deal.payment.relayFee = FEE - 1;
            _expectReverts(deal, _refused(deal));
            deal.payment.relayFee = FEE;
            deal.rentals[0].salt = "other";
            _expectReverts(deal, _refused(deal));
        }
    }

    function test_RevertWhen_MoreWasOrdered() external {
        for (uint256 m = 0; m < 2; ++m) {
            setUp();
            Deal memory cluster = _deal(2, _methods()[m]);
            Deal memory deal = _extension(_methods()[m]);
            deal.payment = cluster.payment;

            _expectReverts(deal, _refused(deal));
        }
    }

    function test_RevertGiven_PurchaseWasPaid() external {
        for (uint256 m = 0; m < 2; ++m) {
            setUp();
            Deal memory deal = _extension(_methods()[m]);
            _extendBy(deal);

            _expectReverts(
                deal,
                abi.encodeWithSelector(IRentalRouter.PurchaseUsed.selector, payer, _purchaseDigest(deal))
            );
        }
    }

    // What it does

    function test_ExtendsByAuthorization() external {
        _extends(Method.Authorization);
    }

    function test_ExtendsByPermit2() external {
        _extends(Method.Permit2);
    }

    function test_ExtendsGiven_HostRefunded() external {
        // A second costs a little more than one unit: the price of a second less is rounded down at another place.
        Deal memory deal = _deal(1, Method.Authorization);
        deal.rentals[0].offer.pricePerHour = 3601;
        _signOffers(deal);
        _signPayment(deal);
        _rent(deal);
        deal.durations[0] = 8 hours + 30 minutes;
        vm.warp(T0 + 1);
        vm.prank(host);
        escrow.refund(deal.rentals[0], 1);

        deal.payment.value = 1800 + FEE;
        _signPayment(deal);
        _expectReverts(deal, abi.encodeWithSelector(IRentalRouter.ValueTooSmall.selector, 1800 + FEE, 1801, FEE));
        deal.payment.value = 1801 + FEE;
        _signPayment(deal);
        _extendBy(deal);

        assertEq(dollar.balanceOf(payer), DOLLARS - 28_808 - 1801 - 2 * FEE, "payer's balance");
        _assertRouterIsEmpty("after a refund");
    }

    function test_ExtendsGiven_HostWasPaidBefore() external {
        Deal memory deal = _deal(1, Method.Permit2);
        deal.rentals[0].offer.rolling = true;
        _signOffers(deal);
        _signPayment(deal);
        _rent(deal);
        vm.warp(T0 + 7 hours);
        escrow.settle(deal.rentals[0]);
        uint256 balance = dollar.balanceOf(payer);
        deal.durations[0] = 10 hours;
        (deal.payment.value, deal.payment.validBefore) = (RISE + FEE, T0 + 8 hours);
        _signPayment(deal);

        _extendBy(deal);

        assertEq(dollar.balanceOf(payer), balance - RISE - FEE, "payer's balance");
        _assertRouterIsEmpty("a rolling rental");
    }

    function test_GivesTheRestBackToThePayer() external {
        Deal memory deal = _extension(Method.Authorization);
        deal.payment.value = RISE + FEE + 1;
        _signPayment(deal);

        _extendBy(deal);

        _assertDollars({paid: PRICE + RISE, fee: 2 * FEE, label: "one unit more"});
    }

    function test_ExtendsWithTheSignatureOfTheRental() external {
        for (uint256 m = 0; m < 2; ++m) {
            setUp();
            Deal memory deal = _deal(1, _methods()[m]);
            dollar.mint(stranger, 416);
            vm.startPrank(stranger);
            dollar.approve(address(escrow), 416);
            escrow.deposit(deal.rentals[0], 1, deal.hostSignatures[0], NO_PERMIT);
            vm.stopPrank();

            _extendBy(deal);

            assertEq(escrow.getRental(escrow.idOf(deal.rentals[0])).duration, 8 hours, "duration");
            assertEq(dollar.balanceOf(payer), DOLLARS - PRICE + 416 - FEE, "payer's balance");
            _assertRouterIsEmpty("as signed for");
        }
    }

    // Shared

    /// @dev Eight hours that run since `T0`, and two more that the payer signed for.
    function _extension(Method method) private returns (Deal memory deal) {
        deal = _deal(1, method);
        _rent(deal);
        deal.durations[0] = 10 hours;
        deal.payment.value = RISE + FEE;
        _signPayment(deal);
    }

    function _expectReverts(Deal memory deal, bytes memory error_) private {
        vm.expectRevert(error_);
        _extendBy(deal);
    }

    function _expectWrongStatus(Deal memory deal, Status status) private {
        bytes32 id = escrow.idOf(deal.rentals[0]);
        _expectReverts(deal, abi.encodeWithSelector(IRentalEscrow.WrongStatus.selector, id, status));
    }

    function _extends(Method method) private {
        Deal memory deal = _extension(method);
        bytes32 id = escrow.idOf(deal.rentals[0]);

        vm.warp(T0 + 5 minutes);
        vm.expectEmit(address(router));
        emit IRentalRouter.Purchased({
            purchase: _purchaseDigest(deal),
            id: id,
            payer: payer,
            relayer: keeper,
            duration: 10 hours,
            amount: RISE
        });
        vm.expectEmit(address(escrow));
        emit IRentalEscrow.Extended({id: id, payer: address(router), duration: 10 hours, amount: RISE});
        _extendBy(deal);

        assertEq(escrow.getRental(id).duration, 10 hours, "duration");
        _assertDollars({paid: PRICE + RISE, fee: 2 * FEE, label: "extended"});
    }
}
