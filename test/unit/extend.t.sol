// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IRentalEscrow, Machine, Offer, Rental, RentalState, Status} from "../../contracts/interfaces/IRentalEscrow.sol";
import {DepositBase} from "../DepositBase.t.sol";
import {MisdeliveringToken} from "../mocks/MisdeliveringToken.sol";
import {RefusingToken} from "../mocks/RefusingToken.sol";
import {vm} from "../Vm.sol";

contract ExtendTest is DepositBase {
    // The rental

    function test_RevertGiven_Unknown() external {
        Rental memory rental = _rental(_offer());

        _expectWrongStatus(rental, Status.None);
    }

    function test_RevertGiven_Funded() external {
        Rental memory rental = _rental(_offer());
        _deposit(rental, 8 hours);

        _expectWrongStatus(rental, Status.Funded);
    }

    function test_RevertGiven_Interrupted() external {
        Rental memory rental = _running(address(usdc));
        vm.warp(T0 + 1 hours);
        vm.prank(host);
        escrow.interrupt(rental, NO_BOUND);

        _expectWrongStatus(rental, Status.Interrupted);
    }

    function test_RevertGiven_Closed() external {
        Rental memory rental = _running(address(usdc));
        vm.prank(renter);
        escrow.stop(rental, NO_BOUND);

        _expectWrongStatus(rental, Status.Closed);
    }

    function test_RevertWhen_RentalIsOver() external {
        Rental memory rental = _running(address(usdc));

        vm.warp(T0 + 8 hours);
        _expectReverts(rental, 9 hours, abi.encodeWithSelector(IRentalEscrow.RentalOver.selector, T0 + 8 hours));
    }

    function test_RevertWhen_RentalIsLongOver() external {
        Rental memory rental = _running(address(usdc));

        vm.warp(T0 + 14 hours - 1);
        _expectReverts(rental, 9 hours, abi.encodeWithSelector(IRentalEscrow.RentalOver.selector, T0 + 8 hours));
    }

    // The market

    function test_RevertGiven_MarketIsClosed() external {
        Rental memory rental = _running(address(usdc));
        vm.prank(guardian);
        escrow.closeMarket(address(usdc));

        _expectReverts(rental, 9 hours, abi.encodeWithSelector(IRentalEscrow.MarketNotOpen.selector, address(usdc)));
    }

    function test_RevertGiven_ArbiterIsAnother() external {
        Rental memory rental = _running(address(usdc));
        escrow.setMarket({token: address(usdc), arbiter: stranger, feeBps: FEE_BPS, open: true});

        _expectReverts(rental, 9 hours, abi.encodeWithSelector(IRentalEscrow.WrongArbiter.selector, arbiter, stranger));
    }

    // The duration

    function test_RevertWhen_DurationIsTooLong() external {
        Rental memory rental = _running(address(usdc));

        uint32[2] memory durations = [uint32(30 days + 1), type(uint32).max];
        for (uint256 i = 0; i < durations.length; ++i) _expectOutOfBounds(rental, durations[i], 8 hours + 1);
    }

    function test_RevertWhen_DurationIsNotMore() external {
        Rental memory rental = _running(address(usdc));

        uint32[4] memory durations = [uint32(0), 1 hours, 8 hours - 1, 8 hours];
        for (uint256 i = 0; i < durations.length; ++i) _expectOutOfBounds(rental, durations[i], 8 hours + 1);
    }

    function test_RevertWhen_SentTwice() external {
        Rental memory rental = _running(address(usdc));
        _extend(rental, 9 hours);

        _expectOutOfBounds(rental, 9 hours, 9 hours + 1);
        _assertMoney({token: address(usdc), paid: 13_500_000, freeBond: 0, inEscrow: 13_500_000});
    }

    function test_RevertGiven_NoLongerDurationIsOffered() external {
        Rental memory rental = _running(address(usdc));
        _extend(rental, 30 days);

        _expectOutOfBounds(rental, 30 days, 30 days + 1);
        _expectOutOfBounds(rental, 30 days + 1, 30 days + 1);
    }

    function test_RevertWhen_CostRoundsToZero() external {
        Offer memory offer = _instantOffer();
        offer.pricePerHour = 1;
        Rental memory rental = _rental(offer);
        _deposit(rental, 1 hours);

        _expectReverts(rental, 2 hours - 1, abi.encodeWithSelector(IRentalEscrow.ZeroAmount.selector));
    }

    // The bond

    function test_RevertGiven_BondIsShortOfTheRise() external {
        Rental memory rental = _cheap(4_999_999);

        // Twenty prices rise from 10 dollars to 15.
        _expectReverts(
            rental,
            30 minutes,
            abi.encodeWithSelector(IRentalEscrow.InsufficientBond.selector, 4_999_999, 5_000_000)
        );
    }

    function test_RevertGiven_BondIsShortOfTheRiseToTheOffers() external {
        Rental memory rental = _cheap(29_999_999);

        _expectReverts(
            rental,
            30 days,
            abi.encodeWithSelector(IRentalEscrow.InsufficientBond.selector, 29_999_999, 30_000_000)
        );
    }

    function test_TakesTheRiseOfTheBond() external {
        Rental memory rental = _cheap(30_000_000);

        _extend(rental, 30 minutes);
        _assertMoney({token: address(usdc), paid: 750_000, freeBond: 25_000_000, inEscrow: 40_750_000});

        // The 40 dollars of the offer are twenty prices of 80 minutes.
        _extend(rental, 80 minutes - 1);
        _assertMoney({token: address(usdc), paid: 1_999_583, freeBond: 8340, inEscrow: 41_999_583});
    }

    function test_TakesARiseOfOneUnit() external {
        Offer memory offer = _instantOffer();
        offer.bond = 10_000_001;
        Rental memory rental = _rental(offer);
        _fundBond(address(usdc), 10_000_001);
        _deposit(rental, 20 minutes);
        _assertMoney({token: address(usdc), paid: 500_000, freeBond: 1, inEscrow: 10_500_001});

        _extend(rental, 30 minutes);
        _assertMoney({token: address(usdc), paid: 750_000, freeBond: 0, inEscrow: 10_750_001});
    }

    function test_TakesNoMoreThanTheOffersBond() external {
        Rental memory rental = _cheap(31_000_000);

        _extend(rental, 80 minutes);
        _assertMoney({token: address(usdc), paid: 2_000_000, freeBond: 1_000_000, inEscrow: 43_000_000});

        _extend(rental, 8 hours);
        _assertMoney({token: address(usdc), paid: 12_000_000, freeBond: 1_000_000, inEscrow: 53_000_000});
    }

    function test_NeedsNoFreeBondWhereTheBondDoesNotRise() external {
        Offer memory offer = _instantOffer();
        offer.bond = 5_000_000;
        Rental memory rental = _rental(offer);
        _fundBond(address(usdc), 5_000_000);
        _deposit(rental, 8 hours);

        _extend(rental, 9 hours);

        _assertMoney({token: address(usdc), paid: 13_500_000, freeBond: 0, inEscrow: 18_500_000});
    }

    // The payment

    function test_RevertWhen_NativeValueIsNotThePrice() external {
        Rental memory rental = _running(NATIVE);

        uint256[3] memory values = [uint256(0), 1_499_999, 1_500_001];
        for (uint256 i = 0; i < values.length; ++i) {
            vm.expectRevert(abi.encodeWithSelector(IRentalEscrow.WrongValue.selector, values[i], 1_500_000));
            vm.prank(payer);
            escrow.extend{value: values[i]}(rental, 9 hours, NO_PERMIT);
        }
    }

    function test_RevertWhen_ValueComesWithTokens() external {
        Rental memory rental = _running(address(usdc));

        vm.expectRevert(abi.encodeWithSelector(IRentalEscrow.WrongValue.selector, 1_500_000, 0));
        vm.prank(payer);
        escrow.extend{value: 1_500_000}(rental, 9 hours, NO_PERMIT);
    }

    function test_RevertGiven_AllowanceIsShort() external {
        Rental memory rental = _running(address(usdc));
        vm.prank(payer);
        usdc.approve(address(escrow), 1_499_999);

        _expectReverts(
            rental,
            9 hours,
            abi.encodeWithSelector(IRentalEscrow.InsufficientAllowance.selector, 1_499_999, 1_500_000)
        );
    }

    function test_RevertGiven_BalanceIsShort() external {
        Rental memory rental = _running(address(usdc));
        vm.prank(payer);
        usdc.transfer(stranger, PURSE - 12_000_000 - 1_499_999);

        _expectReverts(
            rental,
            9 hours,
            abi.encodeWithSelector(IRentalEscrow.InsufficientBalance.selector, 1_499_999, 1_500_000)
        );
    }

    function test_RevertGiven_TokenRefuses() external {
        Rental memory rental = _running(address(usdc));
        vm.etch(address(usdc), address(new RefusingToken()).code);

        _expectReverts(rental, 9 hours, abi.encodeWithSelector(IRentalEscrow.TransferRefused.selector, address(usdc)));
    }

    function test_RevertGiven_TokenTakesFee() external {
        Rental memory rental = _running(address(usdc));
        vm.etch(address(usdc), address(new MisdeliveringToken(-1)).code);

        _expectReverts(
            rental,
            9 hours,
            abi.encodeWithSelector(IRentalEscrow.WrongAmountReceived.selector, 1_499_999, 1_500_000)
        );
    }

    // What it does

    function test_ExtendsInTokens() external {
        _extendsRunningRental(address(usdc));
    }

    function test_ExtendsInNative() external {
        _extendsRunningRental(NATIVE);
    }

    function test_ExtendsForAnybody() external {
        Rental memory rental = _running(address(usdc));
        bytes32 id = escrow.idOf(rental);
        _fund(keeper, address(usdc), 1_500_000);

        address[4] memory payers = [renter, host, stranger, keeper];
        for (uint32 i = 0; i < 4; ++i) {
            uint256 purse = usdc.balanceOf(payers[i]);
            vm.expectEmit(address(escrow));
            emit IRentalEscrow.Extended({id: id, payer: payers[i], duration: (9 + i) * 1 hours, amount: 1_500_000});
            vm.prank(payers[i]);
            escrow.extend(rental, (9 + i) * 1 hours, NO_PERMIT);

            assertEq(usdc.balanceOf(payers[i]), purse - 1_500_000, "payer's balance");
        }
        assertEq(usdc.balanceOf(address(escrow)), 18_000_000, "escrow's balance");
    }

    function test_SpendsPermit() external {
        Rental memory rental = _running(address(usdc));
        vm.prank(payer);
        usdc.approve(address(escrow), 0);
        bytes memory permit = _permit(1_500_000, T0);

        vm.prank(payer);
        escrow.extend(rental, 9 hours, permit);

        assertEq(usdc.nonces(payer), 1, "permit spent");
        _assertMoney({token: address(usdc), paid: 13_500_000, freeBond: 0, inEscrow: 13_500_000});
    }

    function test_ExtendsInstantRental() external {
        Rental memory rental = _rental(_instantOffer());
        bytes32 id = _deposit(rental, 8 hours);

        vm.warp(T0 + 7 hours);
        _extend(rental, 8 hours + 30 minutes);

        assertEq(escrow.getRental(id).since, T0, "since");
        assertEq(escrow.getRental(id).duration, 8 hours + 30 minutes, "duration");
        assertEq(_machine(rental.offer).busyUntil, T0 + 8 hours + 30 minutes, "busyUntil");
    }

    function test_ExtendsInLastSecond() external {
        Rental memory rental = _running(address(usdc));

        vm.warp(T0 + 8 hours - 1);
        _extend(rental, 8 hours + 1);

        assertEq(escrow.getRental(escrow.idOf(rental)).duration, 8 hours + 1, "duration");
        assertEq(usdc.balanceOf(address(escrow)), 12_000_416, "escrow's balance");

        vm.warp(T0 + 8 hours);
        _extend(rental, 8 hours + 2);

        assertEq(escrow.getRental(escrow.idOf(rental)).duration, 8 hours + 2, "duration after the second");
        assertEq(usdc.balanceOf(address(escrow)), 12_000_833, "escrow's balance after the second");
    }

    function test_ExtendsToLongestDuration() external {
        Rental memory rental = _running(address(usdc));

        _extend(rental, 30 days);

        assertEq(escrow.getRental(escrow.idOf(rental)).duration, 30 days, "duration");
        assertEq(usdc.balanceOf(address(escrow)), 1_080_000_000, "escrow's balance");
    }

    function test_ExtendsToTheMost() external {
        uint256 most = uint256(type(uint96).max) * 9600;
        Offer memory offer = _instantOffer();
        offer.pricePerHour = type(uint96).max;
        offer.maxDuration = 400 days;
        Rental memory rental = _rental(offer);
        bytes32 id = _deposit(rental, 1);

        _extend(rental, 400 days);

        assertEq(escrow.getRental(id).duration, 400 days, "duration");
        _assertMoney({token: address(usdc), paid: most, freeBond: 0, inEscrow: most});
    }

    function test_ExtendsForOneUnit() external {
        Offer memory offer = _instantOffer();
        offer.pricePerHour = 1;
        Rental memory rental = _rental(offer);
        _deposit(rental, 1 hours + 3599);

        // One more second completes the second hour.
        _extend(rental, 2 hours);

        _assertMoney({token: address(usdc), paid: 2, freeBond: 0, inEscrow: 2});
    }

    function testFuzz_SlicesCostTheWhole(uint96 price, uint32 first, uint32[4] calldata slices) external {
        Offer memory offer = _instantOffer();
        // From 3600 units an hour on, a second costs at least one.
        offer.pricePerHour = price < 3600 ? price + 3600 : price;
        offer.maxDuration = 400 days;
        Rental memory rental = _rental(offer);
        uint32 duration = 1 + (first % 80 days);
        bytes32 id = _deposit(rental, duration);

        for (uint256 i = 0; i < slices.length; ++i) {
            duration += 1 + (slices[i] % (80 days - 1));
            _extend(rental, duration);
        }

        assertEq(escrow.getRental(id).duration, duration, "duration");
        assertEq(usdc.balanceOf(address(escrow)), _price(rental, duration), "price of the whole");
        assertEq(_machine(offer).busyUntil, T0 + duration, "busyUntil");
    }

    function test_ExtendsGiven_OfferIsDead() external {
        Rental memory rental = _running(address(usdc));
        vm.startPrank(host);
        escrow.revokeOffers(rental.offer.machine);
        escrow.setSigner(stranger);
        vm.stopPrank();

        vm.warp(rental.offer.expiry + 1 hours);
        _extend(rental, 9 hours);

        assertEq(escrow.getRental(escrow.idOf(rental)).duration, 9 hours, "duration");
        assertEq(_machine(rental.offer).busyUntil, T0 + 9 hours, "busyUntil");
        assertEq(_machine(rental.offer).nonce, 1, "nonce");
    }

    function test_KeepsFeeOfDeposit() external {
        Rental memory rental = _running(address(usdc));
        escrow.setMarket({token: address(usdc), arbiter: arbiter, feeBps: 1500, open: true});
        escrow.setHostFee(host, 1400);

        _extend(rental, 10 hours);
        vm.warp(T0 + 16 hours);
        escrow.settle(rental);

        assertEq(escrow.fees(address(usdc)), 1_500_000, "a tenth of ten hours");
        assertEq(usdc.balanceOf(payee), 13_500_000, "payee's balance");
    }

    // Shared

    /// @dev Twenty minutes under a bond of 40 dollars, of which 10 are locked; `free` more are not.
    function _cheap(uint256 free) private returns (Rental memory rental) {
        Offer memory offer = _instantOffer();
        offer.bond = 40_000_000;
        rental = _rental(offer);
        _fundBond(address(usdc), 10_000_000 + free);
        _deposit(rental, 20 minutes);
    }

    /// @dev Eight hours, deposited and started at `T0` in block 100.
    function _running(address token) private returns (Rental memory rental) {
        Offer memory offer = _offer();
        offer.token = token;
        rental = _rental(offer);
        vm.roll(100);
        _deposit(rental, 8 hours);
        _start(rental);
    }

    function _extendsRunningRental(address token) private {
        Offer memory offer = _offer();
        offer.token = token;
        offer.bond = 5_000_000;
        Rental memory rental = _rental(offer);
        _fundBond(token, 6_000_000);
        vm.roll(100);
        bytes32 id = _deposit(rental, 8 hours);
        _start(rental);

        vm.roll(200);
        vm.warp(T0 + 3 hours);
        vm.expectEmit(address(escrow));
        emit IRentalEscrow.Extended({id: id, payer: payer, duration: 10 hours, amount: 3_000_000});
        _extend(rental, 10 hours);

        RentalState memory expected;
        expected.status = Status.Active;
        expected.feeBps = FEE_BPS;
        expected.depositBlock = 100;
        expected.since = T0;
        expected.duration = 10 hours;
        assertEq(escrow.getRental(id), expected, "rental");
        assertEq(_machine(offer), Machine({busyUntil: T0 + 10 hours, nonce: 0, depositBlock: 100}), "machine");

        _assertMoney({token: token, paid: 15_000_000, freeBond: 1_000_000, inEscrow: 21_000_000});
    }

    /// @dev To `duration` in all, of which eight hours are paid where coins are sent.
    function _extend(Rental memory rental, uint32 duration) private {
        uint256 value = rental.offer.token == NATIVE ? _price(rental, duration) - _price(rental, 8 hours) : 0;
        vm.prank(payer);
        escrow.extend{value: value}(rental, duration, NO_PERMIT);
    }

    function _expectReverts(Rental memory rental, uint32 duration, bytes memory error_) private {
        vm.expectRevert(error_);
        _extend(rental, duration);
    }

    function _expectOutOfBounds(Rental memory rental, uint32 duration, uint256 minimum) private {
        _expectReverts(
            rental,
            duration,
            abi.encodeWithSelector(IRentalEscrow.DurationOutOfBounds.selector, duration, minimum, 30 days)
        );
    }

    function _expectWrongStatus(Rental memory rental, Status status) private {
        bytes32 id = escrow.idOf(rental);
        _expectReverts(rental, 9 hours, abi.encodeWithSelector(IRentalEscrow.WrongStatus.selector, id, status));
    }
}
