// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {Ownable} from "@openzeppelin/contracts/access/Ownable.sol";

import {IRentalEscrow} from "../../contracts/interfaces/IRentalEscrow.sol";
import {Base} from "../Base.t.sol";
import {vm} from "../Vm.sol";

contract SetGuardianTest is Base {
    function test_RevertWhen_CallerIsNotOwner() external {
        address[6] memory callers = [guardian, treasury, arbiter, host, renter, stranger];
        for (uint256 i = 0; i < callers.length; ++i) {
            vm.expectRevert(abi.encodeWithSelector(Ownable.OwnableUnauthorizedAccount.selector, callers[i]));
            vm.prank(callers[i]);
            escrow.setGuardian(callers[i]);
        }
    }

    function test_SetsGuardian() external {
        vm.expectEmit(address(escrow));
        emit IRentalEscrow.GuardianSet(keeper);
        escrow.setGuardian(keeper);

        assertEq(escrow.guardian(), keeper, "guardian");
        vm.prank(keeper);
        escrow.closeMarket(address(usdc));
        assertEq(_isOpen(), false, "open");
    }

    function test_TakesPowerFromTheOneBefore() external {
        escrow.setGuardian(keeper);

        vm.expectRevert(abi.encodeWithSelector(IRentalEscrow.NotGuardian.selector, guardian, keeper));
        vm.prank(guardian);
        escrow.closeMarket(address(usdc));
    }

    function test_SetsNobody() external {
        vm.expectEmit(address(escrow));
        emit IRentalEscrow.GuardianSet(address(0));
        escrow.setGuardian(address(0));

        assertEq(escrow.guardian(), address(0), "guardian");
        address[2] memory callers = [guardian, address(this)];
        for (uint256 i = 0; i < callers.length; ++i) {
            vm.expectRevert(abi.encodeWithSelector(IRentalEscrow.NotGuardian.selector, callers[i], address(0)));
            vm.prank(callers[i]);
            escrow.closeMarket(address(usdc));
        }
        escrow.setMarket({token: address(usdc), arbiter: arbiter, feeBps: FEE_BPS, open: false});
        assertEq(_isOpen(), false, "open");
    }

    function _isOpen() private view returns (bool open) {
        (, , open) = escrow.markets(address(usdc));
    }
}
