// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IRentalEscrow, Offer, Rental, Status} from "../../contracts/interfaces/IRentalEscrow.sol";
import {vm} from "../Vm.sol";
import {Attack} from "./Attack.sol";

/// @dev Moves that two parties can make against each other within the rules, and what they bring: 8 hours for 12
/// dollars, a bond of 24, a fee of 10 %.
contract GamesTest is Attack {
    uint96 private constant _BOND = 24_000_000;
    uint32 private constant _DURATION = 8 hours;
    uint256 private constant _PRICE = 12_000_000;

    // The host ends, or gives back, to save its bond

    function test_HostEndsOneSecondBeforeTheEnd_KeepsItsBondAtStake() external {
        uint256 hostBefore = _hostWealth(address(usdc));
        uint256 renterBefore = _renterWealth(address(usdc));
        Rental memory rental = _running(_bonded(_BOND, 1), _DURATION);
        vm.warp(T0 + _DURATION - 1);

        _interrupt(rental);
        assertEq(escrow.bonds(address(usdc), host), 0, "no bond is free again");
        _dispute(rental);
        vm.warp(T0 + _DURATION + 1 days);
        _resolve(rental, 0);

        assertEq(_hostWealth(address(usdc)), hostBefore - _BOND, "the host loses its whole bond");
        assertEq(_renterWealth(address(usdc)), renterBefore + _BOND, "the renter gets it, and its price back");
    }

    function test_HostEndsJustBeforeADispute_LosesNoLess() external {
        uint256 start = vm.snapshotState();
        uint256 hostBefore = _hostWealth(address(usdc));
        Rental memory rental = _running(_bonded(_BOND, 1), _DURATION);
        vm.warp(T0 + 1 hours);
        _dispute(rental);
        vm.warp(T0 + 1 hours + 1 days);
        _resolve(rental, 0);
        uint256 lossWithout = hostBefore - _hostWealth(address(usdc));
        vm.revertToState(start);
        vm.warp(T0);

        rental = _running(_bonded(_BOND, 1), _DURATION);
        vm.warp(T0 + 1 hours);
        _interrupt(rental);
        _dispute(rental);
        vm.warp(T0 + 1 hours + 1 days);
        _resolve(rental, 0);
        uint256 loss = hostBefore - _hostWealth(address(usdc));

        assertEq(lossWithout, _BOND, "disputed and lost: the bond");
        assertEq(loss, lossWithout, "ending first saves nothing");
    }

    function test_HostRefundsAComplainingRenter_BondStaysAtStake() external {
        uint256 hostBefore = _hostWealth(address(usdc));
        Rental memory rental = _running(_bonded(_BOND, 1), _DURATION);
        vm.warp(T0 + _DURATION);

        _refund(rental, _DURATION);
        assertEq(escrow.stakeOf(rental), _BOND / 20, "the bond alone can be disputed");
        _dispute(rental);
        vm.warp(T0 + _DURATION + 1 days);
        _resolve(rental, 0);

        assertEq(_hostWealth(address(usdc)), hostBefore - _BOND, "the bond is lost all the same");
    }

    function test_RefundInFrontOfRuling_BuysNoBetterShare() external {
        uint256 without = _hostAfterRuling(0);
        uint256 with = _hostAfterRuling(_DURATION / 2);

        // Half of 12 dollars less the fee, and half of the stake on 36; then half of 6, and of the stake on 30.
        assertEq(without, 6_000_000 - 600_000 + 900_000, "a ruling of one half");
        assertEq(with, 3_000_000 - 300_000 + 750_000, "after giving half back: half of the rest");
        assertTrue(with < without, "the refund is a loss of 2.85 dollars");
    }

    function test_HostRefundsEverything_RenterStops_NobodyLoses() external {
        uint256 hostBefore = _hostWealth(address(usdc));
        uint256 renterBefore = _renterWealth(address(usdc));
        Rental memory rental = _running(_bonded(_BOND, 1), _DURATION);
        vm.warp(T0 + _DURATION);
        _dispute(rental);
        vm.warp(T0 + _DURATION + 3 days);

        _refund(rental, _DURATION);
        _stop(rental);

        assertEq(_hostWealth(address(usdc)), hostBefore, "the host has its bond back and earned nothing");
        assertEq(_renterWealth(address(usdc)), renterBefore, "the renter has price and stake back");
        assertEq(escrow.fees(address(usdc)), 0, "nothing was earned: no fee");
    }

    // Bonds as a source of income

    function test_StandingOfferOfAnOfflineHost_PaysOneNoShow() external {
        Offer memory offer = _bonded(_BOND, 10);
        offer.expiry = T0 + 400 days;
        bytes memory signature = _sign(offer);
        uint256 renterBefore = _renterWealth(address(usdc));
        Rental memory rental = _rental(offer);
        _deposit(rental, _DURATION);

        // Not `= rental`: that would be the same memory.
        Rental memory again = Rental({offer: offer, renter: renter, salt: "again"});
        _expectRefusal(again, signature, abi.encodeWithSelector(IRentalEscrow.MachineBusy.selector, type(uint40).max));
        vm.warp(T0 + 30 days);
        _expectRefusal(again, signature, abi.encodeWithSelector(IRentalEscrow.MachineBusy.selector, type(uint40).max));
        _settle(rental);
        _expectRefusal(again, signature, abi.encodeWithSelector(IRentalEscrow.WrongNonce.selector, 0, 1));

        assertEq(_renterWealth(address(usdc)), renterBefore + HOUR / 2, "the wait of half an hour, once");
        assertEq(escrow.bonds(address(usdc), host), 10 * uint256(_BOND) - HOUR / 2, "no more of ten bonds is gone");
    }

    function test_DeclineLoopWithALeakedOperatorKey_EndsAfterOne() external {
        Offer memory offer = _bonded(_BOND, 10);
        bytes memory signature = _sign(offer);
        uint256 renterBefore = _renterWealth(address(usdc));
        Rental memory rental = _rental(offer);

        _deposit(rental, _DURATION);
        vm.prank(operator);
        escrow.interrupt(rental, NO_BOUND);
        rental.salt = "again";
        _expectRefusal(rental, signature, abi.encodeWithSelector(IRentalEscrow.WrongNonce.selector, 0, 1));

        assertEq(_renterWealth(address(usdc)), renterBefore + HOUR / 2, "one wait is paid");
    }

    function test_StaleNoShows_CannotPileUpUnderALiveRental() external {
        Offer memory offer = _bonded(_BOND, 2);
        Rental memory stale = _rental(offer);
        bytes32 staleId = _deposit(stale, _DURATION);
        vm.warp(T0 + 10 days);
        Offer memory next = _offer();
        Rental memory live = _rental(next);
        live.salt = "live";
        _expectRefusal(live, _sign(next), abi.encodeWithSelector(IRentalEscrow.MachineBusy.selector, type(uint40).max));

        _settle(stale);
        live.offer = _offer();
        _deposit(live, _DURATION);
        _start(live);
        (uint40 busyUntil, uint32 nonce, ) = escrow.machines(host, offer.machine);
        vm.expectRevert(abi.encodeWithSelector(IRentalEscrow.WrongStatus.selector, staleId, Status.Closed));
        _settle(stale);
        Rental[] memory batch = new Rental[](3);
        (batch[0], batch[1], batch[2]) = (stale, stale, stale);
        assertEq(escrow.settleMany(batch), 0, "a batch of closed ones settles nothing");

        (uint40 busyAfter, uint32 nonceAfter, ) = escrow.machines(host, offer.machine);
        assertEq(busyAfter, busyUntil, "the live rental keeps the machine");
        assertEq(nonceAfter, nonce, "and its offers");
    }

    function test_OneSecondDisputes_LockOneBondAtAStake() external {
        Offer memory offer = _bonded(_BOND, 10);
        offer.startWindow = 0;
        bytes memory signature = _sign(offer);
        Rental memory rental = _rental(offer);
        _deposit(rental, 1 hours);
        vm.warp(T0 + 1);

        uint256 renterBefore = _renterWealth(address(usdc));
        _dispute(rental);
        uint256 refund = HOUR - 416;
        assertEq(
            _renterWealth(address(usdc)),
            renterBefore + refund - (_BOND + 416) / 20,
            "a twentieth of the bond is at stake"
        );
        rental.salt = "again";
        _expectRefusal(rental, signature, abi.encodeWithSelector(IRentalEscrow.WrongNonce.selector, 0, 1));

        assertEq(escrow.bonds(address(usdc), host), 9 * uint256(_BOND), "nine of ten bonds stay free");
    }

    function test_BondThatDwarfsThePrice_IsTwentyOfThem() external {
        Offer memory offer = _bonded(1_500_000_000, 1);
        Rental memory rental = _running(offer, 1 hours);
        assertEq(escrow.bonds(address(usdc), host), 1_470_000_000, "30 of 1500 dollars are locked");
        vm.warp(T0 + 1 hours);
        uint256 stake = escrow.stakeOf(rental);
        uint256 renterBefore = _renterWealth(address(usdc));

        _dispute(rental);
        vm.warp(T0 + 1 hours + 1 days);
        _resolve(rental, 10_000);

        assertEq(stake, 1_575_000, "5 % of 31.50 dollars: about the price");
        assertEq(_renterWealth(address(usdc)), renterBefore - stake, "a lost gamble for 30 dollars costs 1.575");
    }

    // The renter's free options

    function test_ConcedeJustBeforeTheRuling_CostsWhatTheRulingWould() external {
        Rental memory rental = _running(_bonded(_BOND, 1), _DURATION);
        vm.warp(T0 + _DURATION);
        _dispute(rental);
        vm.warp(T0 + _DURATION + 1 days);
        uint256 start = vm.snapshotState();
        _resolve(rental, 10_000);
        uint256[5] memory ruled = _balances(address(usdc));
        vm.revertToState(start);

        _stop(rental);

        _assertSame(_balances(address(usdc)), ruled, "conceding is losing");
    }

    function test_ConcedeAtOnce_CostsATenthOfTheStake() external {
        Rental memory rental = _running(_bonded(_BOND, 1), _DURATION);
        vm.warp(T0 + _DURATION);
        uint256 renterBefore = _renterWealth(address(usdc));
        _dispute(rental);

        _stop(rental);

        assertEq(renterBefore - _renterWealth(address(usdc)), 180_000, "0.18 of the 1.80 dollars on 36 at risk");
    }

    function test_DisputeFreezesOnlyItsPart_AndSilenceGivesItToTheHost() external {
        Offer memory offer = _bonded(_BOND, 1);
        offer.rolling = true;
        uint256 hostBefore = _wealth(address(usdc), payee);
        Rental memory rental = _running(offer, 30 days);
        vm.warp(T0 + 20 days);

        _dispute(rental);
        uint256 undisputed = ((20 days - 6 hours) * HOUR) / 1 hours;
        assertEq(_wealth(address(usdc), payee) - hostBefore, undisputed - undisputed / 10, "paid at once: all but 6 h");
        vm.warp(T0 + 34 days);
        _settle(rental);

        uint256 earned = (20 days * HOUR) / 1 hours;
        // 5 % of the 9 dollars of six hours and of the bond were at stake.
        uint256 lost = (9_000_000 + _BOND) / 20 / 10;
        assertEq(
            _wealth(address(usdc), payee) - hostBefore,
            earned - earned / 10 + lost,
            "14 days later: the rest, and a tenth of the stake"
        );
    }

    function test_LeavingADiscountedCommitment_BillsIt() external {
        Offer memory offer = _bonded(_BOND, 1);
        offer.minDuration = 7 days;
        uint256 renterBefore = _renterWealth(address(usdc));
        Rental memory rental = _running(offer, 30 days);
        vm.warp(T0 + 1 hours);
        uint256 start = vm.snapshotState();

        _stop(rental);
        assertEq(renterBefore - _renterWealth(address(usdc)), 7 * 24 * HOUR, "an hour costs the week");
        vm.revertToState(start);
        _dispute(rental);
        _stop(rental);
        assertEq(
            renterBefore - _renterWealth(address(usdc)),
            7 * 24 * HOUR + 1_380_000,
            "and so by way of a dispute, with a tenth of the stake on 276 dollars"
        );
    }

    function test_ExtensionInFrontOfInterruption_IsBoundedByMaxDuration() external {
        Offer memory offer = _bonded(_BOND, 1);
        offer.maxDuration = 16 hours;
        Rental memory rental = _running(offer, _DURATION);
        vm.warp(T0 + 4 hours);
        uint256 start = vm.snapshotState();
        uint256 renterBefore = _renterWealth(address(usdc));
        _interrupt(rental);
        uint256 without = _renterWealth(address(usdc)) - renterBefore;
        vm.revertToState(start);

        vm.expectRevert(
            abi.encodeWithSelector(IRentalEscrow.DurationOutOfBounds.selector, 16 hours + 1, _DURATION + 1, 16 hours)
        );
        _extend(rental, 16 hours + 1);
        _extend(rental, 16 hours);
        _interrupt(rental);
        uint256 with = _renterWealth(address(usdc)) - renterBefore;

        assertEq(without, _PRICE / 2 + _BOND / 2, "half served: half the bond");
        assertEq(with - without, (uint256(_BOND) * 3) / 4 - _BOND / 2, "the signed maximum bounds the gain: 6 dollars");
    }

    // Order

    function test_KeeperJustBeforeARefundOrDispute_ChangesNothing() external {
        Offer memory offer = _bonded(_BOND, 1);
        offer.rolling = true;
        Rental memory rental = _running(offer, 48 hours);
        vm.warp(T0 + 20 hours);
        uint256 start = vm.snapshotState();

        _refund(rental, 2 hours);
        uint256[5] memory refunded = _balances(address(usdc));
        vm.revertToState(start);
        _settle(rental);
        _refund(rental, 2 hours);
        _assertSame(_balances(address(usdc)), refunded, "refund");

        vm.revertToState(start);
        start = vm.snapshotState();
        _dispute(rental);
        uint256[5] memory disputed = _balances(address(usdc));
        vm.revertToState(start);
        _settle(rental);
        _dispute(rental);
        _assertSame(_balances(address(usdc)), disputed, "dispute");
    }

    function test_CopiedRentalWithAShorterDuration_CostsTheCopier() external {
        Rental memory rental = _rental(_offer());
        bytes memory signature = _sign(rental.offer);
        uint256 victimBefore = _wealth(address(usdc), payer);
        uint256 copierBefore = _wealth(address(usdc), stranger);

        vm.prank(stranger);
        bytes32 id = escrow.deposit(rental, 1 hours, signature, NO_PERMIT);
        _expectRefusal(rental, signature, abi.encodeWithSelector(IRentalEscrow.RentalExists.selector, id));

        assertEq(_wealth(address(usdc), payer), victimBefore, "the copied payer has paid nothing");
        assertEq(copierBefore - _wealth(address(usdc), stranger), HOUR, "the copier gave the renter an hour");
    }

    // Internal

    /// @dev What the host receives from one half of a dispute over 8 hours, after giving back `refunded` first.
    function _hostAfterRuling(uint32 refunded) private returns (uint256 gain) {
        uint256 start = vm.snapshotState();
        Rental memory rental = _running(_bonded(_BOND, 1), _DURATION);
        vm.warp(T0 + _DURATION);
        _dispute(rental);
        vm.warp(T0 + _DURATION + 1 days);
        uint256 before = _wealth(address(usdc), payee);
        if (refunded > 0) _refund(rental, refunded);
        _resolve(rental, 5000);
        gain = _wealth(address(usdc), payee) - before;
        vm.revertToState(start);
        vm.warp(T0);
    }

    function _expectRefusal(Rental memory rental, bytes memory signature, bytes memory reason) private {
        vm.prank(payer);
        vm.expectRevert(reason);
        escrow.deposit(rental, _DURATION, signature, NO_PERMIT);
    }
}
