// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {Ownable} from "@openzeppelin/contracts/access/Ownable.sol";

import {IRentalEscrow, Rental} from "../../contracts/interfaces/IRentalEscrow.sol";
import {DepositBase} from "../DepositBase.t.sol";
import {vm} from "../Vm.sol";

contract SetHostFeeTest is DepositBase {
    function test_RevertWhen_CallerIsNotOwner() external {
        address[6] memory callers = [guardian, treasury, arbiter, host, renter, stranger];
        for (uint256 i = 0; i < callers.length; ++i) {
            vm.expectRevert(abi.encodeWithSelector(Ownable.OwnableUnauthorizedAccount.selector, callers[i]));
            vm.prank(callers[i]);
            escrow.setHostFee(host, 1200);
        }
    }

    function test_RevertWhen_FeeIsOutOfBounds() external {
        uint16[4] memory fees = [uint16(1), 999, 1501, type(uint16).max];
        for (uint256 i = 0; i < fees.length; ++i) {
            vm.expectRevert(abi.encodeWithSelector(IRentalEscrow.FeeOutOfBounds.selector, fees[i], 1000, 1500));
            escrow.setHostFee(host, fees[i]);
        }
    }

    function test_SetsFee() external {
        vm.expectEmit(address(escrow));
        emit IRentalEscrow.HostFeeSet(host, 1234);
        escrow.setHostFee(host, 1234);

        assertEq(_feeBps(host), 1234, "host's fee");
        assertEq(_feeBps(stranger), 0, "another host's fee");
    }

    function test_TakesFeeOnBounds() external {
        escrow.setHostFee(host, 1000);
        assertEq(_feeBps(host), 1000, "lower bound");

        escrow.setHostFee(host, 1500);
        assertEq(_feeBps(host), 1500, "upper bound");
    }

    function test_RemovesFee() external {
        escrow.setHostFee(host, 1234);

        vm.expectEmit(address(escrow));
        emit IRentalEscrow.HostFeeSet(host, 0);
        escrow.setHostFee(host, 0);

        assertEq(_feeBps(host), 0, "host's fee");
    }

    function test_LeavesSigner() external {
        vm.prank(host);
        escrow.setSigner(stranger);

        escrow.setHostFee(host, 1234);

        (address signer, uint32 epoch, uint16 feeBps) = escrow.hosts(host);
        assertEq(signer, stranger, "signer");
        assertEq(epoch, 1, "epoch");
        assertEq(feeBps, 1234, "feeBps");
    }

    function test_LeavesOpenRental() external {
        Rental memory rental = _rental(_instantOffer());
        bytes32 id = _deposit(rental, 8 hours);

        escrow.setHostFee(host, 1500);
        assertEq(escrow.getRental(id).feeBps, FEE_BPS, "feeBps");

        vm.warp(T0 + 14 hours);
        escrow.settle(rental);
        assertEq(escrow.fees(address(usdc)), 1_200_000, "a tenth, as at the deposit");
    }

    function _feeBps(address account) private view returns (uint16 feeBps) {
        (, , feeBps) = escrow.hosts(account);
    }
}
