// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IRentalEscrow, Machine, Offer, Rental, RentalState, Status} from "../../contracts/interfaces/IRentalEscrow.sol";
import {DepositBase} from "../DepositBase.t.sol";
import {vm} from "../Vm.sol";

contract RevokeOffersTest is DepositBase {
    function test_RaisesNonce() external {
        _fundBond(address(usdc), 5_000_000);

        vm.expectEmit(address(escrow));
        emit IRentalEscrow.OffersRevoked(host, "a100-0", 1);
        _revoke("a100-0");

        assertEq(_machine(_offer()), Machine({busyUntil: 0, nonce: 1, depositBlock: 0}), "machine");
        _assertMoney({token: address(usdc), paid: 0, freeBond: 5_000_000, inEscrow: 5_000_000});
    }

    function test_RefusesOlderOffers() external {
        Rental memory rental = _rental(_offer());

        _revoke("a100-0");
        _expectDepositReverts(rental, 8 hours, abi.encodeWithSelector(IRentalEscrow.WrongNonce.selector, 0, 1));
    }

    function test_TakesNewerOffers() external {
        _revoke("a100-0");
        Offer memory offer = _offer();
        bytes32 id = _deposit(_rental(offer), 8 hours);

        assertEq(offer.nonce, 1, "nonce");
        assertEq(_status(id), Status.Funded, "status");
    }

    function test_RaisesNonceEachTime() external {
        for (uint32 nonce = 1; nonce <= 3; ++nonce) {
            vm.expectEmit(address(escrow));
            emit IRentalEscrow.OffersRevoked(host, "a100-0", nonce);
            _revoke("a100-0");
        }

        assertEq(_machine(_offer()).nonce, 3, "nonce");
        Offer memory offer = _offer();
        offer.nonce = 2;
        _expectDepositReverts(_rental(offer), 8 hours, abi.encodeWithSelector(IRentalEscrow.WrongNonce.selector, 2, 3));
    }

    function test_LeavesOtherMachines() external {
        Offer memory offer = _offer();
        offer.machine = "a100-1";

        _revoke("a100-0");

        assertEq(_machine(offer).nonce, 0, "nonce");
        assertEq(_status(_deposit(_rental(offer), 8 hours)), Status.Funded, "status");
    }

    function test_LeavesOtherHosts() external {
        Rental memory rental = _rental(_offer());

        vm.expectEmit(address(escrow));
        emit IRentalEscrow.OffersRevoked(stranger, "a100-0", 1);
        vm.prank(stranger);
        escrow.revokeOffers("a100-0");

        assertEq(_machine(rental.offer).nonce, 0, "nonce");
        assertEq(_status(_deposit(rental, 8 hours)), Status.Funded, "status");
    }

    function test_LeavesReservation() external {
        Rental memory rental = _rental(_offer());
        vm.roll(100);
        bytes32 id = _deposit(rental, 8 hours);

        vm.roll(101);
        _revoke("a100-0");

        assertEq(_machine(rental.offer), Machine({busyUntil: RESERVED, nonce: 1, depositBlock: 100}), "machine");
        _start(rental);
        assertEq(_status(id), Status.Active, "status");
        assertEq(
            _machine(rental.offer),
            Machine({busyUntil: T0 + 8 hours, nonce: 1, depositBlock: 100}),
            "started machine"
        );
    }

    function test_LeavesRunningRental() external {
        Rental memory rental = _rental(_instantOffer());
        vm.roll(100);
        bytes32 id = _deposit(rental, 8 hours);
        RentalState memory before = escrow.getRental(id);

        vm.warp(T0 + 1 hours);
        _revoke("a100-0");

        assertEq(escrow.getRental(id), before, "rental");
        assertEq(_machine(rental.offer), Machine({busyUntil: T0 + 8 hours, nonce: 1, depositBlock: 100}), "machine");

        vm.warp(T0 + 14 hours);
        escrow.settle(rental);
        assertEq(usdc.balanceOf(payee), 10_800_000, "payee's balance");
    }

    function _revoke(bytes32 machine) private {
        vm.prank(host);
        escrow.revokeOffers(machine);
    }
}
