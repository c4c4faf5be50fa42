// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IRentalEscrow, Rental, Status} from "../../../contracts/interfaces/IRentalEscrow.sol";
import {IRentalRouter, Method} from "../../../contracts/interfaces/IRentalRouter.sol";
import {deployRouter} from "../../deployRouter.sol";
import {Erc3009Token} from "../../mocks/Erc3009Token.sol";
import {KeyWallet} from "../../mocks/KeyWallet.sol";
import {OddUsdcToken} from "../../mocks/OddUsdcToken.sol";
import {PhantomPermitToken} from "../../mocks/PhantomPermitToken.sol";
import {PresignedWallet} from "../../mocks/PresignedWallet.sol";
import {Token} from "../../mocks/Token.sol";
import {UsdcToken} from "../../mocks/UsdcToken.sol";
import {RouterBase} from "../../RouterBase.t.sol";
import {vm} from "../../Vm.sol";

/// @dev How `rent` is paid, by either method. `extend` pays by the same functions.
contract RouterPaymentTest is RouterBase {
    bytes32 private constant _ERC6492 = 0x6492649264926492649264926492649264926492649264926492649264926492;

    // Who sends it, and until when

    function test_RevertWhen_CallerIsNotTheRelayer() external {
        for (uint256 m = 0; m < 2; ++m) {
            setUp();
            Deal memory deal = _deal(1, _methods()[m]);
            deal.payment.relayer = stranger;
            _signPayment(deal);

            _expectRentReverts(deal, abi.encodeWithSelector(IRentalRouter.NotRelayer.selector, keeper, stranger));
        }
    }

    function test_TakesThePurchaseFromItsRelayer() external {
        for (uint256 m = 0; m < 2; ++m) {
            setUp();
            Deal memory deal = _deal(1, _methods()[m]);
            deal.payment.relayer = keeper;
            _signPayment(deal);

            _rent(deal);

            _assertDollars({paid: PRICE, fee: FEE, label: "its relayer"});
        }
    }

    function test_PaysThePayerThatSendsItself() external {
        Deal memory deal = _deal(1, Method.Authorization);

        vm.prank(payer);
        router.rent(deal.rentals, deal.durations, deal.hostSignatures, deal.payment);

        _assertDollars({paid: PRICE, fee: 0, label: "its own relayer"});
    }

    function test_RevertWhen_PurchaseIsExpired() external {
        for (uint256 m = 0; m < 2; ++m) {
            setUp();
            Deal memory deal = _deal(1, _methods()[m]);
            _lengthenOffers(deal);
            bytes memory error_ = abi.encodeWithSelector(IRentalRouter.PurchaseExpired.selector, VALID_BEFORE);

            vm.warp(VALID_BEFORE);
            _expectRentReverts(deal, error_);
            vm.warp(VALID_BEFORE + 1 days);
            _expectRentReverts(deal, error_);
            vm.warp(VALID_BEFORE - 1);
            _rent(deal);
            _assertDollars({paid: PRICE, fee: FEE, label: "in its last second"});
        }
    }

    function test_RevertWhen_PurchaseNeverWasValid() external {
        for (uint256 m = 0; m < 2; ++m) {
            setUp();
            Deal memory deal = _deal(1, _methods()[m]);
            deal.payment.validBefore = 0;

            _expectRentReverts(deal, abi.encodeWithSelector(IRentalRouter.PurchaseExpired.selector, 0));
        }
    }

    // The token

    function test_RevertGiven_MarketIsNotOpen() external {
        Token other = new Token("Other", "OTHER", 6);
        Deal memory deal = _deal(1, Method.Permit2);
        deal.rentals[0].offer.token = address(other);
        _expectRentReverts(deal, abi.encodeWithSelector(IRentalEscrow.MarketNotOpen.selector, address(other)));

        deal.rentals[0].offer.token = stranger;
        _expectRentReverts(deal, abi.encodeWithSelector(IRentalEscrow.MarketNotOpen.selector, stranger));

        deal = _deal(1, Method.Authorization);
        vm.prank(guardian);
        escrow.closeMarket(address(dollar));
        _expectRentReverts(deal, abi.encodeWithSelector(IRentalEscrow.MarketNotOpen.selector, address(dollar)));
    }

    function test_RevertGiven_TokenLostItsCode() external {
        Deal memory deal = _deal(1, Method.Authorization);
        vm.etch(address(dollar), "");

        _expectRentReverts(deal, abi.encodeWithSelector(IRentalEscrow.InvalidToken.selector, address(dollar)));
    }

    function test_RevertGiven_TokenIsASingleByte() external {
        Deal memory deal = _deal(1, Method.Permit2);
        bytes memory call = abi.encodeCall(
            router.rent,
            (deal.rentals, deal.durations, deal.hostSignatures, deal.payment)
        );
        vm.etch(address(dollar), hex"00");

        vm.prank(keeper);
        (bool done, bytes memory reason) = address(router).call(call);
        assertEq(done, false, "a token that answers nothing");
        assertEq(reason.length, 0, "it has code: there is no error of the router");
    }

    function test_RevertGiven_TokenHasNoAuthorizations() external {
        Deal memory deal = _dealIn(address(usdc), Method.Authorization);

        _expectRentReverts(deal, _refusedFor(deal, ""));
    }

    function test_RentsInATokenThatKnowsKeysAlone() external {
        dollar = UsdcToken(payable(address(new Erc3009Token())));
        escrow.setMarket({token: address(dollar), arbiter: arbiter, feeBps: FEE_BPS, open: true});
        dollar.mint(payer, DOLLARS);
        Deal memory deal = _deal(1, Method.Authorization);

        _rent(deal);

        _assertDollars({paid: PRICE, fee: FEE, label: "(v, r, s)"});
        dollar.mint(stranger, DOLLARS);
        (deal.payment.payer, deal.payment.signature) = (stranger, new bytes(64));
        _expectRentReverts(deal, _refusedFor(deal, ""));
    }

    function test_RentsInAnyTokenByPermit2() external {
        Deal memory deal = _dealIn(address(usdc), Method.Permit2);
        vm.prank(payer);
        usdc.approve(address(permit2), type(uint256).max);

        _rent(deal);

        assertEq(usdc.balanceOf(payer), PURSE - PRICE - FEE, "payer's balance");
        assertEq(usdc.balanceOf(address(escrow)), PRICE, "escrow's balance");
        assertEq(usdc.balanceOf(keeper), FEE, "caller's fee");
        assertEq(usdc.balanceOf(address(router)), 0, "router's balance");
        assertEq(usdc.allowance(address(router), address(escrow)), 0, "escrow's allowance");
    }

    // What was signed

    function test_RevertWhen_RentalWasNotSigned() external {
        for (uint256 field = 0; field < 21; ++field) {
            for (uint256 m = 0; m < 2; ++m) {
                Deal memory deal = _deal(1, _methods()[m]);
                Rental memory rental = deal.rentals[0];
                if (field == 19) rental.renter = stranger;
                else if (field == 20)
                    rental.salt = "other";
                    // The token is another test: it has no market.
                else if (field != 4) _flip(rental, field);
                else continue;

                _expectRentReverts(deal, _refused(deal));
            }
        }
    }

    function test_RevertWhen_DurationWasNotSigned() external {
        for (uint256 m = 0; m < 2; ++m) {
            Deal memory deal = _deal(2, _methods()[m]);

            deal.durations[1] = 8 hours - 1;
            _expectRentReverts(deal, _refused(deal));
            deal.durations[1] = 8 hours + 1;
            _expectRentReverts(deal, _refused(deal));
        }
    }

    function test_RevertWhen_OrdersAreOthers() external {
        for (uint256 m = 0; m < 2; ++m) {
            Deal memory signed = _deal(2, _methods()[m]);

            Deal memory deal = _deal(2, _methods()[m]);
            (deal.rentals[0], deal.rentals[1]) = (signed.rentals[1], signed.rentals[0]);
            _expectRentsAsSigned(signed, deal);
            _expectRentsAsSigned(signed, _deal(1, _methods()[m]));
            _expectRentsAsSigned(signed, _deal(3, _methods()[m]));
            deal = _deal(2, _methods()[m]);
            deal.rentals[1] = deal.rentals[0];
            _expectRentsAsSigned(signed, deal);
        }
    }

    function test_RevertWhen_FeeWasNotSigned() external {
        for (uint256 m = 0; m < 2; ++m) {
            Deal memory deal = _deal(1, _methods()[m]);
            deal.payment.value = DOLLARS;
            _signPayment(deal);

            deal.payment.relayFee = FEE + 1;
            _expectRentReverts(deal, _refused(deal));
            deal.payment.relayFee = FEE - 1;
            _expectRentReverts(deal, _refused(deal));
        }
    }

    function test_RevertWhen_RelayerWasNotSigned() external {
        for (uint256 m = 0; m < 2; ++m) {
            Deal memory deal = _deal(1, _methods()[m]);
            deal.payment.relayer = keeper;
            _expectRentReverts(deal, _refused(deal));

            deal.payment.relayer = stranger;
            _signPayment(deal);
            deal.payment.relayer = address(0);
            _expectRentReverts(deal, _refused(deal));
            deal.payment.relayer = keeper;
            _expectRentReverts(deal, _refused(deal));
        }
    }

    function test_RevertWhen_DeadlineWasNotSigned() external {
        for (uint256 m = 0; m < 2; ++m) {
            Deal memory deal = _deal(1, _methods()[m]);

            deal.payment.validBefore = VALID_BEFORE + 1;
            _expectRentReverts(deal, _refused(deal));
            deal.payment.validBefore = VALID_BEFORE - 1;
            _expectRentReverts(deal, _refused(deal));
        }
    }

    function test_RevertWhen_ValueWasNotSigned() external {
        for (uint256 m = 0; m < 2; ++m) {
            Deal memory deal = _deal(1, _methods()[m]);

            deal.payment.value += 1;
            _expectRentReverts(deal, _refused(deal));
            deal.payment.value -= 2;
            _expectRentReverts(deal, _refused(deal));
        }
    }

    function test_RevertWhen_PayerDidNotSign() external {
        dollar.mint(stranger, DOLLARS);
        vm.prank(stranger);
        dollar.approve(address(permit2), type(uint256).max);
        for (uint256 m = 0; m < 2; ++m) {
            Deal memory deal = _deal(1, _methods()[m]);

            deal.payment.payer = stranger;
            _expectRentReverts(deal, _refused(deal));
        }
    }

    function test_RevertWhen_MethodWasNotSigned() external {
        Deal memory deal = _deal(1, Method.Authorization);
        deal.payment.method = Method.Permit2;
        _expectRentReverts(deal, _refused(deal));

        deal = _deal(1, Method.Permit2);
        deal.payment.method = Method.Authorization;
        _expectRentReverts(deal, _refused(deal));
    }

    function test_RevertWhen_ChainWasNotSigned() external {
        for (uint256 m = 0; m < 2; ++m) {
            vm.chainId(80_002);
            Deal memory deal = _deal(1, _methods()[m]);
            vm.chainId(137);

            _expectRentReverts(deal, _refused(deal));
        }
    }

    function test_RevertWhen_RouterWasNotSigned() external {
        for (uint256 m = 0; m < 2; ++m) {
            Deal memory deal = _deal(1, _methods()[m]);
            router = deployRouter(address(escrow), address(permit2), bytes32(100 + m));

            _expectRentReverts(deal, _refused(deal));
        }
    }

    function test_RevertWhen_SignatureIsNone() external {
        for (uint256 m = 0; m < 2; ++m) {
            Deal memory deal = _deal(1, _methods()[m]);
            deal.payment.signature = "";
            bytes memory short = abi.encodeWithSignature("InvalidSignatureLength()");

            _expectRentReverts(deal, m == 0 ? _refused(deal) : _refusedFor(deal, short));
        }
    }

    // Accounts with code

    function test_TakesSixtyFiveBytesOfAWallet() external {
        for (uint256 m = 0; m < 2; ++m) {
            setUp();
            Deal memory deal = _deal(1, _methods()[m]);
            _payFrom(deal, address(new KeyWallet(payer)));
            _signPayment(deal);

            _rent(deal);

            _assertWalletPaid(deal);
        }
    }

    function test_TakesAnyLengthFromAWallet() external {
        bytes[4] memory signatures = [bytes(""), hex"01", new bytes(64), new bytes(200)];
        for (uint256 i = 0; i < 8; ++i) {
            setUp();
            Deal memory deal = _deal(1, _methods()[i % 2]);
            PresignedWallet wallet = new PresignedWallet();
            _payFrom(deal, address(wallet));
            deal.payment.signature = signatures[i / 2];
            wallet.approve(_paymentDigest(deal));

            _rent(deal);

            _assertWalletPaid(deal);
        }
    }

    function test_RevertGiven_WalletRefuses() external {
        for (uint256 m = 0; m < 2; ++m) {
            setUp();
            Deal memory deal = _deal(1, _methods()[m]);
            _payFrom(deal, address(new PresignedWallet()));
            bytes memory reason = abi.encodeWithSignature("InvalidContractSignature()");

            _expectRentReverts(deal, m == 0 ? _refused(deal) : _refusedFor(deal, reason));
        }
    }

    function test_RevertGiven_CodeOfAKeyKnowsNoSignatures() external {
        for (uint256 m = 0; m < 2; ++m) {
            setUp();
            Deal memory deal = _deal(1, _methods()[m]);
            vm.etch(payer, hex"00");

            _expectRentReverts(deal, m == 0 ? _refused(deal) : _refusedFor(deal, ""));
            vm.etch(payer, "");
        }
    }

    function test_RevertWhen_SignatureIsForAnUndeployedAccount() external {
        for (uint256 m = 0; m < 2; ++m) {
            Deal memory deal = _deal(1, _methods()[m]);
            bytes memory error_ = abi.encodeWithSelector(IRentalRouter.UndeployedPayer.selector, payer);

            deal.payment.signature = bytes.concat(deal.payment.signature, _ERC6492);
            _expectRentReverts(deal, error_);
            deal.payment.signature = bytes.concat(_ERC6492);
            _expectRentReverts(deal, error_);
            deal.payment.signature = abi.encodePacked(bytes31(_ERC6492));
            bytes memory short = abi.encodeWithSignature("InvalidSignatureLength()");
            _expectRentReverts(deal, m == 0 ? _refused(deal) : _refusedFor(deal, short));
        }
    }

    // Once

    function test_RevertGiven_PurchaseWasPaid() external {
        for (uint256 m = 0; m < 2; ++m) {
            setUp();
            Deal memory deal = _deal(1, _methods()[m]);
            _rent(deal);

            _expectUsed(deal);
        }
    }

    function test_RevertGiven_PayerCancelled() external {
        Deal memory deal = _deal(1, Method.Authorization);
        bytes32 purchase = _purchaseDigest(deal);
        bytes32 message = keccak256(
            abi.encode(keccak256("CancelAuthorization(address authorizer,bytes32 nonce)"), payer, purchase)
        );
        bytes32 digest = keccak256(abi.encodePacked(hex"1901", dollar.DOMAIN_SEPARATOR(), message));
        (uint8 v, bytes32 r, bytes32 s) = vm.sign(PAYER_KEY, digest);
        dollar.cancelAuthorization(payer, purchase, v, r, s);
        _expectUsed(deal);

        deal = _deal(1, Method.Permit2);
        vm.prank(payer);
        permit2.invalidateUnorderedNonces(uint256(purchase) >> 8, 1 << (uint256(purchase) & 0xff));
        _expectUsed(deal);
    }

    function test_PaysGiven_NeighboursOfTheNonceAreUsed() external {
        Deal memory deal = _deal(1, Method.Permit2);
        uint256 nonce = uint256(_purchaseDigest(deal));
        vm.prank(payer);
        permit2.invalidateUnorderedNonces(nonce >> 8, ~(1 << (nonce & 0xff)));
        uint256 start = vm.snapshotState();

        vm.prank(payer);
        dollar.approve(address(permit2), 0);
        _expectRentReverts(
            deal,
            abi.encodeWithSelector(IRentalRouter.InsufficientPermit2Allowance.selector, 0, PRICE + FEE)
        );
        vm.revertToState(start);
        _rent(deal);
        _assertDollars({paid: PRICE, fee: FEE, label: "one nonce of a word"});
    }

    // Balance and allowance

    function test_RevertGiven_BalanceIsShort() external {
        for (uint256 m = 0; m < 2; ++m) {
            setUp();
            Deal memory deal = _deal(1, _methods()[m]);
            dollar.burn(payer, DOLLARS - PRICE - FEE + 1);

            _expectRentReverts(
                deal,
                abi.encodeWithSelector(IRentalEscrow.InsufficientBalance.selector, PRICE + FEE - 1, PRICE + FEE)
            );
        }
    }

    function test_RevertGiven_AllowanceForPermit2IsShort() external {
        Deal memory deal = _deal(1, Method.Permit2);
        vm.prank(payer);
        dollar.approve(address(permit2), PRICE + FEE - 1);

        _expectRentReverts(
            deal,
            abi.encodeWithSelector(IRentalRouter.InsufficientPermit2Allowance.selector, PRICE + FEE - 1, PRICE + FEE)
        );
    }

    function test_SpendsPermitFirst() external {
        Deal memory deal = _deal(1, Method.Permit2);
        vm.prank(payer);
        dollar.approve(address(permit2), 0);
        deal.payment.permit = _permitForPermit2(PRICE + FEE);

        _rent(deal);

        assertEq(dollar.nonces(payer), 1, "permit spent");
        assertEq(dollar.allowance(payer, address(permit2)), 0, "allowance used up");
        _assertDollars({paid: PRICE, fee: FEE, label: "by permit"});
    }

    function test_RentsGiven_PermitWasSpentBefore() external {
        Deal memory deal = _deal(1, Method.Permit2);
        deal.payment.permit = _permitForPermit2(PRICE + FEE);
        (uint256 value, uint256 deadline, uint8 v, bytes32 r, bytes32 s) = abi.decode(
            deal.payment.permit,
            (uint256, uint256, uint8, bytes32, bytes32)
        );
        dollar.permit(payer, address(permit2), value, deadline, v, r, s);

        _rent(deal);

        _assertDollars({paid: PRICE, fee: FEE, label: "permit in front"});
    }

    function test_RevertWhen_PermitIsOfAnotherLength() external {
        Deal memory deal = _deal(1, Method.Permit2);
        vm.prank(payer);
        dollar.approve(address(permit2), 0);
        deal.payment.permit = bytes.concat(_permitForPermit2(PRICE + FEE), hex"00");

        _expectRentReverts(
            deal,
            abi.encodeWithSelector(IRentalRouter.InsufficientPermit2Allowance.selector, 0, PRICE + FEE)
        );
    }

    function test_IgnoresPermitWithAnAuthorization() external {
        Deal memory deal = _deal(1, Method.Authorization);
        deal.payment.permit = _permitForPermit2(PRICE + FEE);

        _rent(deal);

        assertEq(dollar.nonces(payer), 0, "permit left");
        _assertDollars({paid: PRICE, fee: FEE, label: "with a permit"});
    }

    function test_RevertGiven_BalanceAndAllowanceAreExact() external {
        for (uint256 m = 0; m < 2; ++m) {
            setUp();
            Deal memory deal = _deal(1, _methods()[m]);
            dollar.burn(payer, DOLLARS - PRICE - FEE);
            vm.prank(payer);
            dollar.approve(address(permit2), PRICE + FEE);
            deal.payment.validBefore -= 1;

            _expectRentReverts(deal, _refused(deal));
            _signPayment(deal);
            _rent(deal);
            assertEq(dollar.balanceOf(payer), 0, "payer's balance");
        }
    }

    // The value

    function test_RevertWhen_ValueIsTooSmall() external {
        for (uint256 m = 0; m < 2; ++m) {
            setUp();
            _expectTooSmall(_methods()[m], PRICE + FEE - 1, FEE);
            _expectTooSmall(_methods()[m], FEE, FEE);
            _expectTooSmall(_methods()[m], FEE - 1, FEE);
            _expectTooSmall(_methods()[m], 0, 0);
            _expectTooSmall(_methods()[m], DOLLARS, type(uint256).max);
        }
    }

    function test_PaysFeeAndRestOfOneUnit() external {
        for (uint256 m = 0; m < 2; ++m) {
            setUp();
            Deal memory deal = _deal(1, _methods()[m]);
            (deal.payment.value, deal.payment.relayFee) = (PRICE + 2, 1);
            _signPayment(deal);

            _rent(deal);

            _assertDollars({paid: PRICE, fee: 1, label: "one unit each"});
        }
    }

    function test_PaysNoZeroInATokenThatRefusesZero() external {
        for (uint256 m = 0; m < 2; ++m) {
            setUp();
            Deal memory deal = _deal(1, _methods()[m]);
            (deal.payment.value, deal.payment.relayFee) = (PRICE, 0);
            _signPayment(deal);
            _turnOdd().refuseZero();

            _rent(deal);

            _assertDollars({paid: PRICE, fee: 0, label: "no fee and no rest"});
        }
    }

    // Tokens that refuse, or deliver something else

    function test_RevertGiven_TokenBlocksAnAccount() external {
        address[3] memory accounts = [payer, address(router), address(escrow)];
        for (uint256 i = 0; i < 3; ++i) {
            Deal memory deal = _deal(1, Method.Authorization);
            dollar.setBlocked(accounts[i], true);
            bytes memory reason = abi.encodeWithSelector(UsdcToken.Blocked.selector, accounts[i]);
            bytes memory refused = abi.encodeWithSelector(IRentalEscrow.TransferRefused.selector, address(dollar));

            _expectRentReverts(deal, i < 2 ? _refusedFor(deal, reason) : refused);
            dollar.setBlocked(accounts[i], false);
        }
    }

    function test_RevertGiven_TokenBlocksTheCaller() external {
        Deal memory deal = _deal(1, Method.Authorization);
        dollar.setBlocked(keeper, true);

        _expectRentReverts(deal, abi.encodeWithSelector(UsdcToken.Blocked.selector, keeper));
        vm.prank(stranger);
        router.rent(deal.rentals, deal.durations, deal.hostSignatures, deal.payment);
        assertEq(dollar.balanceOf(stranger), FEE, "another caller's fee");
    }

    function test_RevertGiven_TokenIsPaused() external {
        Deal memory deal = _deal(1, Method.Authorization);
        dollar.setPaused(true);
        _expectRentReverts(deal, _refusedFor(deal, abi.encodeWithSelector(UsdcToken.Paused.selector)));

        deal.payment.method = Method.Permit2;
        _signPayment(deal);
        _expectRentReverts(deal, _refusedFor(deal, abi.encodeWithSignature("Error(string)", "TRANSFER_FROM_FAILED")));
    }

    function test_RevertGiven_TokenDeliversAnotherAmount() external {
        for (uint256 i = 0; i < 4; ++i) {
            setUp();
            Deal memory deal = _deal(1, _methods()[i % 2]);
            int256 extra = i < 2 ? int256(1) : -1;
            _turnOdd().misbehave({from: payer, to: address(router), extra_: extra, charge_: 0});

            _expectRentReverts(
                deal,
                abi.encodeWithSelector(
                    IRentalEscrow.WrongAmountReceived.selector,
                    uint256(int256(PRICE + FEE) + extra),
                    PRICE + FEE
                )
            );
        }
    }

    function test_RevertGiven_TokenTakesFromTheRouterInThePull() external {
        Deal memory deal = _deal(1, Method.Authorization);
        dollar.mint(address(router), PRICE);
        int256 loss = -int256(2 * PRICE);
        _turnOdd().misbehave({from: payer, to: address(router), extra_: loss, charge_: 0});

        _expectRentReverts(deal, abi.encodeWithSelector(IRentalEscrow.WrongAmountReceived.selector, 0, PRICE + FEE));
    }

    function test_RevertGiven_TokenOnlyPretendsToPay() external {
        PhantomPermitToken phantom = new PhantomPermitToken();
        escrow.setMarket({token: address(phantom), arbiter: arbiter, feeBps: FEE_BPS, open: true});
        phantom.mint(address(router), PRICE + FEE);
        Deal memory deal = _dealIn(address(phantom), Method.Authorization);

        _expectRentReverts(deal, abi.encodeWithSelector(IRentalEscrow.WrongAmountReceived.selector, 0, PRICE + FEE));
    }

    function test_RevertGiven_TokenChargesTheRouterOnTop() external {
        Deal memory deal = _deal(1, Method.Permit2);
        dollar.mint(address(router), 100);
        _turnOdd().misbehave({from: address(router), to: address(escrow), extra_: 0, charge_: 1});

        _expectRentReverts(deal, abi.encodeWithSelector(IRentalRouter.NotSettled.selector, 99, 100, 0));
    }

    function test_RevertGiven_TokenKeepsTheAllowance() external {
        Deal memory deal = _deal(1, Method.Authorization);
        _turnOdd().keepAllowances();

        _expectRentReverts(deal, abi.encodeWithSelector(IRentalRouter.NotSettled.selector, 0, 0, PRICE));
    }

    function test_LeavesWhatStrangersSent() external {
        for (uint256 m = 0; m < 2; ++m) {
            setUp();
            Deal memory deal = _deal(1, _methods()[m]);
            dollar.mint(address(router), 5_000_000);

            _rent(deal);

            assertEq(dollar.balanceOf(address(router)), 5_000_000, "router's balance");
            assertEq(dollar.balanceOf(payer), DOLLARS - PRICE - FEE, "payer's balance");
            assertEq(dollar.balanceOf(keeper), FEE, "caller's fee");
        }
    }

    // Shared

    /// @dev In another token, which the payer has.
    function _dealIn(address token, Method method) private view returns (Deal memory deal) {
        deal = _deal(1, method);
        deal.rentals[0].offer.token = token;
        _signOffers(deal);
        _signPayment(deal);
    }

    /// @dev So that the offer lasts as long as the purchase.
    function _lengthenOffers(Deal memory deal) private view {
        deal.rentals[0].offer.expiry = T0 + 1 days;
        _signOffers(deal);
        _signPayment(deal);
    }

    /// @dev Changes one bit of one field of the offer, each of which is one word.
    function _flip(Rental memory rental, uint256 field) private pure {
        assembly ("memory-safe") {
            let word := add(mload(rental), mul(field, 32))
            mstore(word, xor(mload(word), 1))
        }
    }

    /// @dev The payment of one deal with the rentals of another.
    function _expectRentsAsSigned(Deal memory signed, Deal memory sent) private {
        sent.payment = signed.payment;
        _expectRentReverts(sent, _refused(sent));
    }

    function _payFrom(Deal memory deal, address wallet) private {
        dollar.mint(wallet, DOLLARS);
        vm.prank(wallet);
        dollar.approve(address(permit2), type(uint256).max);
        deal.payment.payer = wallet;
    }

    function _assertWalletPaid(Deal memory deal) private view {
        assertEq(_status(escrow.idOf(deal.rentals[0])), Status.Active, "status");
        assertEq(dollar.balanceOf(deal.payment.payer), DOLLARS - PRICE - FEE, "wallet's balance");
        _assertRouterIsEmpty("a wallet");
    }

    function _expectUsed(Deal memory deal) private {
        _expectRentReverts(
            deal,
            abi.encodeWithSelector(IRentalRouter.PurchaseUsed.selector, payer, _purchaseDigest(deal))
        );
    }

    function _expectTooSmall(Method method, uint256 value, uint256 relayFee) private {
        Deal memory deal = _deal(1, method);
        (deal.payment.value, deal.payment.relayFee) = (value, relayFee);
        _signPayment(deal);

        _expectRentReverts(deal, abi.encodeWithSelector(IRentalRouter.ValueTooSmall.selector, value, PRICE, relayFee));
    }

    /// @dev The dollar after an upgrade.
    function _turnOdd() private returns (OddUsdcToken) {
        vm.etch(address(dollar), address(new OddUsdcToken()).code);
        return OddUsdcToken(payable(address(dollar)));
    }
}
