// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IRentalEscrow, Offer, Rental, RentalState, Status} from "../../../contracts/interfaces/IRentalEscrow.sol";
import {IRentalRouter, Method} from "../../../contracts/interfaces/IRentalRouter.sol";
import {RouterBase} from "../../RouterBase.t.sol";
import {vm} from "../../Vm.sol";

contract RouterRentTest is RouterBase {
    // The orders

    function test_RevertWhen_DurationsAreFewerOrMore() external {
        Deal memory deal = _deal(2, Method.Authorization);

        deal.durations = new uint32[](1);
        _expectUnequal(deal, 1, 2);
        deal.durations = new uint32[](3);
        _expectUnequal(deal, 3, 2);
    }

    function test_RevertWhen_HostSignaturesAreFewerOrMore() external {
        Deal memory deal = _deal(2, Method.Authorization);

        deal.hostSignatures = new bytes[](1);
        _expectUnequal(deal, 2, 1);
        deal.hostSignatures = new bytes[](3);
        _expectUnequal(deal, 2, 3);
    }

    function test_RevertWhen_NothingIsOrdered() external {
        _expectCountOutOfBounds(0);
    }

    function test_RevertWhen_TooMuchIsOrdered() external {
        _expectCountOutOfBounds(65);
    }

    function test_RevertWhen_TokenIsTheNativeCoin() external {
        Deal memory deal = _deal(1, Method.Permit2);
        deal.rentals[0].offer.token = NATIVE;

        _expectRentReverts(deal, abi.encodeWithSelector(IRentalRouter.NativeCoin.selector));
    }

    function test_RevertWhen_TokensAreMixed() external {
        for (uint256 i = 1; i < 3; ++i) {
            Deal memory deal = _deal(3, Method.Authorization);
            deal.rentals[i].offer.token = address(usdc);

            _expectRentReverts(
                deal,
                abi.encodeWithSelector(IRentalRouter.MixedTokens.selector, address(usdc), address(dollar))
            );
        }
    }

    function test_RevertWhen_CoinsComeWithTheCall() external {
        Deal memory deal = _deal(1, Method.Authorization);
        bytes memory call = abi.encodeCall(
            router.rent,
            (deal.rentals, deal.durations, deal.hostSignatures, deal.payment)
        );
        vm.deal(keeper, 1);

        vm.prank(keeper);
        (bool done, ) = address(router).call{value: 1}(call);
        assertEq(done, false, "a call with coins");
        vm.prank(keeper);
        (done, ) = address(router).call{value: 1}("");
        assertEq(done, false, "coins alone");
        vm.prank(keeper);
        (done, ) = address(router).call(call);
        assertEq(done, true, "the call itself");
    }

    // The escrow's refusals

    function test_RevertGiven_EscrowRefusesTheOffer() external {
        Deal memory deal = _deal(1, Method.Authorization);
        vm.prank(host);
        escrow.revokeOffers(deal.rentals[0].offer.machine);
        _expectRentReverts(deal, abi.encodeWithSelector(IRentalEscrow.WrongNonce.selector, 0, 1));

        setUp();
        deal = _deal(1, Method.Permit2);
        deal.hostSignatures[0] = "";
        _expectRentReverts(deal, abi.encodeWithSelector(IRentalEscrow.InvalidSignature.selector, host));

        setUp();
        deal = _deal(1, Method.Authorization);
        deal.durations[0] = 31 days;
        deal.payment.value = 31 days * uint256(1_500_000);
        _signPayment(deal);
        _expectRentReverts(
            deal,
            abi.encodeWithSelector(IRentalEscrow.DurationOutOfBounds.selector, 31 days, 1, 30 days)
        );
    }

    function test_RevertGiven_HostsBondIsShort() external {
        Deal memory deal = _deal(1, Method.Permit2);
        deal.rentals[0].offer.bond = 1_000_000;
        _signOffers(deal);
        _signPayment(deal);

        _expectRentReverts(deal, abi.encodeWithSelector(IRentalEscrow.InsufficientBond.selector, 0, 1_000_000));
    }

    function test_RevertWhen_PriceIsZero() external {
        Deal memory deal = _deal(1, Method.Authorization);
        deal.rentals[0].offer.pricePerHour = 1;
        deal.durations[0] = 3599;
        _signOffers(deal);
        uint256[2] memory values = [PRICE, FEE];
        for (uint256 i = 0; i < 2; ++i) {
            deal.payment.value = values[i];
            _signPayment(deal);

            _expectRentReverts(deal, abi.encodeWithSelector(IRentalEscrow.ZeroAmount.selector));
        }
    }

    function test_RevertGiven_OneOfTheClusterIsTaken() external {
        for (uint256 m = 0; m < 2; ++m) {
            setUp();
            Deal memory deal = _deal(3, _methods()[m]);
            Rental memory other = _rentalOf(bytes32(uint256(3)));
            (other.salt, other.offer.token) = ("other", address(usdc));
            _deposit(other, 1 hours);

            _expectRentReverts(deal, abi.encodeWithSelector(IRentalEscrow.MachineBusy.selector, T0 + 1 hours));

            _assertDollars({paid: 0, fee: 0, label: "nothing moved"});
            for (uint256 i = 0; i < 3; ++i) {
                assertEq(_status(escrow.idOf(deal.rentals[i])), Status.None, "no rental");
            }
        }
    }

    // What it does

    function test_RentsByAuthorization() external {
        _rents(Method.Authorization);
    }

    function test_RentsByPermit2() external {
        _rents(Method.Permit2);
    }

    function test_RentsClusterByAuthorization() external {
        _rentsCluster(Method.Authorization);
    }

    function test_RentsClusterByPermit2() external {
        _rentsCluster(Method.Permit2);
    }

    function test_RentsAtDifferentPrices() external {
        Deal memory deal = _deal(2, Method.Authorization);
        deal.rentals[1].offer.pricePerHour = 999_999;
        deal.rentals[1].renter = stranger;
        deal.durations[1] = 100;
        deal.payment.value = PRICE + 27_777 + FEE;
        _signOffers(deal);
        _signPayment(deal);

        _rent(deal);

        assertEq(escrow.getRental(escrow.idOf(deal.rentals[1])).duration, 100, "second rental");
        _assertDollars({paid: PRICE + 27_777, fee: FEE, label: "two prices"});
    }

    function test_RentsSixtyFour() external {
        Deal memory deal = _deal(64, Method.Authorization);

        _rent(deal);

        assertEq(_status(escrow.idOf(deal.rentals[63])), Status.Active, "last rental");
        _assertDollars({paid: 64 * PRICE, fee: FEE, label: "64 rentals"});
    }

    function test_ReservesMachineOfAHostThatStarts() external {
        Deal memory deal = _deal(1, Method.Authorization);
        deal.rentals[0].offer.startWindow = 30 minutes;
        _signOffers(deal);
        _signPayment(deal);

        _rent(deal);

        assertEq(_status(escrow.idOf(deal.rentals[0])), Status.Funded, "status");
        _assertDollars({paid: PRICE, fee: FEE, label: "funded"});
    }

    function test_GivesTheRestBackToThePayer() external {
        for (uint256 m = 0; m < 2; ++m) {
            setUp();
            Deal memory deal = _deal(1, _methods()[m]);
            deal.payment.value = DOLLARS;
            _signPayment(deal);

            _rent(deal);

            assertEq(dollar.balanceOf(renter), 0, "renter's balance");
            _assertDollars({paid: PRICE, fee: FEE, label: "all that the payer has"});
        }
    }

    function test_TakesNoFeeWhereNoneIsSigned() external {
        Deal memory deal = _deal(1, Method.Authorization);
        (deal.payment.value, deal.payment.relayFee) = (PRICE, 0);
        _signPayment(deal);

        _rent(deal);

        _assertDollars({paid: PRICE, fee: 0, label: "without a fee"});
    }

    function test_RefundsTheRenterAlone() external {
        Deal memory deal = _deal(1, Method.Permit2);
        _rent(deal);

        vm.warp(T0 + 4 hours);
        vm.prank(renter);
        escrow.stop(deal.rentals[0], NO_BOUND);

        assertEq(dollar.balanceOf(renter), PRICE / 2, "renter's balance");
        assertEq(dollar.balanceOf(payer), DOLLARS - PRICE - FEE, "payer's balance");
        _assertRouterIsEmpty("after the end");
    }

    // Rentals that exist

    function test_ExtendsGiven_RentalRuns() external {
        for (uint256 m = 0; m < 2; ++m) {
            setUp();
            Deal memory deal = _deal(3, _methods()[m]);
            _copy(deal.rentals[1], 1 hours);
            bytes32 id = escrow.idOf(deal.rentals[1]);

            vm.warp(T0 + 1);
            vm.expectEmit(address(router));
            emit IRentalRouter.Purchased({
                purchase: _purchaseDigest(deal),
                id: id,
                payer: payer,
                relayer: keeper,
                duration: 8 hours,
                amount: PRICE - 1_500_000
            });
            vm.expectEmit(address(escrow));
            emit IRentalEscrow.Extended({id: id, payer: address(router), duration: 8 hours, amount: PRICE - 1_500_000});
            _rent(deal);

            for (uint256 i = 0; i < 3; ++i) {
                assertEq(escrow.getRental(escrow.idOf(deal.rentals[i])).duration, 8 hours, "duration");
            }
            assertEq(dollar.balanceOf(address(escrow)), 3 * PRICE, "escrow's balance");
            assertEq(dollar.balanceOf(payer), DOLLARS - 3 * PRICE + 1_500_000 - FEE, "the gift stays with the payer");
            _assertRouterIsEmpty("extended");
        }
    }

    function test_RevertGiven_RentalRunsAsLong() external {
        Deal memory deal = _deal(1, Method.Authorization);
        _copy(deal.rentals[0], 8 hours);
        _expectRentReverts(
            deal,
            abi.encodeWithSelector(IRentalEscrow.DurationOutOfBounds.selector, 8 hours, 8 hours + 1, 30 days)
        );

        setUp();
        deal = _deal(1, Method.Authorization);
        _copy(deal.rentals[0], 9 hours);
        _expectRentReverts(
            deal,
            abi.encodeWithSelector(IRentalEscrow.DurationOutOfBounds.selector, 8 hours, 9 hours + 1, 30 days)
        );
    }

    function test_RevertGiven_RentalIsOver() external {
        Deal memory deal = _deal(1, Method.Authorization);
        _copy(deal.rentals[0], 1);

        vm.warp(T0 + 1);
        _expectRentReverts(deal, abi.encodeWithSelector(IRentalEscrow.RentalOver.selector, T0 + 1));
    }

    function test_RevertGiven_RentalWaitsForItsHost() external {
        Deal memory deal = _deal(1, Method.Permit2);
        deal.rentals[0].offer.startWindow = 30 minutes;
        _signOffers(deal);
        _signPayment(deal);
        _copy(deal.rentals[0], 1);

        _expectExists(deal);
    }

    function test_RevertGiven_RentalEnded() external {
        Deal memory deal = _deal(1, Method.Authorization);
        _copy(deal.rentals[0], 1 hours);
        uint256 start = vm.snapshotState();

        vm.prank(operator);
        escrow.interrupt(deal.rentals[0], NO_BOUND);
        _expectExists(deal);
        vm.revertToState(start);
        start = vm.snapshotState();
        vm.prank(renter);
        escrow.dispute(deal.rentals[0], "ipfs://evidence", NO_PERMIT);
        _expectExists(deal);
        vm.revertToState(start);
        vm.prank(renter);
        escrow.stop(deal.rentals[0], NO_BOUND);
        _expectExists(deal);
    }

    function test_RevertWhen_OneRentalIsOrderedTwice() external {
        Deal memory deal = _deal(2, Method.Authorization);
        (deal.rentals[1], deal.durations[1]) = (deal.rentals[0], 9 hours);
        deal.payment.value = DOLLARS;
        _signOffers(deal);
        _signPayment(deal);
        _expectExists(deal);

        // While it runs, the second extension costs an hour and not nine.
        _copy(deal.rentals[0], 1 hours);
        uint256 tooMuch = PRICE - 1_500_000;
        _expectRentReverts(deal, abi.encodeWithSelector(IRentalRouter.NotSettled.selector, tooMuch, 0, tooMuch));
    }

    // Shared

    /// @dev The payer's own rental, taken by a stranger.
    function _copy(Rental memory rental, uint32 duration) private {
        bytes memory signature = _sign(rental.offer);
        dollar.mint(stranger, _price(rental, duration));
        vm.startPrank(stranger);
        dollar.approve(address(escrow), type(uint256).max);
        escrow.deposit(rental, duration, signature, NO_PERMIT);
        vm.stopPrank();
    }

    function _expectExists(Deal memory deal) private {
        bytes32 id = escrow.idOf(deal.rentals[0]);
        _expectRentReverts(deal, abi.encodeWithSelector(IRentalEscrow.RentalExists.selector, id));
    }

    function _expectUnequal(Deal memory deal, uint256 durations, uint256 hostSignatures) private {
        _expectRentReverts(
            deal,
            abi.encodeWithSelector(IRentalRouter.UnequalLengths.selector, 2, durations, hostSignatures)
        );
    }

    function _expectCountOutOfBounds(uint256 count) private {
        Deal memory deal;
        deal.rentals = new Rental[](count);
        deal.durations = new uint32[](count);
        deal.hostSignatures = new bytes[](count);
        _expectRentReverts(deal, abi.encodeWithSelector(IRentalRouter.OrderCountOutOfBounds.selector, count, 1, 64));
    }

    function _rents(Method method) private {
        Deal memory deal = _deal(1, method);
        bytes32 id = escrow.idOf(deal.rentals[0]);
        vm.roll(100);
        vm.expectEmit(address(router));
        emit IRentalRouter.Purchased({
            purchase: _purchaseDigest(deal),
            id: id,
            payer: payer,
            relayer: keeper,
            duration: 8 hours,
            amount: PRICE
        });
        vm.expectEmit(address(escrow));
        emit IRentalEscrow.Deposited({
            id: id,
            host: host,
            renter: renter,
            rental: deal.rentals[0],
            duration: 8 hours,
            amount: PRICE,
            feeBps: FEE_BPS,
            payer: address(router),
            previousDepositBlock: 0
        });
        _rent(deal);

        RentalState memory expected;
        expected.status = Status.Active;
        expected.feeBps = FEE_BPS;
        expected.depositBlock = 100;
        expected.since = T0;
        expected.duration = 8 hours;
        assertEq(escrow.getRental(id), expected, "rental");
        _assertDollars({paid: PRICE, fee: FEE, label: "one rental"});
    }

    function _rentsCluster(Method method) private {
        Deal memory deal = _deal(3, method);
        for (uint256 i = 0; i < 3; ++i) {
            vm.expectEmit(address(router));
            emit IRentalRouter.Purchased({
                purchase: _purchaseDigest(deal),
                id: escrow.idOf(deal.rentals[i]),
                payer: payer,
                relayer: keeper,
                duration: 8 hours,
                amount: PRICE
            });
        }
        _rent(deal);

        for (uint256 i = 0; i < 3; ++i) {
            assertEq(_status(escrow.idOf(deal.rentals[i])), Status.Active, "status");
        }
        _assertDollars({paid: 3 * PRICE, fee: FEE, label: "three rentals"});
    }
}
