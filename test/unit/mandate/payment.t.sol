// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {ReentrancyGuardTransient} from "@openzeppelin/contracts/utils/ReentrancyGuardTransient.sol";

import {IRentalEscrow, Offer, Rental} from "../../../contracts/interfaces/IRentalEscrow.sol";
import {IRentalMandate, Mandate} from "../../../contracts/interfaces/IRentalMandate.sol";
import {FalseReturningToken} from "../../mocks/FalseReturningToken.sol";
import {FreezableToken} from "../../mocks/FreezableToken.sol";
import {MisdeliveringToken} from "../../mocks/MisdeliveringToken.sol";
import {NoReturnToken} from "../../mocks/NoReturnToken.sol";
import {PhantomPermitToken} from "../../mocks/PhantomPermitToken.sol";
import {ReentrantToken} from "../../mocks/ReentrantToken.sol";
import {RefusingToken} from "../../mocks/RefusingToken.sol";
import {ApprovalRaceToken} from "../../mocks/tokens/ApprovalRaceToken.sol";
import {FeeOnTopToken} from "../../mocks/tokens/FeeOnTopToken.sol";
import {RevertsOnZeroToken} from "../../mocks/tokens/RevertsOnZeroToken.sol";
import {MandateBase} from "../../MandateBase.t.sol";
import {vm} from "../../Vm.sol";

/// @dev How an extension by mandate is paid.
contract MandatePaymentTest is MandateBase {
    uint256 private constant PURSE = type(uint128).max;

    // The allowance

    function test_RevertGiven_AllowanceIsShort() external {
        uint256[2] memory allowances = [DAY + TIP - 1, 0];
        for (uint256 i = 0; i < allowances.length; ++i) {
            setUp();
            Rental memory rental = _dueRental();
            _approve(address(usdc), renter, allowances[i]);

            _expectExecuteReverts(_mandate(rental), rental, _shortAllowance(allowances[i]));
        }
    }

    function test_RevertGiven_BalanceIsShort() external {
        Rental memory rental = _dueRental();
        _approve(address(usdc), renter, DAY + TIP);
        _leave(DAY + TIP - 1);

        _expectExecuteReverts(
            _mandate(rental),
            rental,
            abi.encodeWithSelector(IRentalMandate.InsufficientRenterBalance.selector, DAY + TIP - 1, DAY + TIP)
        );
    }

    function test_RevertGiven_AllowanceAndBalanceAreShort() external {
        Rental memory rental = _dueRental();
        _approve(address(usdc), renter, 1);
        _leave(0);

        _expectExecuteReverts(_mandate(rental), rental, _shortAllowance(1));
    }

    function test_TakesExactAllowanceAndBalance() external {
        Rental memory rental = _dueRental();
        _approve(address(usdc), renter, DAY + TIP);
        _leave(DAY + TIP);

        _execute(_mandate(rental), rental);

        assertEq(usdc.balanceOf(renter), 0, "renter's balance");
        assertEq(usdc.allowance(renter, address(mandates)), 0, "renter's allowance");
        _assertEmpty(address(usdc));
    }

    function test_LeavesDonatedCoinsAlone() external {
        Rental memory rental = _dueRental();
        usdc.mint(address(mandates), 5);

        _execute(_mandate(rental), rental);

        assertEq(usdc.balanceOf(address(mandates)), 5, "mandate's balance");
        assertEq(usdc.balanceOf(renter), PURSE - DAY - TIP, "renter's balance");
    }

    // The permit

    function test_SpendsPermit() external {
        Rental memory rental = _dueRental();
        _approve(address(usdc), renter, 0);

        _executeWith(rental, _permit(RENTER_KEY, MAX_TOTAL, DUE));

        assertEq(usdc.nonces(renter), 1, "permit's nonce");
        assertEq(usdc.allowance(renter, address(mandates)), MAX_TOTAL - DAY - TIP, "what is left of it");
        assertEq(_duration(rental), 2 days, "duration");
    }

    function test_ExecutesGiven_PermitWasSubmittedInFront() external {
        Rental memory rental = _dueRental();
        _approve(address(usdc), renter, 0);
        bytes memory permit = _permit(RENTER_KEY, MAX_TOTAL, DUE);
        _submit(permit);

        _executeWith(rental, permit);

        assertEq(usdc.allowance(renter, address(mandates)), MAX_TOTAL - DAY - TIP, "what is left of it");
    }

    function test_IgnoresPermitsThatFail() external {
        Rental memory rental = _dueRental();
        bytes memory permit = _permit(RENTER_KEY, MAX_TOTAL, DUE);
        bytes[6] memory permits = [
            bytes.concat(permit, hex"00"),
            _cut(permit),
            _permit(RENTER_KEY, MAX_TOTAL, DUE - 1),
            _permit(uint256(keccak256("stranger")), MAX_TOTAL, DUE),
            new bytes(160),
            abi.encode(type(uint256).max, type(uint256).max, type(uint256).max, "x", "y")
        ];

        for (uint256 i = 0; i < permits.length; ++i) {
            _approve(address(usdc), renter, i == 5 ? DAY + TIP : 0);
            _executeWith(rental, permits[i], i == 5 ? bytes("") : _shortAllowance(0));
            assertEq(usdc.nonces(renter), 0, "permit's nonce");
        }
        assertEq(_duration(rental), 2 days, "the allowance decides");
    }

    function test_RevertGiven_PermitIsOfZero() external {
        Rental memory rental = _dueRental();
        bytes memory permit = _permit(RENTER_KEY, 0, DUE);

        _executeWith(rental, permit, _shortAllowance(0));
        assertEq(usdc.nonces(renter), 0, "the failure undoes the permit");

        _submit(permit);
        _expectExecuteReverts(_mandate(rental), rental, _shortAllowance(0));
    }

    function test_IgnoresPhantomPermit() external {
        address token = address(new PhantomPermitToken());
        Rental memory rental = _dueRentalIn(token);
        bytes memory permit = _permit(RENTER_KEY, MAX_TOTAL, DUE);

        _executeWith(rental, permit);
        vm.warp(DUE + 1 days);
        _approve(token, renter, 0);
        _executeWith(rental, permit, _shortAllowance(0));
    }

    // Tokens

    function test_PaysInATokenThatReturnsNothing() external {
        address token = address(new NoReturnToken());
        Rental memory rental = _dueRentalIn(token);

        _execute(_mandate(rental), rental);

        assertEq(_balance(token, keeper), TIP, "keeper's balance");
        _assertEmpty(token);
    }

    function test_PaysNoTipOfZeroInATokenThatRefusesZero() external {
        RevertsOnZeroToken token = new RevertsOnZeroToken();
        Rental memory rental = _dueRentalIn(address(token));
        token.misbehave(true);

        _execute(_mandate(rental), _signMandate(_mandate(rental)), rental, 0);

        assertEq(_duration(rental), 2 days, "duration");
    }

    function test_PaysTwiceInATokenThatKeepsAllowances() external {
        ApprovalRaceToken token = new ApprovalRaceToken();
        Rental memory rental = _dueRentalIn(address(token));
        token.misbehave(true);

        _execute(_mandate(rental), rental);
        vm.warp(DUE + 1 days);
        _execute(_mandate(rental), rental);

        assertEq(_duration(rental), 3 days, "duration");
        assertEq(_balance(address(token), address(mandates)), 0, "mandate's balance");
    }

    function test_RevertGiven_TokenRefuses() external {
        Rental memory rental = _dueRental();
        _approve(address(usdc), renter, DAY + TIP);
        _leave(DAY + TIP);
        bytes[2] memory codes = [address(new RefusingToken()).code, address(new FalseReturningToken()).code];

        for (uint256 i = 0; i < codes.length; ++i) {
            vm.etch(address(usdc), codes[i]);
            _expectExecuteReverts(
                _mandate(rental),
                rental,
                abi.encodeWithSelector(IRentalEscrow.TransferRefused.selector, address(usdc))
            );
        }
    }

    function test_RevertGiven_TokenBlocksTheKeeper() external {
        FreezableToken token = new FreezableToken();
        Rental memory rental = _dueRentalIn(address(token));
        token.setBlocked(keeper, true);

        _expectExecuteReverts(
            _mandate(rental),
            rental,
            abi.encodeWithSelector(FreezableToken.Blocked.selector, keeper)
        );
        _execute(_mandate(rental), _signMandate(_mandate(rental)), rental, 0);
        assertEq(_duration(rental), 2 days, "without a tip it extends");
    }

    function test_RevertGiven_TokenDeliversAnotherAmount() external {
        Rental memory rental = _dueRental();

        int256[2] memory offsets = [int256(-1), 1];
        for (uint256 i = 0; i < offsets.length; ++i) {
            vm.etch(address(usdc), address(new MisdeliveringToken(offsets[i])).code);
            _expectExecuteReverts(
                _mandate(rental),
                rental,
                _wrongBalance(uint256(int256(DAY + TIP) + offsets[i]), DAY + TIP)
            );
        }
    }

    function test_RevertGiven_TokenTakesMoreThanItSays() external {
        FeeOnTopToken token = new FeeOnTopToken();
        Rental memory rental = _dueRentalIn(address(token));
        token.mint(address(mandates), DAY);
        token.misbehave(true);

        // One percent more, of the price and of the tip, out of what somebody donated.
        _expectExecuteReverts(_mandate(rental), rental, _wrongBalance(DAY - (DAY + TIP) / 100, DAY));
    }

    function test_RevertGiven_ThePriceFallsInAHook() external {
        (Rental memory rental, Mandate memory mandate, address token) = _refundingInHook({before: 1, inside: 2});
        (, uint256 amount, ) = mandates.nextExtension(mandate, rental, TIP);
        assertEq(amount, 2, "price before the hook");

        // The escrow takes one unit less than a moment before, so one would be left over.
        _expectExecuteReverts(mandate, rental, _wrongBalance(1, 0));
        _assertEmpty(token);
    }

    function test_RevertGiven_ThePriceRisesInAHook() external {
        (Rental memory rental, Mandate memory mandate, address token) = _refundingInHook({before: 0, inside: 1});
        (, uint256 amount, ) = mandates.nextExtension(mandate, rental, TIP);
        assertEq(amount, 1, "price before the hook");

        _expectExecuteReverts(
            mandate,
            rental,
            abi.encodeWithSelector(IRentalEscrow.InsufficientAllowance.selector, 1, 2)
        );
        _assertEmpty(token);
    }

    // Calls back

    function test_RefusesEveryCallBack() external {
        ReentrantToken token = new ReentrantToken();
        Rental memory rental = _dueRentalIn(address(token));
        Mandate memory mandate = _mandate(rental);
        bytes[3] memory calls = [
            abi.encodeCall(mandates.execute, (mandate, _signMandate(mandate), rental, TIP, NO_PERMIT)),
            abi.encodeCall(mandates.revoke, (mandate.salt)),
            abi.encodeCall(mandates.revokeAll, ())
        ];

        for (uint256 i = 0; i < calls.length; ++i) {
            token.callBack(address(mandates), calls[i]);
            vm.warp(DUE + i * 1 days);
            _execute(mandate, rental);
            assertEq(
                keccak256(token.answer()),
                keccak256(abi.encodeWithSelector(ReentrancyGuardTransient.ReentrancyGuardReentrantCall.selector)),
                "answer"
            );
        }
        assertEq(_duration(rental), 4 days, "one step for each call");
    }

    // Shared

    function _dueRental() private returns (Rental memory rental) {
        rental = _running();
        vm.warp(DUE);
    }

    /// @dev Any token with `mint`, in a market of its own.
    function _dueRentalIn(address token) private returns (Rental memory) {
        escrow.setMarket({token: token, arbiter: arbiter, feeBps: FEE_BPS, open: true});
        _fundIn(token, payer);
        _fundIn(token, renter);
        Offer memory offer = _instantOffer();
        offer.token = token;
        Rental memory rental = _running(offer);
        vm.warp(DUE);
        return rental;
    }

    function _fundIn(address token, address account) private {
        RefusingToken(token).mint(account, PURSE);
        vm.prank(account);
        NoReturnToken(token).approve(address(escrow), type(uint256).max);
        vm.prank(account);
        NoReturnToken(token).approve(address(mandates), type(uint256).max);
    }

    /// @dev A rental at a unit for 3.6 seconds, whose token is also the host. When coins move first, it refunds. The
    /// mandate buys five seconds more.
    /// @param before The seconds that it has refunded already
    /// @param inside The seconds that it has refunded then
    function _refundingInHook(
        uint32 before,
        uint32 inside
    ) private returns (Rental memory rental, Mandate memory mandate, address token) {
        token = address(new ReentrantToken());
        escrow.setMarket({token: token, arbiter: arbiter, feeBps: FEE_BPS, open: true});
        _fundIn(token, payer);
        _fundIn(token, renter);
        vm.prank(token);
        escrow.setSigner(host);
        Offer memory offer = _instantOffer();
        (offer.token, offer.host, offer.epoch, offer.pricePerHour) = (token, token, 1, 1_000);
        rental = _running(offer);
        mandate = _mandate(rental);
        mandate.step = 5;
        vm.warp(DUE);
        if (before > 0) {
            vm.prank(token);
            escrow.refund(rental, before);
        }
        ReentrantToken(token).callBack(address(escrow), abi.encodeCall(escrow.refund, (rental, inside)));
    }

    function _leave(uint256 balance) private {
        uint256 excess = usdc.balanceOf(renter) - balance;
        vm.prank(renter);
        usdc.transfer(stranger, excess);
    }

    function _executeWith(Rental memory rental, bytes memory permit) private {
        _executeWith(rental, permit, "");
    }

    /// @dev Expects `error_`, if there is one.
    function _executeWith(Rental memory rental, bytes memory permit, bytes memory error_) private {
        Mandate memory mandate = _mandate(rental);
        bytes memory signature = _signMandate(mandate);
        if (error_.length > 0) vm.expectRevert(error_);
        vm.prank(keeper);
        mandates.execute(mandate, signature, rental, TIP, permit);
    }

    /// @dev EIP-2612, for the mandate contract, in the name of the renter.
    function _permit(uint256 key, uint256 value, uint256 deadline) private view returns (bytes memory) {
        bytes32 typeHash = keccak256(
            "Permit(address owner,address spender,uint256 value,uint256 nonce,uint256 deadline)"
        );
        bytes32 structHash = keccak256(
            abi.encode(typeHash, renter, address(mandates), value, usdc.nonces(renter), deadline)
        );
        bytes32 digest = keccak256(abi.encodePacked(hex"1901", usdc.DOMAIN_SEPARATOR(), structHash));
        (uint8 v, bytes32 r, bytes32 s) = vm.sign(key, digest);
        return abi.encode(value, deadline, v, r, s);
    }

    /// @dev As anyone can relay it.
    function _submit(bytes memory permit) private {
        (uint256 value, uint256 deadline, uint8 v, bytes32 r, bytes32 s) = abi.decode(
            permit,
            (uint256, uint256, uint8, bytes32, bytes32)
        );
        vm.prank(stranger);
        usdc.permit(renter, address(mandates), value, deadline, v, r, s);
    }

    function _cut(bytes memory permit) private pure returns (bytes memory shorter) {
        shorter = new bytes(159);
        for (uint256 i = 0; i < shorter.length; ++i) shorter[i] = permit[i];
    }

    function _shortAllowance(uint256 allowance) private pure returns (bytes memory) {
        return abi.encodeWithSelector(IRentalMandate.InsufficientMandateAllowance.selector, allowance, DAY + TIP);
    }

    function _wrongBalance(uint256 balance, uint256 expected) private pure returns (bytes memory) {
        return abi.encodeWithSelector(IRentalMandate.WrongBalance.selector, balance, expected);
    }
}
