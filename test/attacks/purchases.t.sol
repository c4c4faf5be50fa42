// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {ReentrancyGuardTransient} from "@openzeppelin/contracts/utils/ReentrancyGuardTransient.sol";

import {IPermit2} from "../../contracts/interfaces/IPermit2.sol";
import {IRentalEscrow, Rental, Status} from "../../contracts/interfaces/IRentalEscrow.sol";
import {IRentalRouter, Method, Payment} from "../../contracts/interfaces/IRentalRouter.sol";
import {PolygonToken} from "../../sdk/testing/contracts/PolygonToken.sol";
import {deployRouter} from "../deployRouter.sol";
import {OddUsdcToken} from "../mocks/OddUsdcToken.sol";
import {Wallet} from "../mocks/parties/Wallet.sol";
import {UsdcToken} from "../mocks/UsdcToken.sol";
import {RouterBase} from "../RouterBase.t.sol";
import {vm} from "../Vm.sol";

/// @dev Purchases that relayers, copiers, tokens and payers try to turn into something else.
contract PurchasesTest is RouterBase {
    uint256 private constant _CURVE = 0xFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFEBAAEDCE6AF48A03BBFD25E8CD0364141;
    string private constant _WITNESS_TYPE =
        "Purchase witness)Order(bytes32 rentalId,address renter,uint32 duration)Purchase(Order[] orders,uint256 relayFee,address relayer,uint256 validBefore)TokenPermissions(address token,uint256 amount)";

    // Replayed

    function test_PurchaseSentAgain_BuysOnce() external {
        for (uint256 m = 0; m < 2; ++m) {
            setUp();
            Deal memory deal = _deal(2, _methods()[m]);
            _rent(deal);

            _expectRefusal(deal, _used(deal));
            vm.prank(renter);
            escrow.stop(deal.rentals[0], NO_BOUND);
            _expectRefusal(deal, _used(deal));
        }
    }

    function test_PurchaseSignedForBothMethods_BuysOnce() external {
        Deal memory first = _deal(1, Method.Authorization);
        Deal memory second = _deal(1, Method.Permit2);
        uint256 start = vm.snapshotState();
        _rent(first);
        _expectRefusal(second, _outOfBounds());
        vm.revertToState(start);

        _rent(second);
        _expectRefusal(first, _outOfBounds());
        _assertDollars({paid: PRICE, fee: FEE, label: "once"});
    }

    function test_PurchaseOnAnotherRouterOrChain_IsRefused() external {
        for (uint256 m = 0; m < 2; ++m) {
            setUp();
            Deal memory deal = _deal(1, _methods()[m]);
            vm.chainId(1);
            _expectRefusal(deal, _refused(deal));
            vm.chainId(137);
            router = deployRouter(address(escrow), address(permit2), "another");
            _expectRefusal(deal, _refused(deal));
        }
    }

    function test_MalleatedSignature_BuysNothingMore() external {
        Deal memory deal = _deal(1, Method.Authorization);
        _malleate(deal);
        _expectRefusal(deal, _refused(deal));

        // Permit2 takes it; the nonce is the same.
        deal = _deal(1, Method.Permit2);
        bytes memory signature = deal.payment.signature;
        _malleate(deal);
        _rent(deal);
        deal.payment.signature = signature;
        _expectRefusal(deal, _used(deal));
        _assertDollars({paid: PRICE, fee: FEE, label: "once"});
    }

    // Relayers

    function test_RelayerThatChangesThePurchase_IsRefused() external {
        for (uint256 m = 0; m < 2; ++m) {
            setUp();
            for (uint256 change = 0; change < 7; ++change) {
                Deal memory deal = _deal(2, _methods()[m]);
                if (change == 0) deal.payment.relayFee = 2 * FEE;
                if (change == 1) deal.payment.value += FEE;
                if (change == 2) deal.payment.validBefore += 1 days;
                if (change == 3) deal.payment.relayer = keeper;
                if (change == 4) deal.durations[0] = 1;
                if (change == 5) deal.rentals[0].renter = keeper;
                if (change == 6) (deal.rentals[0], deal.rentals[1]) = (deal.rentals[1], deal.rentals[0]);

                _expectRefusal(deal, _refused(deal));
            }
        }
    }

    function test_RelayerThatPicksTheOtherCall_GetsNothing() external {
        Deal memory deal = _deal(1, Method.Authorization);
        vm.expectRevert(
            abi.encodeWithSelector(IRentalEscrow.WrongStatus.selector, escrow.idOf(deal.rentals[0]), Status.None)
        );
        _extendBy(deal);

        _rent(deal);
        deal.durations[0] = 9 hours;
        deal.payment.value = 1_500_000 + FEE;
        _signPayment(deal);
        // Where the rental runs, both calls do the same.
        _rent(deal);
        assertEq(escrow.getRental(escrow.idOf(deal.rentals[0])).duration, 9 hours, "duration");
        _assertDollars({paid: PRICE + 1_500_000, fee: 2 * FEE, label: "either call"});
    }

    function test_RelayerThatWaits_IsBoundByTheDeadline() external {
        Deal memory deal = _deal(1, Method.Authorization);

        vm.warp(VALID_BEFORE);
        _expectRefusal(deal, abi.encodeWithSelector(IRentalRouter.PurchaseExpired.selector, VALID_BEFORE));
    }

    function test_StrangerInFrontOfTheNamedRelayer_IsRefused() external {
        Deal memory deal = _deal(1, Method.Permit2);
        deal.payment.relayer = keeper;
        _signPayment(deal);

        vm.expectRevert(abi.encodeWithSelector(IRentalRouter.NotRelayer.selector, stranger, keeper));
        vm.prank(stranger);
        router.rent(deal.rentals, deal.durations, deal.hostSignatures, deal.payment);

        _rent(deal);
        _assertDollars({paid: PRICE, fee: FEE, label: "the named relayer's"});
    }

    // Copiers

    function test_RentalTakenForASecondInFront_IsExtendedBehindIt() external {
        for (uint256 m = 0; m < 2; ++m) {
            setUp();
            Deal memory deal = _deal(3, _methods()[m]);
            for (uint256 i = 0; i < 3; ++i) _take(deal, i, 1);

            _rent(deal);

            for (uint256 i = 0; i < 3; ++i) {
                assertEq(escrow.getRental(escrow.idOf(deal.rentals[i])).duration, 8 hours, "all eight hours");
            }
            // A second costs 416.67 units: the copier gives away 416 for each.
            assertEq(dollar.balanceOf(payer), DOLLARS - 3 * PRICE + 3 * 416 - FEE, "payer's balance");
            assertEq(dollar.balanceOf(address(escrow)), 3 * PRICE, "escrow's balance");
            _assertRouterIsEmpty("behind a copier");
        }
    }

    function test_FundedRentalTakenForASecondInFront_CostsThePayerNothing() external {
        Deal memory deal = _deal(1, Method.Authorization);
        deal.rentals[0].offer.startWindow = 30 minutes;
        _signOffers(deal);
        _signPayment(deal);
        _take(deal, 0, 1);
        bytes32 id = escrow.idOf(deal.rentals[0]);
        _expectRefusal(deal, abi.encodeWithSelector(IRentalEscrow.RentalExists.selector, id));

        // The renter gets what the copier paid, and the payer signs another id.
        vm.prank(renter);
        escrow.stop(deal.rentals[0], NO_BOUND);
        assertEq(dollar.balanceOf(renter), 416, "renter's gift");
        deal.rentals[0].salt = "another";
        _signPayment(deal);
        _rent(deal);
        assertEq(dollar.balanceOf(payer), DOLLARS - PRICE - FEE, "payer's balance");
    }

    function test_FundedRentalTakenForASecond_IsExtendedOnceItsHostStarts() external {
        Deal memory deal = _deal(1, Method.Permit2);
        deal.rentals[0].offer.startWindow = 30 minutes;
        _signOffers(deal);
        _signPayment(deal);
        _take(deal, 0, 1);
        vm.prank(operator);
        escrow.start(deal.rentals[0]);

        _rent(deal);

        assertEq(escrow.getRental(escrow.idOf(deal.rentals[0])).duration, 8 hours, "all eight hours");
        _assertRouterIsEmpty("after the start");
    }

    function test_PayersOwnSignature_IsUselessWithoutTheRouter() external {
        Deal memory deal = _deal(1, Method.Authorization);
        Payment memory payment = deal.payment;
        bytes32 nonce = _purchaseDigest(deal);
        uint256 before = dollar.balanceOf(payer);
        vm.expectRevert(abi.encodeWithSelector(PolygonToken.NotPayee.selector, stranger, address(router)));
        vm.prank(stranger);
        dollar.receiveWithAuthorization(
            payer,
            address(router),
            payment.value,
            0,
            payment.validBefore,
            nonce,
            payment.signature
        );
        vm.expectRevert(abi.encodeWithSelector(PolygonToken.InvalidSignature.selector, payer));
        vm.prank(stranger);
        dollar.transferWithAuthorization(
            payer,
            address(router),
            payment.value,
            0,
            payment.validBefore,
            nonce,
            payment.signature
        );

        deal.payment.method = Method.Permit2;
        _signPayment(deal);
        bytes32 witness = _purchaseHash(_purchaseOf(deal));
        vm.expectRevert(abi.encodeWithSignature("InvalidSigner()"));
        vm.prank(stranger);
        permit2.permitWitnessTransferFrom(
            IPermit2.PermitTransferFrom(
                IPermit2.TokenPermissions(address(dollar), payment.value),
                uint256(nonce),
                VALID_BEFORE - 1
            ),
            IPermit2.SignatureTransferDetails(stranger, payment.value),
            payer,
            witness,
            _WITNESS_TYPE,
            deal.payment.signature
        );
        assertEq(dollar.balanceOf(payer), before, "payer's balance");
    }

    // Coins beside a purchase

    function test_CoinsStrandedInTheRouter_PayForNobody() external {
        // What a payer signs with `transferWithAuthorization` strands, whoever sends it.
        bytes32 message = keccak256(
            abi.encode(
                keccak256(
                    "TransferWithAuthorization(address from,address to,uint256 value,uint256 validAfter,uint256 validBefore,bytes32 nonce)"
                ),
                payer,
                address(router),
                PRICE + FEE,
                0,
                VALID_BEFORE,
                bytes32("nonce")
            )
        );
        bytes32 digest = keccak256(abi.encodePacked(hex"1901", dollar.DOMAIN_SEPARATOR(), message));
        (uint8 v, bytes32 r, bytes32 s) = vm.sign(PAYER_KEY, digest);
        dollar.transferWithAuthorization(payer, address(router), PRICE + FEE, 0, VALID_BEFORE, "nonce", v, r, s);

        Deal memory deal = _deal(1, Method.Authorization);
        deal.payment.value = 0;
        _signPayment(deal);
        _expectRefusal(deal, abi.encodeWithSelector(IRentalRouter.ValueTooSmall.selector, 0, PRICE, FEE));
        deal = _deal(1, Method.Authorization);
        _rent(deal);
        assertEq(dollar.balanceOf(address(router)), PRICE + FEE, "stranded for ever");
        assertEq(dollar.balanceOf(keeper), FEE, "no more than the fee");
    }

    function test_CoinsSentInFront_StopNoPurchase() external {
        for (uint256 m = 0; m < 2; ++m) {
            setUp();
            Deal memory deal = _deal(1, _methods()[m]);
            dollar.mint(address(router), 1);

            _rent(deal);

            assertEq(dollar.balanceOf(address(router)), 1, "router's balance");
            assertEq(_status(escrow.idOf(deal.rentals[0])), Status.Active, "status");
        }
    }

    /// @dev A host names the router as its payee, or a payer names it as the renter: what the escrow sends there strands,
    /// and pays for nobody.
    function test_RouterAsPayeeOrRenter_StrandsItsOwnCoins() external {
        for (uint256 round = 0; round < 2; ++round) {
            setUp();
            Deal memory deal = _deal(1, Method.Authorization);
            if (round == 0) deal.rentals[0].offer.payee = address(router);
            else deal.rentals[0].renter = address(router);
            _signOffers(deal);
            _signPayment(deal);
            _rent(deal);
            vm.warp(block.timestamp + (round == 0 ? 1 days : 30 minutes));
            // The host gives back ten minutes of its eight hours.
            vm.prank(host);
            if (round == 0) escrow.settle(deal.rentals[0]);
            else escrow.refund(deal.rentals[0], 10 minutes);
            uint256 stranded = dollar.balanceOf(address(router));
            assertEq(stranded, round == 0 ? PRICE - PRICE / 10 : PRICE / 48, "in the router");

            Deal memory next = _deal(2, Method.Authorization);
            (next.rentals[0], next.rentals[1]) = (next.rentals[1], _rentalOf("third"));
            next.payment.validBefore = block.timestamp + 10 minutes;
            _signOffers(next);
            next.payment.value = FEE;
            _signPayment(next);
            _expectRefusal(next, abi.encodeWithSelector(IRentalRouter.ValueTooSmall.selector, FEE, 2 * PRICE, FEE));
            next.payment.value = 2 * PRICE + FEE;
            _signPayment(next);
            _rent(next);
            assertEq(dollar.balanceOf(address(router)), stranded, "it stays there");
        }
    }

    function test_PermitSpentInFront_StopsNoPurchase() external {
        Deal memory deal = _deal(1, Method.Permit2);
        vm.prank(payer);
        dollar.approve(address(permit2), 0);
        deal.payment.permit = _permitForPermit2(PRICE + FEE);
        (uint256 value, uint256 deadline, uint8 v, bytes32 r, bytes32 s) = abi.decode(
            deal.payment.permit,
            (uint256, uint256, uint8, bytes32, bytes32)
        );
        vm.prank(stranger);
        dollar.permit(payer, address(permit2), value, deadline, v, r, s);

        _rent(deal);

        _assertDollars({paid: PRICE, fee: FEE, label: "behind its own permit"});
    }

    // Tokens

    function test_TokenOfTheCallersChoice_IsNeverCalled() external {
        OddUsdcToken hostile = new OddUsdcToken();
        Deal memory deal = _deal(1, Method.Permit2);
        deal.rentals[0].offer.token = address(hostile);
        deal.payment.permit = new bytes(160);

        _expectRefusal(deal, abi.encodeWithSelector(IRentalEscrow.MarketNotOpen.selector, address(hostile)));
    }

    function test_ReenteringToken_BuysOnce() external {
        for (uint256 step = 0; step < 4; ++step) {
            setUp();
            Deal memory deal = _deal(1, _methods()[step % 2]);
            deal.payment.value += 1;
            _signPayment(deal);
            Deal memory other = _deal(2, Method.Authorization);
            OddUsdcToken odd = _turnOdd();
            (address from, address to) = _transfers(step);
            odd.callBack(from, to, address(router), _call(other));

            _rent(deal);

            assertEq(odd.called(), false, "call within a transfer");
            bytes32 guard = keccak256(abi.encodePacked(ReentrancyGuardTransient.ReentrancyGuardReentrantCall.selector));
            assertEq(keccak256(odd.answer()), guard, "refused by the guard");
            assertEq(odd.target(), address(0), "the call was made");
            _assertDollars({paid: PRICE, fee: FEE, label: "once"});
        }
    }

    function test_ReenteringToken_ExtendsOnce() external {
        for (uint256 step = 0; step < 4; ++step) {
            setUp();
            Deal memory deal = _deal(1, _methods()[step % 2]);
            _rent(deal);
            (deal.durations[0], deal.payment.value) = (10 hours, 3_000_001 + FEE);
            _signPayment(deal);
            // Both calls would succeed by themselves.
            Deal memory other = _deal(1, Method.Authorization);
            other.rentals[0] = _rentalOf("another");
            _signOffers(other);
            _signPayment(other);
            bytes memory call =
                step < 2 ? _call(other) : abi.encodeCall(router.extend, (deal.rentals[0], 11 hours, deal.payment));
            OddUsdcToken odd = _turnOdd();
            (address from, address to) = _transfers(step);
            odd.callBack(from, to, address(router), call);

            _extendBy(deal);

            bytes32 guard = keccak256(abi.encodePacked(ReentrancyGuardTransient.ReentrancyGuardReentrantCall.selector));
            assertEq(keccak256(odd.answer()), guard, "refused by the guard");
            _assertDollars({paid: PRICE + 3_000_000, fee: 2 * FEE, label: "once"});
        }
    }

    function test_PriceMovedWithinThePull_IsThePriceThatIsPaid() external {
        Deal memory deal = _deal(1, Method.Authorization);
        _rent(deal);
        (deal.durations[0], deal.payment.value) = (10 hours, 3_000_000 + FEE);
        _signPayment(deal);
        OddUsdcToken odd = _turnOdd();
        dollar.mint(address(odd), 1_500_000);
        vm.prank(address(odd));
        odd.approve(address(escrow), 1_500_000);
        odd.callBack(
            payer,
            address(router),
            address(escrow),
            abi.encodeCall(escrow.extend, (deal.rentals[0], 9 hours, NO_PERMIT))
        );

        _extendBy(deal);

        assertEq(odd.called(), true, "an hour in front");
        assertEq(dollar.balanceOf(payer), DOLLARS - PRICE - 1_500_000 - 2 * FEE, "one hour is left to pay");
        _assertRouterIsEmpty("a moved price");
    }

    function test_PriceMovedWithinThePayment_CannotBe() external {
        Deal memory deal = _deal(2, Method.Authorization);
        _rent(deal);
        (deal.durations[0], deal.durations[1], deal.payment.value) = (10 hours, 10 hours, 6_000_000 + FEE);
        _signPayment(deal);
        OddUsdcToken odd = _turnOdd();
        dollar.mint(address(odd), 1_500_000);
        vm.prank(address(odd));
        odd.approve(address(escrow), 1_500_000);
        odd.callBack(
            address(router),
            address(escrow),
            address(escrow),
            abi.encodeCall(escrow.extend, (deal.rentals[1], 9 hours, NO_PERMIT))
        );

        _rent(deal);

        assertEq(odd.called(), false, "the escrow is guarded, too");
        _assertDollars({paid: 2 * PRICE + 6_000_000, fee: 2 * FEE, label: "as quoted"});
    }

    function test_IssuerBlocksTheRouter_LocksNothing() external {
        Deal memory deal = _deal(1, Method.Authorization);
        _rent(deal);
        dollar.setBlocked(address(router), true);

        vm.prank(renter);
        escrow.stop(deal.rentals[0], NO_BOUND);
        assertEq(dollar.balanceOf(renter), PRICE - 416, "renter's balance");
        deal = _deal(1, Method.Permit2);
        vm.warp(T0 + 1);
        _expectRefusal(deal, _refusedFor(deal, abi.encodeWithSignature("Error(string)", "TRANSFER_FROM_FAILED")));

        // Another one takes its place, for a new signature.
        router = deployRouter(address(escrow), address(permit2), "another");
        deal.rentals[0].salt = "another";
        _signPayment(deal);
        _rent(deal);
        assertEq(_status(escrow.idOf(deal.rentals[0])), Status.Active, "status");
    }

    function test_IssuerBlocksThePayerInBetween_UndoesAll() external {
        Deal memory deal = _deal(1, Method.Authorization);
        deal.payment.value += 1;
        _signPayment(deal);
        OddUsdcToken odd = _turnOdd();
        odd.callBack(payer, address(router), address(odd), abi.encodeCall(UsdcToken.setBlocked, (payer, true)));

        _expectRefusal(deal, abi.encodeWithSelector(UsdcToken.Blocked.selector, payer));
    }

    // Wallets and gas

    function test_WalletThatCallsBackWhileItIsAsked_BuysOnce() external {
        for (uint256 m = 0; m < 2; ++m) {
            setUp();
            Wallet wallet = new Wallet(payer);
            dollar.mint(address(wallet), DOLLARS);
            wallet.run(address(dollar), abi.encodeCall(dollar.approve, (address(permit2), type(uint256).max)));
            Deal memory deal = _deal(1, _methods()[m]);
            deal.payment.payer = address(wallet);
            _signPayment(deal);
            // The question is a static call within the router's own.
            wallet.arm(address(router), _call(deal));

            _rent(deal);

            assertEq(dollar.balanceOf(address(wallet)), DOLLARS - PRICE - FEE, "once");
            _assertRouterIsEmpty("asked");
        }
    }

    function test_WalletThatAnswersWithAMegabyte_MovesNothing() external {
        for (uint256 m = 0; m < 2; ++m) {
            setUp();
            Deal memory deal = _deal(1, _methods()[m]);
            address bomb = address(new MegabyteWallet());
            dollar.mint(bomb, DOLLARS);
            deal.payment.payer = bomb;
            _signPayment(deal);
            uint256 before = gasleft();
            bool done = _try(deal, gasleft());

            assertTrue(!done, "refused");
            // What it costs is known to whoever simulates before it sends.
            assertTrue(before - gasleft() < 30_000_000, "gas");
            assertEq(dollar.balanceOf(bomb), DOLLARS, "nothing moves");
        }
    }

    function test_PurchaseStarvedOfGas_BuysAllOrNothing() external {
        for (uint256 m = 0; m < 2; ++m) {
            uint256 refused;
            // Every pull, payment and explanation runs out of gas somewhere.
            for (uint256 gas_ = 60_000; gas_ < 420_000; gas_ += 9_001) {
                setUp();
                Deal memory deal = _deal(1, _methods()[m]);
                if (_try(deal, gas_)) {
                    _assertDollars({paid: PRICE, fee: FEE, label: "all"});
                } else {
                    ++refused;
                    _assertDollars({paid: 0, fee: 0, label: "nothing"});
                }
            }
            assertTrue(refused > 10, "starved often enough");
        }
    }

    function test_FeeBeyondTheValue_IsRefusedWithoutOverflow() external {
        Deal memory deal = _deal(1, Method.Authorization);
        uint256 most = type(uint256).max;
        deal.payment.relayFee = most;
        _signPayment(deal);
        _expectRefusal(
            deal,
            abi.encodeWithSelector(IRentalRouter.ValueTooSmall.selector, deal.payment.value, PRICE, most)
        );

        // Value and fee alike: nothing would be left for the price.
        dollar.mint(payer, most - dollar.totalSupply());
        deal.payment.value = deal.payment.relayFee = dollar.balanceOf(payer);
        _signPayment(deal);
        _expectRefusal(
            deal,
            abi.encodeWithSelector(
                IRentalRouter.ValueTooSmall.selector,
                deal.payment.value,
                PRICE,
                deal.payment.relayFee
            )
        );
    }

    function test_DeadlineAtTheEndOfTime_BuysOnce() external {
        for (uint256 m = 0; m < 2; ++m) {
            setUp();
            Deal memory deal = _deal(1, _methods()[m]);
            deal.payment.validBefore = type(uint256).max;
            _signPayment(deal);
            _rent(deal);
            _expectRefusal(deal, _used(deal));

            deal.payment.validBefore = 0;
            _expectRefusal(deal, abi.encodeWithSelector(IRentalRouter.PurchaseExpired.selector, 0));
        }
    }

    function test_PayerRelayerRenterAndPayeeInOne_GainNothing() external {
        Deal memory deal = _deal(1, Method.Authorization);
        (deal.rentals[0].renter, deal.rentals[0].offer.payee) = (payer, payer);
        _signOffers(deal);
        _signPayment(deal);
        vm.prank(payer);
        router.rent(deal.rentals, deal.durations, deal.hostSignatures, deal.payment);
        assertEq(dollar.balanceOf(payer), DOLLARS - PRICE, "the fee is back");
        vm.warp(T0 + 8 hours + deal.rentals[0].offer.challengeWindow);
        escrow.settle(deal.rentals[0]);

        assertEq(dollar.balanceOf(payer), DOLLARS - (PRICE * FEE_BPS) / 10_000, "all but the escrow's fee");
        _assertRouterIsEmpty("in one");
    }

    function test_SameRentalOrderedWithTwoDurations_BuysNothing() external {
        Deal memory deal = _deal(2, Method.Permit2);
        deal.rentals[1] = deal.rentals[0];
        deal.durations[1] = 9 hours;
        deal.payment.value = 3 * PRICE;
        _signOffers(deal);
        _signPayment(deal);
        bytes32 id = escrow.idOf(deal.rentals[0]);
        _expectRefusal(deal, abi.encodeWithSelector(IRentalEscrow.RentalExists.selector, id));

        // Where it runs, the second extension costs less than its quote, and the router keeps nothing of it.
        _take(deal, 0, 1 hours);
        assertTrue(!_try(deal, gasleft()), "refused");
        _assertRouterIsEmpty("ordered twice");
    }

    // Shared

    function _try(Deal memory deal, uint256 gas_) private returns (bool done) {
        bytes memory call = _call(deal);
        vm.prank(keeper);
        (done, ) = address(router).call{gas: gas_}(call);
    }

    /// @dev Refused, and nothing has moved.
    function _expectRefusal(Deal memory deal, bytes memory error_) private {
        uint256[3] memory before = _balances();
        _expectRentReverts(deal, error_);
        uint256[3] memory afterwards = _balances();
        for (uint256 i = 0; i < 3; ++i) assertEq(afterwards[i], before[i], "nothing moves");
    }

    function _balances() private view returns (uint256[3] memory) {
        return [dollar.balanceOf(payer), dollar.balanceOf(address(escrow)), dollar.balanceOf(keeper)];
    }

    function _used(Deal memory deal) private view returns (bytes memory) {
        return abi.encodeWithSelector(IRentalRouter.PurchaseUsed.selector, payer, _purchaseDigest(deal));
    }

    function _outOfBounds() private pure returns (bytes memory) {
        return abi.encodeWithSelector(IRentalEscrow.DurationOutOfBounds.selector, 8 hours, 8 hours + 1, 30 days);
    }

    /// @dev One of the ordered rentals, paid by a stranger for the same renter.
    function _take(Deal memory deal, uint256 index, uint32 duration) private {
        Rental memory rental = deal.rentals[index];
        dollar.mint(stranger, _price(rental, duration));
        vm.startPrank(stranger);
        dollar.approve(address(escrow), type(uint256).max);
        escrow.deposit(rental, duration, deal.hostSignatures[index], NO_PERMIT);
        vm.stopPrank();
    }

    /// @dev The other signature of the same key for the same digest.
    function _malleate(Deal memory deal) private view {
        (uint8 v, bytes32 r, bytes32 s) = vm.sign(PAYER_KEY, _paymentDigest(deal));
        deal.payment.signature = abi.encodePacked(r, _CURVE - uint256(s), v == 27 ? uint8(28) : uint8(27));
    }

    function _call(Deal memory deal) private view returns (bytes memory) {
        return abi.encodeCall(router.rent, (deal.rentals, deal.durations, deal.hostSignatures, deal.payment));
    }

    /// @dev The transfers of a purchase, in their order.
    function _transfers(uint256 step) private view returns (address from, address to) {
        if (step == 0) return (payer, address(router));
        if (step == 1) return (address(router), address(escrow));
        if (step == 2) return (address(router), keeper);
        return (address(router), payer);
    }

    /// @dev The dollar after an upgrade.
    function _turnOdd() private returns (OddUsdcToken) {
        vm.etch(address(dollar), address(new OddUsdcToken()).code);
        return OddUsdcToken(payable(address(dollar)));
    }
}

/// @dev A payer that answers every question with a megabyte.
contract MegabyteWallet {
    fallback() external {
        bytes memory answer = new bytes(1_000_000);
        assembly {
            revert(add(answer, 32), mload(answer))
        }
    }
}
