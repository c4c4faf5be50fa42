// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {
    IRentalEscrow,
    Machine,
    Offer,
    Rental,
    RentalState,
    Status
} from "../../../contracts/interfaces/IRentalEscrow.sol";
import {IRentalMandate, Mandate} from "../../../contracts/interfaces/IRentalMandate.sol";
import {MandateBase} from "../../MandateBase.t.sol";
import {vm} from "../../Vm.sol";

contract MandateExecuteTest is MandateBase {
    // The rental that is named

    function test_RevertWhen_RentalIsNotTheNamedOne() external {
        Rental memory rental = _running();
        Mandate memory mandate = _mandate(rental);
        vm.warp(DUE);

        for (uint256 field = 0; field < 5; ++field) {
            Rental memory other = _rental(_instantOffer());
            other.offer.expiry = rental.offer.expiry;
            if (field == 0) other.salt = "other";
            if (field == 1) other.renter = stranger;
            if (field == 2) other.offer.pricePerHour += 1;
            if (field == 3) other.offer.maxDuration += 1;
            if (field == 4) other.offer.machine = "a100-1";
            _expectExecuteReverts(
                mandate,
                other,
                abi.encodeWithSelector(IRentalMandate.WrongRental.selector, escrow.idOf(other), mandate.rentalId)
            );
        }
    }

    function test_RevertWhen_SignerIsNotTheRentalsRenter() external {
        Rental memory rental = _running();
        Mandate memory mandate = _mandate(rental);
        mandate.renter = stranger;
        vm.warp(DUE);

        _expectExecuteReverts(
            mandate,
            _signMandate(mandate, uint256(keccak256("stranger"))),
            rental,
            abi.encodeWithSelector(IRentalMandate.NotRentalsRenter.selector, stranger, renter)
        );
    }

    function test_RevertGiven_RentalIsInTheNativeCoin() external {
        Offer memory offer = _instantOffer();
        offer.token = NATIVE;
        Rental memory rental = _running(offer);
        vm.warp(DUE);

        _expectExecuteReverts(_mandate(rental), rental, abi.encodeWithSelector(IRentalMandate.NativeCoin.selector));
    }

    // The fields

    function test_RevertWhen_StepIsZero() external {
        Rental memory rental = _running();
        Mandate memory mandate = _mandate(rental);
        mandate.step = 0;
        vm.warp(DUE);

        _expectExecuteReverts(mandate, rental, abi.encodeWithSelector(IRentalMandate.ZeroStep.selector));
    }

    function test_RevertWhen_ExtendBeforeLeavesNoSecond() external {
        Rental memory rental = _running();
        Mandate memory mandate = _mandate(rental);
        vm.warp(T0 + 1 days - 1);

        for (uint32 extendBefore = 0; extendBefore < 2; ++extendBefore) {
            mandate.extendBefore = extendBefore;
            _expectExecuteReverts(
                mandate,
                rental,
                abi.encodeWithSelector(IRentalMandate.ExtendBeforeTooShort.selector, extendBefore, 2)
            );
        }
    }

    function test_ExtendsWithTheShortestExtendBefore() external {
        Rental memory rental = _running();
        Mandate memory mandate = _mandate(rental);
        mandate.extendBefore = 2;

        vm.warp(T0 + 1 days - 2);
        _expectExecuteReverts(mandate, rental, _tooEarly(T0 + 1 days - 1));
        vm.warp(T0 + 1 days - 1);
        _execute(mandate, rental);

        assertEq(_duration(rental), 2 days, "duration");
    }

    function test_RevertWhen_TipIsAboveTheMaximum() external {
        Rental memory rental = _running();
        Mandate memory mandate = _mandate(rental);
        vm.warp(DUE);

        uint96[3] memory maxima = [TIP - 1, 1, 0];
        for (uint256 i = 0; i < maxima.length; ++i) {
            mandate.maxTip = maxima[i];
            _expectExecuteReverts(
                mandate,
                rental,
                abi.encodeWithSelector(IRentalMandate.TipAboveMaximum.selector, TIP, maxima[i])
            );
        }
    }

    // Expired and revoked

    function test_RevertWhen_Expired() external {
        Rental memory rental = _running();
        Mandate memory mandate = _mandate(rental);
        mandate.expiry = uint40(DUE);

        for (uint256 late = 0; late < 2; ++late) {
            vm.warp(DUE + late);
            _expectExecuteReverts(mandate, rental, abi.encodeWithSelector(IRentalMandate.MandateExpired.selector, DUE));
        }
    }

    function test_ExtendsInTheLastSecondBeforeExpiry() external {
        Rental memory rental = _running();
        Mandate memory mandate = _mandate(rental);
        mandate.expiry = uint40(DUE + 1);

        vm.warp(DUE);
        _execute(mandate, rental);

        assertEq(_duration(rental), 2 days, "duration");
    }

    function test_RevertWhen_EpochIsNotTheRenters() external {
        Rental memory rental = _running();
        Mandate memory mandate = _mandate(rental);
        vm.prank(renter);
        mandates.revokeAll();
        vm.warp(DUE);

        uint32[2] memory epochs = [uint32(0), 2];
        for (uint256 i = 0; i < epochs.length; ++i) {
            mandate.epoch = epochs[i];
            _expectExecuteReverts(
                mandate,
                rental,
                abi.encodeWithSelector(IRentalMandate.WrongMandateEpoch.selector, epochs[i], 1)
            );
        }
        mandate.epoch = 1;
        _execute(mandate, rental);
        assertEq(_duration(rental), 2 days, "the current epoch is executed");
    }

    function test_RevertGiven_SaltIsRevoked() external {
        Rental memory rental = _running();
        Mandate memory mandate = _mandate(rental);
        vm.prank(renter);
        mandates.revoke(mandate.salt);
        vm.warp(DUE);

        _expectExecuteReverts(
            mandate,
            rental,
            abi.encodeWithSelector(IRentalMandate.SaltRevoked.selector, renter, mandate.salt)
        );
    }

    // The rental's state

    function test_RevertGiven_RentalIsUnknown() external {
        Rental memory rental = _rental(_instantOffer());

        _expectWrongStatus(rental, Status.None);
    }

    function test_RevertGiven_RentalWaitsForItsHost() external {
        Rental memory rental = _running(_offer());

        _expectWrongStatus(rental, Status.Funded);
    }

    function test_RevertGiven_HostEndedIt() external {
        Rental memory rental = _running();
        vm.warp(DUE);
        vm.prank(host);
        escrow.interrupt(rental, NO_BOUND);

        _expectWrongStatus(rental, Status.Interrupted);
    }

    function test_RevertGiven_Disputed() external {
        Rental memory rental = _running();
        vm.warp(DUE);
        vm.prank(renter);
        escrow.dispute(rental, "ipfs://evidence", NO_PERMIT);

        _expectWrongStatus(rental, Status.Disputed);
    }

    function test_RevertGiven_RenterStoppedIt() external {
        Rental memory rental = _running();
        vm.warp(DUE);
        vm.prank(renter);
        escrow.stop(rental, NO_BOUND);

        _expectWrongStatus(rental, Status.Closed);
    }

    function test_RevertWhen_RentalIsOver() external {
        Rental memory rental = _running();

        uint256[2] memory times = [uint256(T0) + 1 days, T0 + 30 hours - 1];
        for (uint256 i = 0; i < times.length; ++i) {
            vm.warp(times[i]);
            _expectExecuteReverts(
                _mandate(rental),
                rental,
                abi.encodeWithSelector(IRentalEscrow.RentalOver.selector, T0 + 1 days)
            );
        }
    }

    function test_RevertGiven_DurationIsTheLongest() external {
        Offer memory offer = _instantOffer();
        offer.maxDuration = 1 days;
        Rental memory rental = _running(offer);

        uint256[2] memory times = [uint256(T0), DUE];
        for (uint256 i = 0; i < times.length; ++i) {
            vm.warp(times[i]);
            _expectExecuteReverts(
                _mandate(rental),
                rental,
                abi.encodeWithSelector(IRentalMandate.FullyExtended.selector, 1 days)
            );
        }
    }

    // The time

    function test_RevertWhen_ExtendBeforeSecondsAreLeft() external {
        Rental memory rental = _running();

        uint256[3] memory times = [uint256(T0), T0 + 12 hours, DUE - 1];
        for (uint256 i = 0; i < times.length; ++i) {
            vm.warp(times[i]);
            _expectExecuteReverts(_mandate(rental), rental, _tooEarly(DUE));
        }
    }

    function test_RevertWhen_ExecutedTwiceForOneNeed() external {
        Rental memory rental = _running();
        Mandate memory mandate = _mandate(rental);
        vm.warp(DUE);
        _execute(mandate, rental);

        _expectExecuteReverts(mandate, rental, _tooEarly(DUE + 1 days));
        assertEq(_duration(rental), 2 days, "one step");
        assertEq(mandates.spent(renter, mandate.salt), DAY + TIP, "one price and one tip");
    }

    function test_RevertGiven_SomebodyElseExtendedInFront() external {
        Rental memory rental = _running();
        vm.warp(DUE);
        vm.prank(stranger);
        escrow.extend(rental, 1 days + 1, NO_PERMIT);

        _expectExecuteReverts(_mandate(rental), rental, _tooEarly(DUE + 1));
    }

    function test_ExtendsWhenLessThanExtendBeforeIsLeft() external {
        Rental memory rental = _running();
        Mandate memory mandate = _mandate(rental);

        vm.warp(DUE);
        _execute(mandate, rental);

        assertEq(_duration(rental), 2 days, "duration");
    }

    function test_ExtendsInTheLastSecond() external {
        Rental memory rental = _running();
        Mandate memory mandate = _mandate(rental);

        vm.warp(T0 + 1 days - 1);
        _execute(mandate, rental);

        assertEq(_duration(rental), 2 days, "duration");
    }

    function test_ExtendsAtOnceGiven_ExtendBeforeIsLongerThanTheRental() external {
        Rental memory rental = _running();
        Mandate memory mandate = _mandate(rental);

        // The latter is longer than the time since 1970.
        uint32[2] memory times = [uint32(1 days + 1), type(uint32).max];
        for (uint256 i = 0; i < times.length; ++i) {
            mandate.extendBefore = times[i];
            _execute(mandate, rental);
            assertEq(_duration(rental), (2 + i) * 1 days, "duration");
        }
    }

    function test_ExtendsUntilEnoughIsLeftGiven_StepIsShorter() external {
        Rental memory rental = _running();
        Mandate memory mandate = _mandate(rental);
        (mandate.step, mandate.extendBefore) = (1 hours, 3 hours);

        vm.warp(T0 + 1 days - 1);
        for (uint256 i = 0; i < 3; ++i) _execute(mandate, rental);

        _expectExecuteReverts(mandate, rental, _tooEarly(T0 + 1 days + 1));
        assertEq(_duration(rental), 27 hours, "three steps");
    }

    function test_ExtendsFromTheStart() external {
        Rental memory rental = _running(_offer());
        vm.warp(T0 + 20 minutes);
        _start(rental);

        vm.warp(DUE + 20 minutes - 1);
        _expectExecuteReverts(_mandate(rental), rental, _tooEarly(DUE + 20 minutes));
        vm.warp(DUE + 20 minutes);
        _execute(_mandate(rental), rental);

        assertEq(_duration(rental), 2 days, "duration");
    }

    // The length

    function test_ExtendsByTheRestWhereTheLongestDurationIsNear() external {
        uint32[2] memory longest = [uint32(1 days + 1), 2 days - 1];
        for (uint256 i = 0; i < longest.length; ++i) {
            setUp();
            Offer memory offer = _instantOffer();
            offer.maxDuration = longest[i];
            Rental memory rental = _running(offer);
            vm.warp(DUE);
            _execute(_mandate(rental), rental);

            assertEq(_duration(rental), longest[i], "duration");
            assertEq(
                mandates.spent(renter, "mandate"),
                _price(rental, longest[i]) - DAY + TIP,
                "the price of the rest"
            );
        }
    }

    function test_ExtendsByOneSecond() external {
        Rental memory rental = _running();
        Mandate memory mandate = _mandate(rental);
        mandate.step = 1;

        vm.warp(T0 + 1 days - 1);
        _execute(mandate, rental);

        assertEq(_duration(rental), 1 days + 1, "duration");
    }

    function test_ExtendsWithoutOverflowByTheLongestStep() external {
        Offer memory offer = _instantOffer();
        (offer.pricePerHour, offer.maxDuration) = (type(uint96).max / 9_600, 400 days);
        Rental memory rental = _running(offer);
        Mandate memory mandate = _mandate(rental);
        (mandate.step, mandate.maxTotal) = (type(uint32).max, type(uint96).max);

        vm.warp(DUE);
        _execute(mandate, rental);

        assertEq(_duration(rental), 400 days, "duration");
    }

    // The total

    function test_RevertWhen_PriceAndTipExceedTheTotal() external {
        Rental memory rental = _running();
        Mandate memory mandate = _mandate(rental);
        vm.warp(DUE);

        uint96[4] memory totals = [uint96(DAY + TIP - 1), uint96(DAY), 1, 0];
        for (uint256 i = 0; i < totals.length; ++i) {
            mandate.maxTotal = totals[i];
            _expectExecuteReverts(mandate, rental, _exhausted(DAY + TIP, totals[i]));
        }
    }

    function test_SpendsTheTotalToTheLastUnit() external {
        Rental memory rental = _running();
        Mandate memory mandate = _mandate(rental);
        mandate.maxTotal = uint96(2 * (DAY + TIP));

        for (uint256 i = 0; i < 2; ++i) {
            vm.warp(DUE + i * 1 days);
            _execute(mandate, rental);
        }

        assertEq(mandates.spent(renter, mandate.salt), mandate.maxTotal, "spent");
        vm.warp(DUE + 2 days);
        _expectExecuteReverts(mandate, rental, _exhausted(DAY + TIP, 0));
    }

    function test_RevertWhen_TheSumOfALargePriceExceedsTheTotal() external {
        Offer memory offer = _instantOffer();
        offer.pricePerHour = type(uint96).max;
        Rental memory rental = _running(offer);
        Mandate memory mandate = _mandate(rental);
        (mandate.maxTotal, mandate.maxTip) = (type(uint96).max, type(uint96).max);
        bytes memory signature = _signMandate(mandate);
        vm.warp(DUE);

        vm.expectRevert(_exhausted(24 * uint256(type(uint96).max) + type(uint96).max, type(uint96).max));
        vm.prank(keeper);
        mandates.execute(mandate, signature, rental, type(uint96).max, NO_PERMIT);
    }

    function test_SharesOneCounterAmongMandatesWithOneSalt() external {
        Rental memory first = _running();
        Offer memory offer = _instantOffer();
        offer.machine = "a100-1";
        Rental memory second = _running(offer);
        Mandate memory large = _mandate(first);
        large.maxTotal = uint96(2 * (DAY + TIP));
        Mandate memory small = _mandate(second);
        small.maxTotal = uint96(2 * (DAY + TIP) - 1);
        vm.warp(DUE);

        _execute(large, first);
        _expectExecuteReverts(small, second, _exhausted(DAY + TIP, DAY + TIP - 1));
        vm.warp(DUE + 1 days);
        _execute(large, first);
        vm.warp(DUE);
        _expectExecuteReverts(small, second, _exhausted(DAY + TIP, 0));

        small.salt = "another";
        _execute(small, second);
        assertEq(mandates.spent(renter, "mandate"), 2 * (DAY + TIP), "spent under the shared salt");
        assertEq(mandates.spent(renter, "another"), DAY + TIP, "spent under another");
    }

    // What the escrow refuses

    function test_RevertGiven_MarketIsClosed() external {
        Rental memory rental = _running();
        vm.prank(guardian);
        escrow.closeMarket(address(usdc));
        vm.warp(DUE);

        _expectExecuteReverts(
            _mandate(rental),
            rental,
            abi.encodeWithSelector(IRentalEscrow.MarketNotOpen.selector, address(usdc))
        );
    }

    function test_RevertGiven_ArbiterIsAnother() external {
        Rental memory rental = _running();
        escrow.setMarket({token: address(usdc), arbiter: stranger, feeBps: FEE_BPS, open: true});
        vm.warp(DUE);

        _expectExecuteReverts(
            _mandate(rental),
            rental,
            abi.encodeWithSelector(IRentalEscrow.WrongArbiter.selector, arbiter, stranger)
        );
    }

    function test_RevertGiven_HostsFreeBondIsShort() external {
        Offer memory offer = _instantOffer();
        // Twenty prices of a day are 720 dollars, which the day has locked.
        offer.bond = uint96(20 * DAY + 1);
        _fundBond(address(usdc), 20 * DAY);
        Rental memory rental = _running(offer);
        vm.warp(DUE);

        _expectExecuteReverts(
            _mandate(rental),
            rental,
            abi.encodeWithSelector(IRentalEscrow.InsufficientBond.selector, 0, 1)
        );
        assertEq(mandates.spent(renter, "mandate"), 0, "nothing is spent");
        assertEq(usdc.balanceOf(renter), type(uint128).max, "nothing is taken");
    }

    function test_RevertWhen_PriceRoundsToZero() external {
        Offer memory offer = _instantOffer();
        offer.pricePerHour = 1;
        Rental memory rental = _running(offer);
        Mandate memory mandate = _mandate(rental);
        mandate.step = 1 hours - 1;
        vm.warp(DUE);

        _expectExecuteReverts(mandate, rental, abi.encodeWithSelector(IRentalEscrow.ZeroAmount.selector));
    }

    // What it does

    function test_ExtendsAndPays() external {
        Rental memory rental = _running();
        Mandate memory mandate = _mandate(rental);
        bytes32 id = mandate.rentalId;
        RentalState memory expected = escrow.getRental(id);
        expected.duration = 2 days;
        Machine memory machine = _machine(rental.offer);
        machine.busyUntil = T0 + 2 days;
        bytes memory signature = _signMandate(mandate);
        vm.warp(DUE);

        vm.expectEmit(address(mandates));
        emit IRentalMandate.MandateExecuted({
            mandate: _digestOf(mandate, address(mandates)),
            id: id,
            renter: renter,
            keeper: keeper,
            duration: 2 days,
            amount: DAY,
            tip: TIP,
            spent: DAY + TIP
        });
        vm.expectEmit(address(escrow));
        emit IRentalEscrow.Extended({id: id, payer: address(mandates), duration: 2 days, amount: DAY});
        _execute(mandate, signature, rental, TIP);

        assertEq(escrow.getRental(id), expected, "rental");
        assertEq(_machine(rental.offer), machine, "machine");
        assertEq(mandates.spent(renter, mandate.salt), DAY + TIP, "spent");
        assertEq(usdc.balanceOf(renter), type(uint128).max - DAY - TIP, "renter's balance");
        assertEq(usdc.balanceOf(keeper), TIP, "keeper's balance");
        assertEq(usdc.balanceOf(address(escrow)), 2 * DAY, "escrow's balance");
        _assertEmpty(address(usdc));
    }

    function test_CountsWhatItSpendsInAll() external {
        Rental memory rental = _running();
        Mandate memory mandate = _mandate(rental);
        bytes memory signature = _signMandate(mandate);
        vm.warp(DUE);
        _execute(mandate, signature, rental, TIP);
        vm.warp(DUE + 1 days);

        vm.expectEmit(address(mandates));
        emit IRentalMandate.MandateExecuted({
            mandate: _digestOf(mandate, address(mandates)),
            id: mandate.rentalId,
            renter: renter,
            keeper: keeper,
            duration: 3 days,
            amount: DAY,
            tip: 7,
            spent: 2 * DAY + TIP + 7
        });
        _execute(mandate, signature, rental, 7);

        assertEq(mandates.spent(renter, mandate.salt), 2 * DAY + TIP + 7, "spent");
        assertEq(usdc.balanceOf(keeper), TIP + 7, "keeper's balance");
    }

    function test_PaysNoTipWhereNoneIsAsked() external {
        Rental memory rental = _running();
        Mandate memory mandate = _mandate(rental);
        (mandate.maxTip, mandate.maxTotal) = (0, uint96(DAY));

        vm.warp(DUE);
        _execute(mandate, _signMandate(mandate), rental, 0);

        assertEq(usdc.balanceOf(keeper), 0, "keeper's balance");
        assertEq(usdc.balanceOf(renter), type(uint128).max - DAY, "renter's balance");
    }

    function test_PaysTipOfOneUnit() external {
        Rental memory rental = _running();
        Mandate memory mandate = _mandate(rental);

        vm.warp(DUE);
        _execute(mandate, _signMandate(mandate), rental, 1);

        assertEq(usdc.balanceOf(keeper), 1, "keeper's balance");
        assertEq(usdc.balanceOf(renter), type(uint128).max - DAY - 1, "renter's balance");
    }

    function test_IsExecutedByAnyone() external {
        Rental memory rental = _running();
        Mandate memory mandate = _mandate(rental);
        bytes memory signature = _signMandate(mandate);
        address[4] memory callers = [renter, host, guardian, address(this)];

        for (uint256 i = 0; i < callers.length; ++i) {
            vm.warp(DUE + i * 1 days);
            uint256 before = usdc.balanceOf(callers[i]);
            vm.prank(callers[i]);
            mandates.execute(mandate, signature, rental, TIP, NO_PERMIT);
            uint256 paid = callers[i] == renter ? DAY + TIP : 0;
            assertEq(usdc.balanceOf(callers[i]), before + TIP - paid, "caller's balance");
        }
        assertEq(_duration(rental), 5 days, "duration");
    }

    function test_PaysWhatTheEscrowTakesAfterARefund() external {
        Offer memory offer = _instantOffer();
        // A second costs 0.3 units: a refund of one moves the price of the next day by a unit at most.
        offer.pricePerHour = 1_000;
        Rental memory rental = _running(offer);
        Mandate memory mandate = _mandate(rental);
        mandate.step = 1 hours + 1;
        vm.warp(DUE);
        uint256 start = vm.snapshotState();

        for (uint32 refunded = 1; refunded < 6; ++refunded) {
            vm.revertToState(start);
            start = vm.snapshotState();
            vm.warp(DUE);
            vm.prank(host);
            escrow.refund(rental, refunded);
            uint256 held = usdc.balanceOf(address(escrow));
            (, uint256 amount, ) = mandates.nextExtension(mandate, rental, TIP);
            _execute(mandate, rental);

            uint256 first = _price(rental, 1 days - refunded);
            assertEq(amount, _price(rental, 1 days + 1 hours + 1 - refunded) - first, "price");
            assertEq(usdc.balanceOf(address(escrow)) - held, amount, "taken by the escrow");
            assertEq(mandates.spent(renter, mandate.salt), amount + TIP, "spent");
            _assertEmpty(address(usdc));
        }
    }

    function test_PaysTheRenterWhatIsNotServed() external {
        Rental memory rental = _running();
        Mandate memory mandate = _mandate(rental);
        vm.warp(DUE);
        _execute(mandate, rental);

        vm.warp(T0 + 1 days);
        vm.prank(renter);
        escrow.stop(rental, NO_BOUND);

        assertEq(usdc.balanceOf(renter), type(uint128).max - TIP, "the whole second day is back");
    }

    // Shared

    function _expectWrongStatus(Rental memory rental, Status status) private {
        vm.warp(DUE);
        _expectExecuteReverts(
            _mandate(rental),
            rental,
            abi.encodeWithSelector(IRentalEscrow.WrongStatus.selector, escrow.idOf(rental), status)
        );
    }

    function _tooEarly(uint256 dueAt) private pure returns (bytes memory) {
        return abi.encodeWithSelector(IRentalMandate.TooEarly.selector, dueAt);
    }

    function _exhausted(uint256 amount, uint256 left) private pure returns (bytes memory) {
        return abi.encodeWithSelector(IRentalMandate.MandateExhausted.selector, amount, left);
    }
}
