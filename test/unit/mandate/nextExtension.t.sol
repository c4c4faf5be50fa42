// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IRentalEscrow, Offer, Rental, Status} from "../../../contracts/interfaces/IRentalEscrow.sol";
import {IRentalMandate, Mandate} from "../../../contracts/interfaces/IRentalMandate.sol";
import {MandateBase} from "../../MandateBase.t.sol";
import {vm} from "../../Vm.sol";

contract MandateNextExtensionTest is MandateBase {
    // What comes next

    function test_TellsTheNextExtensionAtAnyTime() external {
        Rental memory rental = _running();

        uint256[4] memory times = [uint256(T0), DUE - 1, DUE, T0 + 1 days - 1];
        for (uint256 i = 0; i < times.length; ++i) {
            vm.warp(times[i]);
            _assertNext({rental: rental, duration: 2 days, amount: DAY, dueAt: DUE});
        }
    }

    function test_TellsTheOneAfterIt() external {
        Rental memory rental = _running();
        vm.warp(DUE);
        _execute(_mandate(rental), rental);

        _assertNext({rental: rental, duration: 3 days, amount: DAY, dueAt: DUE + 1 days});
    }

    function test_TellsTheRestWhereTheLongestDurationIsNear() external {
        Offer memory offer = _instantOffer();
        offer.maxDuration = 1 days + 1 hours;
        Rental memory rental = _running(offer);

        _assertNext({rental: rental, duration: 1 days + 1 hours, amount: DAY / 24, dueAt: DUE});
    }

    function test_IsDueAtOnceGiven_ExtendBeforeIsTheLargest() external {
        Rental memory rental = _running();
        Mandate memory mandate = _mandate(rental);
        mandate.extendBefore = type(uint32).max;

        (, , uint256 dueAt) = mandates.nextExtension(mandate, rental, 0);

        assertEq(dueAt, 0, "due");
    }

    function test_TellsWhatIsNotSignedNorApproved() external {
        Rental memory rental = _running();
        _approve(address(usdc), renter, 0);
        vm.prank(guardian);
        escrow.closeMarket(address(usdc));

        _assertNext({rental: rental, duration: 2 days, amount: DAY, dueAt: DUE});
    }

    function test_TellsExactlyWhatIsExecuted() external {
        Rental memory rental = _running();
        Mandate memory mandate = _mandate(rental);
        vm.warp(DUE);
        (uint32 duration, uint256 amount, ) = mandates.nextExtension(mandate, rental, TIP);
        bytes memory signature = _signMandate(mandate);

        vm.expectEmit(address(mandates));
        emit IRentalMandate.MandateExecuted({
            mandate: mandates.digestOf(mandate),
            id: mandate.rentalId,
            renter: renter,
            keeper: keeper,
            duration: duration,
            amount: amount,
            tip: TIP,
            spent: amount + TIP
        });
        _execute(mandate, signature, rental, TIP);
    }

    // Nothing comes next

    function test_RevertWhen_TheMandateAllowsNone() external {
        Rental memory rental = _running();

        for (uint256 fault = 0; fault < 7; ++fault) {
            Mandate memory mandate = _mandate(rental);
            bytes memory error_;
            if (fault == 0) {
                mandate.rentalId = "another";
                error_ = abi.encodeWithSelector(
                    IRentalMandate.WrongRental.selector,
                    escrow.idOf(rental),
                    bytes32("another")
                );
            }
            if (fault == 1) {
                mandate.renter = stranger;
                error_ = abi.encodeWithSelector(IRentalMandate.NotRentalsRenter.selector, stranger, renter);
            }
            if (fault == 2) {
                mandate.step = 0;
                error_ = abi.encodeWithSelector(IRentalMandate.ZeroStep.selector);
            }
            if (fault == 3) {
                mandate.extendBefore = 1;
                error_ = abi.encodeWithSelector(IRentalMandate.ExtendBeforeTooShort.selector, 1, 2);
            }
            if (fault == 4) {
                mandate.expiry = T0;
                error_ = abi.encodeWithSelector(IRentalMandate.MandateExpired.selector, T0);
            }
            if (fault == 5) {
                mandate.epoch = 1;
                error_ = abi.encodeWithSelector(IRentalMandate.WrongMandateEpoch.selector, 1, 0);
            }
            if (fault == 6) {
                vm.prank(renter);
                mandates.revoke(mandate.salt);
                error_ = abi.encodeWithSelector(IRentalMandate.SaltRevoked.selector, renter, mandate.salt);
            }
            vm.expectRevert(error_);
            mandates.nextExtension(mandate, rental, TIP);
        }
    }

    function test_RevertWhen_TheTipCannotBePaid() external {
        Rental memory rental = _running();
        Mandate memory mandate = _mandate(rental);

        vm.expectRevert(abi.encodeWithSelector(IRentalMandate.TipAboveMaximum.selector, TIP + 1, TIP));
        mandates.nextExtension(mandate, rental, TIP + 1);

        mandate.maxTotal = uint96(DAY + TIP - 1);
        vm.expectRevert(abi.encodeWithSelector(IRentalMandate.MandateExhausted.selector, DAY + TIP, DAY + TIP - 1));
        mandates.nextExtension(mandate, rental, TIP);

        (, uint256 amount, ) = mandates.nextExtension(mandate, rental, TIP - 1);
        assertEq(amount, DAY, "with a smaller tip");
    }

    function test_RevertGiven_RentalIsInTheNativeCoin() external {
        Offer memory offer = _instantOffer();
        offer.token = NATIVE;
        Rental memory rental = _running(offer);
        Mandate memory mandate = _mandate(rental);

        vm.expectRevert(abi.encodeWithSelector(IRentalMandate.NativeCoin.selector));
        mandates.nextExtension(mandate, rental, TIP);
    }

    function test_RevertGiven_RentalDoesNotRun() external {
        Rental memory rental = _running(_offer());
        Mandate memory mandate = _mandate(rental);

        vm.expectRevert(abi.encodeWithSelector(IRentalEscrow.WrongStatus.selector, mandate.rentalId, Status.Funded));
        mandates.nextExtension(mandate, rental, TIP);

        _start(rental);
        vm.warp(T0 + 1 days);
        vm.expectRevert(abi.encodeWithSelector(IRentalEscrow.RentalOver.selector, T0 + 1 days));
        mandates.nextExtension(mandate, rental, TIP);
    }

    function test_RevertGiven_DurationIsTheLongest() external {
        Offer memory offer = _instantOffer();
        offer.maxDuration = 1 days;
        Rental memory rental = _running(offer);
        Mandate memory mandate = _mandate(rental);

        vm.expectRevert(abi.encodeWithSelector(IRentalMandate.FullyExtended.selector, 1 days));
        mandates.nextExtension(mandate, rental, TIP);
    }

    function _assertNext(Rental memory rental, uint256 duration, uint256 amount, uint256 dueAt) private view {
        (uint32 duration_, uint256 amount_, uint256 dueAt_) = mandates.nextExtension(_mandate(rental), rental, TIP);

        assertEq(duration_, duration, "duration");
        assertEq(amount_, amount, "amount");
        assertEq(dueAt_, dueAt, "due");
    }
}
