// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {Ownable} from "@openzeppelin/contracts/access/Ownable.sol";

import {IRentalEscrow, Rental} from "../../contracts/interfaces/IRentalEscrow.sol";
import {DepositBase} from "../DepositBase.t.sol";
import {vm} from "../Vm.sol";

contract SetTreasuryTest is DepositBase {
    function test_RevertWhen_CallerIsNotOwner() external {
        address[6] memory callers = [guardian, treasury, arbiter, host, renter, stranger];
        for (uint256 i = 0; i < callers.length; ++i) {
            vm.expectRevert(abi.encodeWithSelector(Ownable.OwnableUnauthorizedAccount.selector, callers[i]));
            vm.prank(callers[i]);
            escrow.setTreasury(callers[i]);
        }
    }

    function test_RevertWhen_TreasuryIsZero() external {
        vm.expectRevert(abi.encodeWithSelector(IRentalEscrow.InvalidTreasury.selector, address(0)));
        escrow.setTreasury(address(0));
    }

    function test_RevertWhen_TreasuryIsTheEscrow() external {
        vm.expectRevert(abi.encodeWithSelector(IRentalEscrow.InvalidTreasury.selector, address(escrow)));
        escrow.setTreasury(address(escrow));
    }

    function test_SetsTreasury() external {
        vm.expectEmit(address(escrow));
        emit IRentalEscrow.TreasurySet(keeper);
        escrow.setTreasury(keeper);

        assertEq(escrow.treasury(), keeper, "treasury");
    }

    function test_SendsFeesToNewTreasury() external {
        Rental memory rental = _rental(_instantOffer());
        _deposit(rental, 8 hours);
        vm.warp(T0 + 14 hours);
        escrow.settle(rental);

        escrow.setTreasury(keeper);
        vm.expectEmit(address(escrow));
        emit IRentalEscrow.FeesCollected(address(usdc), keeper, 1_200_000);
        escrow.collectFees(address(usdc));

        assertEq(usdc.balanceOf(keeper), 1_200_000, "new treasury's balance");
        assertEq(usdc.balanceOf(treasury), 0, "old treasury's balance");
    }
}
