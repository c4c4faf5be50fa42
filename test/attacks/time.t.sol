// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IRentalEscrow, Offer, Rental, Status} from "../../contracts/interfaces/IRentalEscrow.sol";
import {vm} from "../Vm.sol";
import {Attack} from "./Attack.sol";

/// @dev Who is late, who is early, and who is not there at all.
contract TimeTest is Attack {
    uint32 private constant _DURATION = 8 hours;

    // Late

    function test_KeeperLateness_ChangesNothing() external {
        _assertLatenessChangesNothing(Status.Funded);
        _assertLatenessChangesNothing(Status.Active);
        _assertLatenessChangesNothing(Status.Interrupted);
        _assertLatenessChangesNothing(Status.Disputed);
    }

    function test_KeeperEarliness_IsRefused() external {
        Rental memory rental = _in(Status.Active);
        uint256 dueAt = T0 + _DURATION + 6 hours;
        vm.warp(dueAt - 1);

        vm.expectRevert(abi.encodeWithSelector(IRentalEscrow.NotDue.selector, dueAt));
        _settle(rental);
    }

    /// @dev No auction, no liquidation, no reward: a keeper that dies delays, and anyone takes its place.
    function test_DeadKeeper_OnlyDelays() external {
        Rental memory rental = _in(Status.Active);
        uint256 start = vm.snapshotState();
        vm.warp(T0 + 400 days);
        _settle(rental);
        uint256[5] memory byKeeper = _balances(address(usdc));
        vm.revertToState(start);
        vm.warp(T0 + 400 days);

        vm.prank(payee);
        escrow.settle(rental);

        _assertSame(_balances(address(usdc)), byKeeper, "the payee settles for itself");
    }

    function test_OrderOfABatch_ChangesNothing() external {
        Rental[] memory forward = new Rental[](4);
        Rental[] memory backward = new Rental[](4);
        for (uint256 i = 0; i < 4; ++i) {
            Offer memory offer = _bonded(3_000_000, 1);
            offer.machine = bytes32(i);
            offer.nonce = 0;
            forward[i] = i == 0 ? _rental(offer) : _running(offer, _DURATION);
            if (i == 0) _deposit(forward[0], _DURATION);
            backward[3 - i] = forward[i];
        }
        vm.warp(T0 + 1 hours);
        _interrupt(forward[2]);
        _dispute(forward[3]);
        vm.warp(T0 + 30 days);
        uint256 start = vm.snapshotState();
        for (uint256 i = 0; i < 4; ++i) _settle(forward[i]);
        uint256[5] memory single = _balances(address(usdc));

        vm.revertToState(start);
        start = vm.snapshotState();
        assertEq(escrow.settleMany(forward), 4, "all are due");
        _assertSame(_balances(address(usdc)), single, "in a batch");
        vm.revertToState(start);
        assertEq(escrow.settleMany(backward), 4, "all are due");
        _assertSame(_balances(address(usdc)), single, "backwards");
    }

    function test_StopAfterTheSettlementWasDue_CannotUndercutIt() external {
        Rental memory rental = _in(Status.Active);
        vm.warp(T0 + 20 hours);
        uint256 start = vm.snapshotState();
        _settle(rental);
        uint256[5] memory settled = _balances(address(usdc));
        vm.revertToState(start);

        _stop(rental);

        _assertSame(_balances(address(usdc)), settled, "the renter's call settles");
    }

    function test_DisputeAfterTheWindow_IsRefused() external {
        Rental memory rental = _in(Status.Active);
        uint256 deadline = T0 + _DURATION + 6 hours;
        vm.warp(deadline);

        vm.expectRevert(abi.encodeWithSelector(IRentalEscrow.ChallengeWindowOver.selector, deadline));
        _dispute(rental);
    }

    function test_RefundAfterTheWindow_IsRefused() external {
        Rental memory rental = _in(Status.Disputed);
        uint256 deadline = T0 + 4 hours + 14 days;
        vm.warp(deadline);

        vm.expectRevert(abi.encodeWithSelector(IRentalEscrow.SettlementDue.selector, deadline));
        _refund(rental, 1);
    }

    function test_LateRulingOrConcession_CannotBeatTheClock() external {
        Rental memory rental = _in(Status.Disputed);
        uint256 deadline = T0 + 4 hours + 14 days;
        vm.warp(deadline);

        vm.expectRevert(abi.encodeWithSelector(IRentalEscrow.ArbitrationOver.selector, deadline));
        _resolve(rental, 0);
        vm.expectRevert(abi.encodeWithSelector(IRentalEscrow.ArbitrationOver.selector, deadline));
        _stop(rental);
    }

    function test_HastyRuling_IsRefused() external {
        Rental memory rental = _in(Status.Disputed);
        uint256 from = T0 + 4 hours + 1 days;
        vm.warp(from - 1);

        vm.expectRevert(abi.encodeWithSelector(IRentalEscrow.EvidenceWindowOpen.selector, from));
        _resolve(rental, 0);
    }

    // Over

    function test_ClosedRental_IsDeadForEveryVerb() external {
        Rental memory rental = _in(Status.Active);
        bytes32 id = escrow.idOf(rental);
        _stop(rental);
        bytes memory dead = abi.encodeWithSelector(IRentalEscrow.WrongStatus.selector, id, Status.Closed);
        uint256[5] memory before = _balances(address(usdc));

        vm.expectRevert(dead);
        _start(rental);
        vm.expectRevert(dead);
        _stop(rental);
        vm.expectRevert(dead);
        _interrupt(rental);
        vm.expectRevert(dead);
        _refund(rental, 1);
        vm.expectRevert(dead);
        _settle(rental);
        vm.expectRevert(dead);
        _dispute(rental);
        vm.expectRevert(dead);
        _resolve(rental, 0);
        vm.expectRevert(dead);
        vm.prank(payer);
        escrow.extend(rental, _DURATION + 1 hours, NO_PERMIT);
        vm.expectRevert(dead);
        vm.prank(renter);
        escrow.submitEvidence(rental, "");
        bytes memory signature = _sign(rental.offer);
        vm.expectRevert(abi.encodeWithSelector(IRentalEscrow.RentalExists.selector, id));
        vm.prank(payer);
        escrow.deposit(rental, _DURATION, signature, NO_PERMIT);

        _assertSame(_balances(address(usdc)), before, "nothing moved");
    }

    /// @dev A rental that ended early must not free a machine that is somebody else's by then.
    function test_EndOfAnOldRental_LeavesTheMachineToTheNext() external {
        Rental memory old = _in(Status.Active);
        vm.warp(T0 + _DURATION);
        Rental memory next = _rental(_offer());
        next.offer.startWindow = 0;
        next.salt = "next";
        _deposit(next, _DURATION);

        _stop(old);

        (uint40 busyUntil, , ) = escrow.machines(host, next.offer.machine);
        assertEq(busyUntil, T0 + 2 * _DURATION, "still the next renter's");
        Rental memory third = _rental(_offer());
        third.salt = "third";
        bytes memory signature = _sign(third.offer);
        vm.expectRevert(abi.encodeWithSelector(IRentalEscrow.MachineBusy.selector, T0 + 2 * _DURATION));
        vm.prank(payer);
        escrow.deposit(third, _DURATION, signature, NO_PERMIT);
    }

    function test_DisputeOfAnOldRental_LeavesTheNextOffersAlone() external {
        Rental memory old = _in(Status.Active);
        vm.warp(T0 + _DURATION);
        Rental memory next = _rental(_offer());
        next.offer.startWindow = 0;
        next.salt = "next";
        _deposit(next, _DURATION);

        _dispute(old);

        (uint40 busyUntil, uint32 nonce, ) = escrow.machines(host, next.offer.machine);
        assertEq(busyUntil, T0 + 2 * _DURATION, "still the next renter's");
        assertEq(nonce, 0, "a dispute after the end kills no offer");
    }

    /// @dev A sequencer that shifts its clock by 15 seconds shifts 15 seconds of price.
    function test_SequencerDrift_MovesItsSecondsOfPrice() external {
        Rental memory rental = _in(Status.Active);
        vm.warp(T0 + 4 hours);
        uint256 before = escrow.accrued(rental);

        vm.warp(T0 + 4 hours + 15);

        assertEq(escrow.accrued(rental) - before, 6250, "15 seconds at 1.50 an hour");
    }

    // Internal

    function _assertLatenessChangesNothing(Status status) private {
        uint256 start = vm.snapshotState();
        Rental memory rental = _in(status);
        uint256 dueAt = _dueAt(rental);
        uint256 ready = vm.snapshotState();
        vm.warp(dueAt);
        _settle(rental);
        uint256[5] memory punctual = _balances(address(usdc));
        vm.revertToState(ready);
        vm.warp(dueAt + 400 days);
        _settle(rental);
        _assertSame(_balances(address(usdc)), punctual, "400 days late");
        vm.revertToState(start);
        vm.warp(T0);
    }

    /// @dev With a bond, in this status; ended or disputed after 4 hours.
    function _in(Status status) private returns (Rental memory rental) {
        Offer memory offer = _bonded(24_000_000, 1);
        rental = _rental(offer);
        _deposit(rental, _DURATION);
        if (status == Status.Funded) return rental;
        _start(rental);
        if (status == Status.Active) return rental;
        vm.warp(T0 + 4 hours);
        if (status == Status.Interrupted) _interrupt(rental);
        else _dispute(rental);
    }

    function _dueAt(Rental memory rental) private view returns (uint256) {
        Status status = _status(escrow.idOf(rental));
        if (status == Status.Funded) return T0 + 30 minutes;
        if (status == Status.Active) return T0 + _DURATION + 6 hours;
        return T0 + 4 hours + (status == Status.Interrupted ? 6 hours : 14 days);
    }
}
