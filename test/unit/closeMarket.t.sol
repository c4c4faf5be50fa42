// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {Ownable} from "@openzeppelin/contracts/access/Ownable.sol";

import {IRentalEscrow, Offer, Rental, Status} from "../../contracts/interfaces/IRentalEscrow.sol";
import {DepositBase} from "../DepositBase.t.sol";
import {vm} from "../Vm.sol";

contract CloseMarketTest is DepositBase {
    function test_RevertWhen_CallerIsNotGuardian() external {
        address[6] memory callers = [address(this), treasury, arbiter, host, renter, stranger];
        for (uint256 i = 0; i < callers.length; ++i) {
            vm.expectRevert(abi.encodeWithSelector(IRentalEscrow.NotGuardian.selector, callers[i], guardian));
            vm.prank(callers[i]);
            escrow.closeMarket(address(usdc));
        }
    }

    function test_ClosesMarket() external {
        escrow.setMarket({token: address(usdc), arbiter: arbiter, feeBps: 1234, open: true});

        vm.expectEmit(address(escrow));
        emit IRentalEscrow.MarketSet(address(usdc), arbiter, 1234, false);
        _close(address(usdc));

        _assertMarket(address(usdc), arbiter, 1234, false);
        _assertMarket(NATIVE, arbiter, FEE_BPS, true);
    }

    function test_ClosesNativeMarket() external {
        vm.expectEmit(address(escrow));
        emit IRentalEscrow.MarketSet(NATIVE, arbiter, FEE_BPS, false);
        _close(NATIVE);

        _assertMarket(NATIVE, arbiter, FEE_BPS, false);
    }

    function test_RefusesWhatBringsMoneyIn() external {
        Rental memory running = _rental(_instantOffer());
        _deposit(running, 8 hours);
        Offer memory offer = _offer();
        offer.machine = "a100-1";

        _close(address(usdc));

        bytes memory notOpen = abi.encodeWithSelector(IRentalEscrow.MarketNotOpen.selector, address(usdc));
        _expectDepositReverts(_rental(offer), 8 hours, notOpen);
        vm.expectRevert(notOpen);
        vm.prank(renter);
        escrow.extend(running, 9 hours, NO_PERMIT);
        vm.expectRevert(notOpen);
        vm.prank(host);
        escrow.fundBond(address(usdc), 1);
    }

    function test_ClosesAgain() external {
        _close(address(usdc));

        vm.expectEmit(address(escrow));
        emit IRentalEscrow.MarketSet(address(usdc), arbiter, FEE_BPS, false);
        _close(address(usdc));

        _assertMarket(address(usdc), arbiter, FEE_BPS, false);
    }

    function test_ClosesUnknownMarket() external {
        vm.expectEmit(address(escrow));
        emit IRentalEscrow.MarketSet(stranger, address(0), 0, false);
        _close(stranger);

        _assertMarket(stranger, address(0), 0, false);
    }

    function test_LetsMoneyOut() external {
        _fundBond(address(usdc), 5_000_000);
        Rental memory running = _rental(_instantOffer());
        Rental memory waiting = _rental(_offer());
        waiting.offer.machine = "a100-1";
        bytes32 first = _deposit(running, 8 hours);
        bytes32 second = _deposit(waiting, 8 hours);

        _close(address(usdc));
        vm.prank(renter);
        escrow.stop(waiting, NO_BOUND);
        vm.prank(host);
        escrow.withdrawBond(address(usdc), 5_000_000, host);
        vm.warp(T0 + 14 hours);
        escrow.settle(running);
        escrow.collectFees(address(usdc));

        assertEq(_status(first), Status.Closed, "first");
        assertEq(_status(second), Status.Closed, "second");
        assertEq(usdc.balanceOf(address(escrow)), 0, "escrow's balance");
    }

    function test_OwnerReopens() external {
        _close(address(usdc));

        escrow.setMarket({token: address(usdc), arbiter: arbiter, feeBps: FEE_BPS, open: true});

        _assertMarket(address(usdc), arbiter, FEE_BPS, true);
    }

    function test_RevertWhen_GuardianReopens() external {
        _close(address(usdc));

        vm.expectRevert(abi.encodeWithSelector(Ownable.OwnableUnauthorizedAccount.selector, guardian));
        vm.prank(guardian);
        escrow.setMarket({token: address(usdc), arbiter: arbiter, feeBps: FEE_BPS, open: true});
    }

    function _close(address token) private {
        vm.prank(guardian);
        escrow.closeMarket(token);
    }

    function _assertMarket(address token, address arbiter_, uint16 feeBps, bool open) private view {
        (address actualArbiter, uint16 actualFeeBps, bool actualOpen) = escrow.markets(token);
        assertEq(actualArbiter, arbiter_, "arbiter");
        assertEq(actualFeeBps, feeBps, "feeBps");
        assertEq(actualOpen, open, "open");
    }
}
