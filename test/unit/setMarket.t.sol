// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {Ownable} from "@openzeppelin/contracts/access/Ownable.sol";

import {IRentalEscrow, Rental, RentalState, Status} from "../../contracts/interfaces/IRentalEscrow.sol";
import {DepositBase} from "../DepositBase.t.sol";
import {Token} from "../mocks/Token.sol";
import {vm} from "../Vm.sol";

contract SetMarketTest is DepositBase {
    address private constant NATIVE_FACE = 0x0000000000000000000000000000000000001010;

    // Bounds

    function test_RevertWhen_CallerIsNotOwner() external {
        address[6] memory callers = [guardian, treasury, arbiter, host, renter, stranger];
        for (uint256 i = 0; i < callers.length; ++i) {
            vm.expectRevert(abi.encodeWithSelector(Ownable.OwnableUnauthorizedAccount.selector, callers[i]));
            vm.prank(callers[i]);
            escrow.setMarket(address(usdc), arbiter, FEE_BPS, true);
        }
    }

    function test_RevertWhen_FeeIsTooLow() external {
        uint16[2] memory fees = [uint16(0), 999];
        for (uint256 i = 0; i < fees.length; ++i) _expectFeeOutOfBounds(fees[i], true);
    }

    function test_RevertWhen_FeeIsTooHigh() external {
        uint16[2] memory fees = [uint16(1501), type(uint16).max];
        for (uint256 i = 0; i < fees.length; ++i) _expectFeeOutOfBounds(fees[i], true);
    }

    function test_RevertWhen_ClosingWithFeeOutOfBounds() external {
        _expectFeeOutOfBounds(999, false);
        _expectFeeOutOfBounds(1501, false);
    }

    // Opening

    function test_RevertWhen_OpeningWithoutArbiter() external {
        vm.expectRevert(abi.encodeWithSelector(IRentalEscrow.InvalidArbiter.selector, address(0)));
        escrow.setMarket(address(usdc), address(0), FEE_BPS, true);
    }

    function test_RevertWhen_TokenHasNoCode() external {
        _expectInvalidToken(stranger);
    }

    function test_RevertWhen_TokenIsTheEscrow() external {
        _expectInvalidToken(address(escrow));
    }

    function test_RevertWhen_TokenIsNativeFace() external {
        // On Polygon there is code at this address.
        vm.etch(NATIVE_FACE, address(usdc).code);

        _expectInvalidToken(NATIVE_FACE);
    }

    function test_OpensMarket() external {
        address token = address(new Token("Other", "OTHER", 18));

        vm.expectEmit(address(escrow));
        emit IRentalEscrow.MarketSet(token, stranger, 1234, true);
        escrow.setMarket({token: token, arbiter: stranger, feeBps: 1234, open: true});

        _assertMarket(token, stranger, 1234, true);
        _assertMarket(address(usdc), arbiter, FEE_BPS, true);
    }

    function test_OpensNativeMarket() external {
        vm.expectEmit(address(escrow));
        emit IRentalEscrow.MarketSet(NATIVE, stranger, 1234, true);
        escrow.setMarket({token: NATIVE, arbiter: stranger, feeBps: 1234, open: true});

        _assertMarket(NATIVE, stranger, 1234, true);
    }

    function test_TakesFeeOnBounds() external {
        escrow.setMarket(address(usdc), arbiter, 1000, true);
        _assertMarket(address(usdc), arbiter, 1000, true);

        escrow.setMarket(address(usdc), arbiter, 1500, true);
        _assertMarket(address(usdc), arbiter, 1500, true);
    }

    // Closing

    function test_ClosesMarket() external {
        vm.expectEmit(address(escrow));
        emit IRentalEscrow.MarketSet(address(usdc), arbiter, 1100, false);
        escrow.setMarket({token: address(usdc), arbiter: arbiter, feeBps: 1100, open: false});

        _assertMarket(address(usdc), arbiter, 1100, false);
    }

    function test_ClosesWithoutArbiterOrToken() external {
        escrow.setMarket({token: NATIVE_FACE, arbiter: address(0), feeBps: FEE_BPS, open: false});
        _assertMarket(NATIVE_FACE, address(0), FEE_BPS, false);

        vm.etch(address(usdc), "");
        escrow.setMarket({token: address(usdc), arbiter: address(0), feeBps: FEE_BPS, open: false});
        _assertMarket(address(usdc), address(0), FEE_BPS, false);
    }

    function test_ReopensMarket() external {
        Rental memory rental = _rental(_offer());
        escrow.setMarket({token: address(usdc), arbiter: arbiter, feeBps: FEE_BPS, open: false});
        _expectDepositReverts(
            rental,
            8 hours,
            abi.encodeWithSelector(IRentalEscrow.MarketNotOpen.selector, address(usdc))
        );

        escrow.setMarket({token: address(usdc), arbiter: arbiter, feeBps: FEE_BPS, open: true});

        assertEq(_status(_deposit(rental, 8 hours)), Status.Funded, "status");
    }

    // Open rentals

    function test_LeavesOpenRentals() external {
        Rental memory rental = _rental(_instantOffer());
        bytes32 id = _deposit(rental, 8 hours);
        RentalState memory before = escrow.getRental(id);

        escrow.setMarket({token: address(usdc), arbiter: stranger, feeBps: 1500, open: true});
        assertEq(escrow.getRental(id), before, "rental");

        vm.warp(T0 + 14 hours);
        escrow.settle(rental);
        assertEq(escrow.fees(address(usdc)), 1_200_000, "a tenth, as at the deposit");
        assertEq(usdc.balanceOf(payee), 10_800_000, "payee's balance");
    }

    function test_ClosedMarketLetsRentalsEnd() external {
        Rental memory rental = _rental(_offer());
        bytes32 id = _deposit(rental, 8 hours);
        escrow.setMarket({token: address(usdc), arbiter: address(0), feeBps: 1500, open: false});

        _start(rental);
        vm.warp(T0 + 4 hours);
        vm.prank(renter);
        escrow.stop(rental, NO_BOUND);

        assertEq(_status(id), Status.Closed, "status");
        assertEq(usdc.balanceOf(payee), 5_400_000, "payee's balance");
        assertEq(usdc.balanceOf(renter), PURSE + 6_000_000, "renter's balance");
    }

    // Shared

    function _expectFeeOutOfBounds(uint16 feeBps, bool open) private {
        vm.expectRevert(abi.encodeWithSelector(IRentalEscrow.FeeOutOfBounds.selector, feeBps, 1000, 1500));
        escrow.setMarket(address(usdc), arbiter, feeBps, open);
    }

    function _expectInvalidToken(address token) private {
        vm.expectRevert(abi.encodeWithSelector(IRentalEscrow.InvalidToken.selector, token));
        escrow.setMarket(token, arbiter, FEE_BPS, true);
    }

    function _assertMarket(address token, address arbiter_, uint16 feeBps, bool open) private view {
        (address actualArbiter, uint16 actualFeeBps, bool actualOpen) = escrow.markets(token);
        assertEq(actualArbiter, arbiter_, "arbiter");
        assertEq(actualFeeBps, feeBps, "feeBps");
        assertEq(actualOpen, open, "open");
    }
}
