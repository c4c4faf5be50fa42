// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IRentalEscrow, Machine, Offer, Rental, Status} from "../../contracts/interfaces/IRentalEscrow.sol";
import {DepositBase} from "../DepositBase.t.sol";
import {vm} from "../Vm.sol";

contract SetSignerTest is DepositBase {
    uint256 private constant SIGNER_KEY = uint256(keccak256("signer"));

    address private signer = vm.addr(SIGNER_KEY);

    function test_NamesSigner() external {
        _fundBond(address(usdc), 5_000_000);

        vm.expectEmit(address(escrow));
        emit IRentalEscrow.SignerSet(host, signer, 1);
        _name(signer);

        _assertHost({expectedSigner: signer, expectedEpoch: 1, expectedFeeBps: 0});
        _assertMoney({token: address(usdc), paid: 0, freeBond: 5_000_000, inEscrow: 5_000_000});
    }

    function test_RefusesOlderOffers() external {
        Rental memory rental = _rental(_offer());

        _name(signer);
        _expectDepositReverts(rental, 8 hours, abi.encodeWithSelector(IRentalEscrow.WrongEpoch.selector, 0, 1));
    }

    function test_TakesOffersOfSigner() external {
        _name(signer);
        Rental memory rental = _rental(_offer());
        bytes32 id = _depositWith(rental, 8 hours, _sign(rental.offer, SIGNER_KEY), NO_PERMIT);

        assertEq(rental.offer.epoch, 1, "epoch");
        assertEq(_status(id), Status.Funded, "status");
    }

    function test_RefusesOffersOfHostKey() external {
        _name(signer);

        _expectDepositReverts(
            _rental(_offer()),
            8 hours,
            abi.encodeWithSelector(IRentalEscrow.InvalidSignature.selector, signer)
        );
    }

    function test_KillsOffersOfSameSigner() external {
        _name(signer);
        Rental memory rental = _rental(_offer());
        bytes memory signature = _sign(rental.offer, SIGNER_KEY);

        vm.expectEmit(address(escrow));
        emit IRentalEscrow.SignerSet(host, signer, 2);
        _name(signer);

        _assertHost({expectedSigner: signer, expectedEpoch: 2, expectedFeeBps: 0});
        _expectDepositReverts(
            rental,
            8 hours,
            signature,
            abi.encodeWithSelector(IRentalEscrow.WrongEpoch.selector, 1, 2)
        );
    }

    function test_ReturnsToHostKey() external {
        _name(signer);

        vm.expectEmit(address(escrow));
        emit IRentalEscrow.SignerSet(host, address(0), 2);
        _name(address(0));

        _assertHost({expectedSigner: address(0), expectedEpoch: 2, expectedFeeBps: 0});
        assertEq(_status(_deposit(_rental(_offer()), 8 hours)), Status.Funded, "status");
    }

    function test_NamesHostItself() external {
        _name(host);

        _assertHost({expectedSigner: host, expectedEpoch: 1, expectedFeeBps: 0});
        assertEq(_status(_deposit(_rental(_offer()), 8 hours)), Status.Funded, "status");
    }

    function test_LeavesHostFee() external {
        escrow.setHostFee(host, 1300);

        _name(signer);

        _assertHost({expectedSigner: signer, expectedEpoch: 1, expectedFeeBps: 1300});
    }

    function test_LeavesMachines() external {
        Offer memory offer = _offer();
        vm.roll(100);
        _deposit(_rental(offer), 8 hours);

        _name(signer);

        assertEq(_machine(offer), Machine({busyUntil: RESERVED, nonce: 0, depositBlock: 100}), "machine");
    }

    function test_LeavesOpenRental() external {
        Rental memory rental = _rental(_offer());
        bytes32 id = _deposit(rental, 8 hours);

        _name(signer);

        _start(rental);
        assertEq(_status(id), Status.Active, "status");
        vm.warp(T0 + 14 hours);
        escrow.settle(rental);
        assertEq(usdc.balanceOf(payee), 10_800_000, "payee's balance");
    }

    function test_LeavesOtherHosts() external {
        vm.expectEmit(address(escrow));
        emit IRentalEscrow.SignerSet(stranger, signer, 1);
        vm.prank(stranger);
        escrow.setSigner(signer);

        _assertHost({expectedSigner: address(0), expectedEpoch: 0, expectedFeeBps: 0});
        assertEq(_status(_deposit(_rental(_offer()), 8 hours)), Status.Funded, "status");
    }

    function _name(address signer_) private {
        vm.prank(host);
        escrow.setSigner(signer_);
    }

    function _assertHost(address expectedSigner, uint32 expectedEpoch, uint16 expectedFeeBps) private view {
        (address actualSigner, uint32 epoch, uint16 feeBps) = escrow.hosts(host);
        assertEq(actualSigner, expectedSigner, "signer");
        assertEq(epoch, expectedEpoch, "epoch");
        assertEq(feeBps, expectedFeeBps, "feeBps");
    }
}
