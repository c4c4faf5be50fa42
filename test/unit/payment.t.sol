// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {ReentrancyGuardTransient} from "@openzeppelin/contracts/utils/ReentrancyGuardTransient.sol";

import {IRentalEscrow, Offer, Rental, Status} from "../../contracts/interfaces/IRentalEscrow.sol";
import {DepositBase} from "../DepositBase.t.sol";
import {FalseReturningToken} from "../mocks/FalseReturningToken.sol";
import {MisdeliveringToken} from "../mocks/MisdeliveringToken.sol";
import {NoReturnToken} from "../mocks/NoReturnToken.sol";
import {PhantomPermitToken} from "../mocks/PhantomPermitToken.sol";
import {ReentrantToken} from "../mocks/ReentrantToken.sol";
import {RefusingToken} from "../mocks/RefusingToken.sol";
import {Token} from "../mocks/Token.sol";
import {vm} from "../Vm.sol";

/// @dev How a deposit is paid; an extension and a bond are paid by the same code.
contract PaymentTest is DepositBase {
    uint256 private constant PRICE = 12_000_000;

    // Native

    function test_RevertWhen_NativeValueIsNotThePrice() external {
        Rental memory rental = _rentalIn(NATIVE);
        bytes memory signature = _sign(rental.offer);

        uint256[3] memory values = [0, PRICE - 1, PRICE + 1];
        for (uint256 i = 0; i < values.length; ++i) {
            vm.expectRevert(abi.encodeWithSelector(IRentalEscrow.WrongValue.selector, values[i], PRICE));
            vm.prank(payer);
            escrow.deposit{value: values[i]}(rental, 8 hours, signature, NO_PERMIT);
        }
    }

    function test_TakesExactNativeValue() external {
        vm.deal(payer, PRICE);
        _deposit(_rentalIn(NATIVE), 8 hours);

        assertEq(payer.balance, 0, "payer's balance");
        assertEq(address(escrow).balance, PRICE, "escrow's balance");
    }

    function test_IgnoresPermitInNative() external {
        Rental memory rental = _rentalIn(NATIVE);

        _depositWith(rental, 8 hours, _sign(rental.offer), _permit(PRICE, T0));

        assertEq(usdc.nonces(payer), 0, "permit unspent");
        _assertMoney({token: NATIVE, paid: PRICE, freeBond: 0, inEscrow: PRICE});
        _assertMoney({token: address(usdc), paid: 0, freeBond: 0, inEscrow: 0});
    }

    // Tokens

    function test_RevertWhen_ValueComesWithTokens() external {
        Rental memory rental = _rentalIn(address(usdc));
        bytes memory signature = _sign(rental.offer);

        uint256[2] memory values = [1, PRICE];
        for (uint256 i = 0; i < values.length; ++i) {
            vm.expectRevert(abi.encodeWithSelector(IRentalEscrow.WrongValue.selector, values[i], 0));
            vm.prank(payer);
            escrow.deposit{value: values[i]}(rental, 8 hours, signature, NO_PERMIT);
        }
    }

    function test_RevertGiven_AllowanceIsShort() external {
        _approve(PRICE - 1);

        _expectReverts(address(usdc), _shortAllowance(PRICE - 1));
    }

    function test_RevertGiven_BalanceIsShort() external {
        _leaveBalance(PRICE - 1);

        _expectReverts(
            address(usdc),
            abi.encodeWithSelector(IRentalEscrow.InsufficientBalance.selector, PRICE - 1, PRICE)
        );
    }

    function test_RevertGiven_AllowanceAndBalanceAreShort() external {
        _approve(0);
        _leaveBalance(0);

        _expectReverts(address(usdc), _shortAllowance(0));
    }

    function test_TakesExactAllowanceAndBalance() external {
        _approve(PRICE);
        _leaveBalance(PRICE);

        _deposit(_rentalIn(address(usdc)), 8 hours);

        assertEq(usdc.allowance(payer, address(escrow)), 0, "allowance");
        assertEq(usdc.balanceOf(payer), 0, "payer's balance");
        assertEq(usdc.balanceOf(address(escrow)), PRICE, "escrow's balance");
    }

    function test_RevertGiven_OnlySomebodyElseApproved() external {
        // The renter and the host have approved everything that they own.
        _approve(0);

        _expectReverts(address(usdc), _shortAllowance(0));
    }

    function test_RevertGiven_TokenRefuses() external {
        RefusingToken refusing = new RefusingToken();
        address token = _open(refusing);
        vm.startPrank(payer);
        refusing.approve(address(escrow), PRICE);
        refusing.transfer(stranger, PURSE - PRICE);
        vm.stopPrank();

        _expectReverts(token, abi.encodeWithSelector(IRentalEscrow.TransferRefused.selector, token));
    }

    function test_RevertGiven_TokenReturnsFalse() external {
        address token = _open(new FalseReturningToken());

        _expectReverts(token, abi.encodeWithSelector(IRentalEscrow.TransferRefused.selector, token));
    }

    function test_RevertGiven_TokenDeliversLess() external {
        _expectReverts(_open(new MisdeliveringToken(-1)), _wrongAmount(PRICE - 1));
    }

    function test_RevertGiven_TokenDeliversMore() external {
        _expectReverts(_open(new MisdeliveringToken(1)), _wrongAmount(PRICE + 1));
    }

    function test_RevertGiven_TokenDeliversNothing() external {
        _expectReverts(_open(new MisdeliveringToken(-int256(PRICE))), _wrongAmount(0));
    }

    function test_RevertGiven_TokenTakesFromTheEscrow() external {
        address token = _open(new MisdeliveringToken(-int256(PRICE) - 1));
        Token(token).mint(address(escrow), 5);

        _expectReverts(token, _wrongAmount(0));
    }

    function test_RevertGiven_TokenHasVanished() external {
        Rental memory rental = _rentalIn(address(usdc));
        bytes memory signature = _sign(rental.offer);
        vm.etch(address(usdc), "");

        vm.expectRevert();
        vm.prank(payer);
        escrow.deposit(rental, 8 hours, signature, NO_PERMIT);

        assertEq(_status(escrow.idOf(rental)), Status.None, "status");
    }

    function test_TakesTokenThatReturnsNothing() external {
        NoReturnToken token = new NoReturnToken();
        escrow.setMarket({token: address(token), arbiter: arbiter, feeBps: FEE_BPS, open: true});
        token.mint(payer, PRICE);
        vm.prank(payer);
        token.approve(address(escrow), PRICE);

        bytes32 id = _deposit(_rentalIn(address(token)), 8 hours);

        assertEq(_status(id), Status.Funded, "status");
        assertEq(token.balanceOf(payer), 0, "payer's balance");
        assertEq(token.balanceOf(address(escrow)), PRICE, "escrow's balance");
    }

    function test_TakesPriceGiven_Donation() external {
        usdc.mint(address(escrow), PRICE);

        _deposit(_rentalIn(address(usdc)), 8 hours);

        _assertMoney({token: address(usdc), paid: PRICE, freeBond: 0, inEscrow: 2 * PRICE});
    }

    function test_RefusesReentry() external {
        ReentrantToken token = new ReentrantToken();
        _open(token);
        Rental memory rental = _rentalIn(address(token));
        rental.offer.startWindow = 0;
        bytes[12] memory calls = [
            abi.encodeCall(escrow.deposit, (rental, 8 hours, _sign(rental.offer), NO_PERMIT)),
            abi.encodeCall(escrow.start, (rental)),
            abi.encodeCall(escrow.extend, (rental, 9 hours, NO_PERMIT)),
            abi.encodeCall(escrow.stop, (rental, NO_BOUND)),
            abi.encodeCall(escrow.interrupt, (rental, NO_BOUND)),
            abi.encodeCall(escrow.settle, (rental)),
            abi.encodeCall(escrow.fundBond, (address(token), 1)),
            abi.encodeCall(escrow.withdrawBond, (address(token), 1, stranger)),
            abi.encodeCall(escrow.revokeOffers, ("a100-0")),
            abi.encodeCall(escrow.setSigner, (stranger)),
            abi.encodeCall(escrow.withdraw, (address(token), payer, payer)),
            abi.encodeCall(escrow.collectFees, (address(token)))
        ];
        bytes memory refused = abi.encodeWithSelector(ReentrancyGuardTransient.ReentrancyGuardReentrantCall.selector);

        for (uint256 i = 0; i < calls.length; ++i) {
            token.callBack(address(escrow), calls[i]);
            rental.offer.machine = bytes32(i);
            _deposit(rental, 8 hours);

            assertEq(keccak256(token.answer()), keccak256(refused), "answer");
        }
        assertEq(token.balanceOf(address(escrow)), calls.length * PRICE, "escrow's balance");
    }

    // Permits

    function test_SpendsPermit() external {
        _approve(0);
        Rental memory rental = _rentalIn(address(usdc));

        _depositWith(rental, 8 hours, _sign(rental.offer), _permit(PRICE, T0 + 1 hours));

        assertEq(usdc.nonces(payer), 1, "permit spent");
        assertEq(usdc.allowance(payer, address(escrow)), 0, "allowance");
        _assertMoney({token: address(usdc), paid: PRICE, freeBond: 0, inEscrow: PRICE});
    }

    function test_SpendsPermitInLastSecond() external {
        _approve(0);
        Rental memory rental = _rentalIn(address(usdc));

        _depositWith(rental, 8 hours, _sign(rental.offer), _permit(PRICE, T0));

        _assertMoney({token: address(usdc), paid: PRICE, freeBond: 0, inEscrow: PRICE});
    }

    function test_UsesAllowanceOfPermitSpentBefore() external {
        _approve(0);
        Rental memory rental = _rentalIn(address(usdc));
        bytes memory permit = _permit(PRICE, T0 + 1 hours);
        (uint256 value, uint256 deadline, uint8 v, bytes32 r, bytes32 s) = abi.decode(
            permit,
            (uint256, uint256, uint8, bytes32, bytes32)
        );
        vm.prank(stranger);
        usdc.permit(payer, address(escrow), value, deadline, v, r, s);

        _depositWith(rental, 8 hours, _sign(rental.offer), permit);

        assertEq(usdc.nonces(payer), 1, "permit spent once");
        _assertMoney({token: address(usdc), paid: PRICE, freeBond: 0, inEscrow: PRICE});
    }

    function test_RevertWhen_PermitIsForLess() external {
        // A permit replaces the allowance, here a sufficient one.
        _expectPermitReverts(_permit(PRICE - 1, T0 + 1 hours), PRICE - 1);
    }

    function test_RevertWhen_PermitHasExpired() external {
        _approve(0);

        _expectPermitReverts(_permit(PRICE, T0 - 1), 0);
    }

    function test_RevertWhen_PermitIsSomebodyElses() external {
        bytes memory renters = _permit(PRICE, T0 + 1 hours);
        payer = stranger;
        _approve(0);

        _expectPermitReverts(renters, 0);
    }

    function test_RevertWhen_PermitIsGarbage() external {
        _approve(0);

        bytes[3] memory garbage = _garbage();
        for (uint256 i = 0; i < garbage.length; ++i) _expectPermitReverts(garbage[i], 0);
    }

    function test_RevertWhen_PermitHasAnotherLength() external {
        _approve(0);

        bytes[3] memory permits = _misshapen();
        for (uint256 i = 0; i < permits.length; ++i) _expectPermitReverts(permits[i], 0);
    }

    function test_UsesAllowanceWhen_PermitFails() external {
        bytes[3] memory garbage = _garbage();
        bytes[3] memory misshapen = _misshapen();
        bytes[7] memory permits = [
            _permit(PRICE, T0 - 1),
            garbage[0],
            garbage[1],
            garbage[2],
            misshapen[0],
            misshapen[1],
            misshapen[2]
        ];
        Rental memory rental = _rentalIn(address(usdc));

        for (uint256 i = 0; i < permits.length; ++i) {
            rental.offer.machine = bytes32(i);
            _depositWith(rental, 8 hours, _sign(rental.offer), permits[i]);
        }

        assertEq(usdc.nonces(payer), 0, "no permit spent");
        _assertMoney({token: address(usdc), paid: 7 * PRICE, freeBond: 0, inEscrow: 7 * PRICE});
    }

    function test_RevertGiven_PhantomPermit() external {
        PhantomPermitToken token = new PhantomPermitToken();
        escrow.setMarket({token: address(token), arbiter: arbiter, feeBps: FEE_BPS, open: true});
        _fund(renter, address(token), PRICE);
        token.mint(payer, PRICE);
        Rental memory rental = _rentalIn(address(token));
        bytes memory signature = _sign(rental.offer);
        bytes memory permit = _permit(PRICE, T0 + 1 hours);

        vm.expectRevert(_shortAllowance(0));
        _depositWith(rental, 8 hours, signature, permit);

        assertEq(token.balanceOf(renter), PRICE, "balance of one who approved");
        assertEq(token.balanceOf(address(escrow)), 0, "escrow's balance");
    }

    // Shared

    /// @dev Opens a market for the token; the payer has plenty of it and has approved the escrow.
    function _open(Token token) private returns (address) {
        escrow.setMarket({token: address(token), arbiter: arbiter, feeBps: FEE_BPS, open: true});
        _fund(payer, address(token), PURSE);
        return address(token);
    }

    function _rentalIn(address token) private view returns (Rental memory) {
        Offer memory offer = _offer();
        offer.token = token;
        return _rental(offer);
    }

    function _approve(uint256 amount) private {
        vm.prank(payer);
        usdc.approve(address(escrow), amount);
    }

    function _leaveBalance(uint256 amount) private {
        vm.prank(payer);
        usdc.transfer(stranger, PURSE - amount);
    }

    function _expectReverts(address token, bytes memory error_) private {
        _expectDepositReverts(_rentalIn(token), 8 hours, error_);
    }

    function _expectPermitReverts(bytes memory permit, uint256 allowance) private {
        Rental memory rental = _rentalIn(address(usdc));
        bytes memory signature = _sign(rental.offer);
        vm.expectRevert(_shortAllowance(allowance));
        _depositWith(rental, 8 hours, signature, permit);
    }

    /// @dev As long as a permit, and none: zeros, ones, and one whose `v` is no uint8.
    function _garbage() private view returns (bytes[3] memory permits) {
        permits[0] = new bytes(160);
        bytes32 ones = bytes32(type(uint256).max);
        permits[1] = abi.encode(ones, ones, ones, ones, ones);
        permits[2] = _permit(PRICE, T0 + 1 hours);
        permits[2][64] = 0x01;
    }

    /// @dev A good permit, one byte short, one byte long, and with a word behind it.
    function _misshapen() private view returns (bytes[3] memory permits) {
        bytes memory permit = _permit(PRICE, T0 + 1 hours);
        permits[0] = new bytes(159);
        for (uint256 i = 0; i < 159; ++i) permits[0][i] = permit[i];
        permits[1] = bytes.concat(permit, hex"00");
        permits[2] = bytes.concat(permit, bytes32(0));
    }

    function _shortAllowance(uint256 allowance) private pure returns (bytes memory) {
        return abi.encodeWithSelector(IRentalEscrow.InsufficientAllowance.selector, allowance, PRICE);
    }

    function _wrongAmount(uint256 received) private pure returns (bytes memory) {
        return abi.encodeWithSelector(IRentalEscrow.WrongAmountReceived.selector, received, PRICE);
    }
}
