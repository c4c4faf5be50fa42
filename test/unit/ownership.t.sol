// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {Ownable, Ownable2Step} from "@openzeppelin/contracts/access/Ownable2Step.sol";

import {Rental, Status} from "../../contracts/interfaces/IRentalEscrow.sol";
import {DepositBase} from "../DepositBase.t.sol";
import {vm} from "../Vm.sol";

/// @dev The owner is this test.
contract OwnershipTest is DepositBase {
    function test_RevertWhen_StrangerTransfers() external {
        _expectUnauthorized(stranger);
        escrow.transferOwnership(stranger);
    }

    function test_OffersOwnership() external {
        vm.expectEmit(address(escrow));
        emit Ownable2Step.OwnershipTransferStarted(address(this), keeper);
        escrow.transferOwnership(keeper);

        assertEq(escrow.owner(), address(this), "owner");
        assertEq(escrow.pendingOwner(), keeper, "pendingOwner");
        escrow.setHostFee(host, 1200);
    }

    function test_RevertWhen_NewOwnerActsBeforeAccepting() external {
        escrow.transferOwnership(keeper);

        _expectUnauthorized(keeper);
        escrow.setHostFee(host, 1200);
    }

    function test_RevertWhen_StrangerAccepts() external {
        escrow.transferOwnership(keeper);

        _expectUnauthorized(stranger);
        escrow.acceptOwnership();
    }

    function test_RevertGiven_OfferWasTakenBack() external {
        escrow.transferOwnership(keeper);
        escrow.transferOwnership(address(0));

        _expectUnauthorized(keeper);
        escrow.acceptOwnership();
    }

    function test_AcceptsOwnership() external {
        escrow.transferOwnership(keeper);

        vm.expectEmit(address(escrow));
        emit Ownable.OwnershipTransferred(address(this), keeper);
        vm.prank(keeper);
        escrow.acceptOwnership();

        assertEq(escrow.owner(), keeper, "owner");
        assertEq(escrow.pendingOwner(), address(0), "pendingOwner");
        vm.prank(keeper);
        escrow.setHostFee(host, 1200);
        _expectUnauthorized(address(this));
        escrow.setHostFee(host, 1300);
    }

    function test_RevertWhen_StrangerRenounces() external {
        _expectUnauthorized(stranger);
        escrow.renounceOwnership();
    }

    function test_Renounces() external {
        vm.expectEmit(address(escrow));
        emit Ownable.OwnershipTransferred(address(this), address(0));
        escrow.renounceOwnership();

        assertEq(escrow.owner(), address(0), "owner");
        _expectUnauthorized(address(this));
        escrow.setMarket(address(usdc), arbiter, 1200, true);
        _expectUnauthorized(address(this));
        escrow.setHostFee(host, 1200);
        _expectUnauthorized(address(this));
        escrow.setTreasury(keeper);
        _expectUnauthorized(address(this));
        escrow.setGuardian(keeper);
    }

    function test_LeavesMarketsAndGuardianAfterRenouncing() external {
        escrow.renounceOwnership();

        assertEq(_status(_deposit(_rental(_offer()), 8 hours)), Status.Funded, "status");
        vm.prank(guardian);
        escrow.closeMarket(address(usdc));
        (, , bool open) = escrow.markets(address(usdc));
        assertEq(open, false, "open");
    }

    function test_EndsRentalsAfterRenouncing() external {
        Rental memory rental = _rental(_offer());
        _deposit(rental, 8 hours);
        escrow.setGuardian(address(0));
        escrow.renounceOwnership();

        _start(rental);
        vm.warp(T0 + 14 hours);
        escrow.settle(rental);
        escrow.collectFees(address(usdc));

        assertEq(usdc.balanceOf(payee), 10_800_000, "payee's balance");
        assertEq(usdc.balanceOf(treasury), 1_200_000, "treasury's balance");
        assertEq(usdc.balanceOf(address(escrow)), 0, "escrow's balance");
    }

    /// @dev The next call is the caller's, and refused.
    function _expectUnauthorized(address caller) private {
        vm.expectRevert(abi.encodeWithSelector(Ownable.OwnableUnauthorizedAccount.selector, caller));
        vm.prank(caller);
    }
}
