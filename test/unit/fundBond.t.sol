// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {ReentrancyGuardTransient} from "@openzeppelin/contracts/utils/ReentrancyGuardTransient.sol";

import {IRentalEscrow} from "../../contracts/interfaces/IRentalEscrow.sol";
import {Base} from "../Base.t.sol";
import {FalseReturningToken} from "../mocks/FalseReturningToken.sol";
import {MisdeliveringToken} from "../mocks/MisdeliveringToken.sol";
import {ReentrantToken} from "../mocks/ReentrantToken.sol";
import {RefusingToken} from "../mocks/RefusingToken.sol";
import {Token} from "../mocks/Token.sol";
import {vm} from "../Vm.sol";

contract FundBondTest is Base {
    uint256 private constant AMOUNT = 50_000_000;
    uint256 private constant WALLET = type(uint128).max;

    // Guards

    function test_RevertGiven_MarketIsClosed() external {
        address[2] memory tokens = [address(usdc), NATIVE];
        for (uint256 i = 0; i < tokens.length; ++i) {
            vm.prank(guardian);
            escrow.closeMarket(tokens[i]);

            vm.expectRevert(abi.encodeWithSelector(IRentalEscrow.MarketNotOpen.selector, tokens[i]));
            _fundBond(tokens[i], AMOUNT);
        }
    }

    function test_RevertGiven_NoMarket() external {
        Token unlisted = new Token("Unlisted", "NO", 6);
        _fund(host, address(unlisted), AMOUNT);

        vm.expectRevert(abi.encodeWithSelector(IRentalEscrow.MarketNotOpen.selector, address(unlisted)));
        _fundBond(address(unlisted), AMOUNT);
    }

    function test_RevertWhen_AmountIsZero() external {
        address[2] memory tokens = [address(usdc), NATIVE];
        for (uint256 i = 0; i < tokens.length; ++i) {
            vm.expectRevert(abi.encodeWithSelector(IRentalEscrow.ZeroAmount.selector));
            _fundBond(tokens[i], 0);
        }
    }

    // Native

    function test_RevertWhen_ValueIsNotTheAmount() external {
        uint256[3] memory values = [uint256(0), AMOUNT - 1, AMOUNT + 1];
        for (uint256 i = 0; i < values.length; ++i) {
            vm.expectRevert(abi.encodeWithSelector(IRentalEscrow.WrongValue.selector, values[i], AMOUNT));
            vm.prank(host);
            escrow.fundBond{value: values[i]}(NATIVE, AMOUNT);
        }
    }

    function test_AddsNativeBond() external {
        _adds(NATIVE);
    }

    // ERC-20

    function test_RevertWhen_CoinsAreSentAlong() external {
        vm.expectRevert(abi.encodeWithSelector(IRentalEscrow.WrongValue.selector, 1, 0));
        vm.prank(host);
        escrow.fundBond{value: 1}(address(usdc), AMOUNT);
    }

    function test_RevertWhen_AllowanceIsTooSmall() external {
        vm.prank(host);
        usdc.approve(address(escrow), AMOUNT - 1);

        vm.expectRevert(abi.encodeWithSelector(IRentalEscrow.InsufficientAllowance.selector, AMOUNT - 1, AMOUNT));
        _fundBond(address(usdc), AMOUNT);
    }

    function test_RevertWhen_BalanceIsTooSmall() external {
        vm.expectRevert(abi.encodeWithSelector(IRentalEscrow.InsufficientBalance.selector, WALLET, WALLET + 1));
        _fundBond(address(usdc), WALLET + 1);
    }

    function test_RevertWhen_TokenRefuses() external {
        address token = _open(new RefusingToken());

        vm.expectRevert(abi.encodeWithSelector(IRentalEscrow.TransferRefused.selector, token));
        _fundBond(token, AMOUNT);
    }

    function test_RevertWhen_TokenReturnsFalse() external {
        address token = _open(new FalseReturningToken());

        vm.expectRevert(abi.encodeWithSelector(IRentalEscrow.TransferRefused.selector, token));
        _fundBond(token, AMOUNT);
    }

    function test_RevertWhen_AnotherAmountArrives() external {
        int256[2] memory offsets = [int256(-1), int256(1)];
        for (uint256 i = 0; i < offsets.length; ++i) {
            address token = _open(new MisdeliveringToken(offsets[i]));
            uint256 received = uint256(int256(AMOUNT) + offsets[i]);

            vm.expectRevert(abi.encodeWithSelector(IRentalEscrow.WrongAmountReceived.selector, received, AMOUNT));
            _fundBond(token, AMOUNT);
        }
    }

    function test_CountsOnceWhenTokenReenters() external {
        ReentrantToken reentrant = new ReentrantToken();
        address token = _open(reentrant);
        reentrant.callBack(address(escrow), abi.encodeCall(escrow.fundBond, (token, AMOUNT)));

        _fundBond(token, AMOUNT);

        assertEq(
            keccak256(reentrant.answer()),
            keccak256(abi.encodeWithSelector(ReentrancyGuardTransient.ReentrancyGuardReentrantCall.selector)),
            "answer to the inner call"
        );
        assertEq(escrow.bonds(token, host), AMOUNT, "free bond of the host");
        assertEq(escrow.bonds(token, token), 0, "free bond of the token");
        assertEq(_balance(token, address(escrow)), AMOUNT, "escrow balance");
    }

    function test_AddsTokenBond() external {
        _adds(address(usdc));
    }

    function test_KeepsHostsApart() external {
        _fundBond(address(usdc), AMOUNT);

        vm.prank(stranger);
        escrow.fundBond(address(usdc), 1);

        assertEq(escrow.bonds(address(usdc), host), AMOUNT, "free bond of the host");
        assertEq(escrow.bonds(address(usdc), stranger), 1, "free bond of the other");
    }

    // Scenarios

    function _adds(address token) private {
        for (uint256 times = 1; times <= 2; ++times) {
            vm.expectEmit(address(escrow));
            emit IRentalEscrow.BondFunded({token: token, host: host, amount: AMOUNT});
            _fundBond(token, AMOUNT);

            assertEq(escrow.bonds(token, host), times * AMOUNT, "free bond");
            assertEq(_balance(token, host), WALLET - times * AMOUNT, "host balance");
            assertEq(_balance(token, address(escrow)), times * AMOUNT, "escrow balance");
        }
    }

    function _open(Token token) private returns (address) {
        escrow.setMarket({token: address(token), arbiter: arbiter, feeBps: FEE_BPS, open: true});
        _fund(host, address(token), WALLET);
        return address(token);
    }
}
