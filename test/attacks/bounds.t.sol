// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IRentalEscrow, Offer, Rental, Status} from "../../contracts/interfaces/IRentalEscrow.sol";
import {vm} from "../Vm.sol";
import {Attack} from "./Attack.sol";

/// @dev A call that lands behind another one, or later than it was meant to, or twice: 8 hours for 12 dollars, a bond of
/// 24, a fee of 10 %.
contract BoundsTest is Attack {
    uint96 private constant _BOND = 24_000_000;
    uint32 private constant _DURATION = 8 hours;

    // Stop

    /// @dev The renter cancels while that is free, and the host commits it to a week first.
    function test_StartInFrontOfAFreeStop_IsRefused() external {
        Offer memory offer = _offer();
        offer.minDuration = 7 days;
        Rental memory rental = _rental(offer);
        _deposit(rental, 7 days);
        uint256 paid = 7 * 24 * HOUR;
        assertEq(paid, 252_000_000, "252 dollars");
        uint256 renterBefore = _renterWealth(address(usdc));
        vm.warp(T0 + 60);
        _start(rental);

        _expectTooMuch({amount: paid - paid / 10, maximum: 0});
        _stopFor(rental, 0);

        assertEq(_status(escrow.idOf(rental)), Status.Active, "it runs, and can be used or disputed");
        _stop(rental);
        assertEq(_renterWealth(address(usdc)), renterBefore, "without a bound, all of it was gone");
    }

    /// @dev 30 days for 1080 dollars, a bond of 20: the host gives all back in the dispute, the renter accepts for nothing,
    /// and a reorganisation takes the refund away.
    function test_RefundThatVanishesUnderAStop_IsRefused() external {
        Rental memory rental = _running(_bonded(20_000_000, 1), 30 days);
        vm.warp(T0 + 30 days);
        uint256 renterBefore = _renterWealth(address(usdc));
        _dispute(rental);
        vm.warp(T0 + 31 days);
        uint256 start = vm.snapshotState();
        _refund(rental, 30 days);
        _stopFor(rental, 0);
        assertEq(_renterWealth(address(usdc)), renterBefore + 1_080_000_000, "as agreed: all comes back");
        vm.revertToState(start);

        _expectTooMuch({amount: 972_000_000 + 55_000_000, maximum: 0});
        _stopFor(rental, 0);

        uint256 agreed = renterBefore + 1_080_000_000;
        _stop(rental);
        assertEq(agreed - _renterWealth(address(usdc)), 1_135_000_000, "without a bound: price and stake");
    }

    /// @dev A bound on what the renter gets would let this pass: a vanished refund leaves a larger stake.
    function test_RefundThatVanishesUnderALateStop_IsRefused() external {
        Rental memory rental = _running(_bonded(_BOND, 1), _DURATION);
        vm.warp(T0 + _DURATION);
        _dispute(rental);
        uint256 start = vm.snapshotState();
        _refund(rental, _DURATION / 2);
        vm.revertToState(start);

        // 12 dollars less the fee, and a tenth of the stake on 36.
        _expectTooMuch({amount: 10_800_000 + 180_000, maximum: 5_400_000});
        _stopFor(rental, 5_400_000);
    }

    /// @dev The host gave half back, and conceding the rest is free for a day. A second later it is not.
    function test_ConcessionABlockLate_IsRefused() external {
        Rental memory rental = _running(_bonded(_BOND, 1), _DURATION);
        vm.warp(T0 + _DURATION);
        _dispute(rental);
        _refund(rental, _DURATION / 2);
        vm.warp(T0 + _DURATION + 1 days - 1);
        uint256 start = vm.snapshotState();
        _stopFor(rental, 5_400_000);
        vm.revertToState(start);

        vm.warp(T0 + _DURATION + 1 days);
        _expectTooMuch({amount: 5_400_000 + 1_500_000, maximum: 5_400_000});
        _stopFor(rental, 5_400_000);
    }

    /// @dev There is no other second from which much more is lost: a block of two seconds costs 41 units of 1.80 dollars.
    function test_ConcessionABlockLate_CostsABlock() external {
        Rental memory rental = _running(_bonded(_BOND, 1), _DURATION);
        vm.warp(T0 + _DURATION);
        _dispute(rental);
        uint256 start = vm.snapshotState();

        uint256 before;
        for (uint256 waited = 0; waited < 1 days + 1 hours; waited += 30 minutes) {
            vm.warp(T0 + _DURATION + waited);
            _stop(rental);
            uint256 sooner = _hostWealth(address(usdc));
            vm.revertToState(start);
            start = vm.snapshotState();
            vm.warp(T0 + _DURATION + waited + 2);
            _stop(rental);
            uint256 later = _hostWealth(address(usdc));
            vm.revertToState(start);
            start = vm.snapshotState();

            assertTrue(later - sooner <= 42, "a block");
            assertTrue(sooner >= before, "and never cheaper");
            before = sooner;
        }
    }

    /// @dev What others can land in front only lowers what the host gets.
    function test_RefundInFrontOfABoundedStop_DoesNotStopIt() external {
        Rental memory rental = _running(_bonded(_BOND, 1), _DURATION);
        vm.warp(T0 + 4 hours);
        _refund(rental, 1);

        _stopFor(rental, 5_400_000);

        assertEq(_status(escrow.idOf(rental)), Status.Closed, "stopped");
    }

    function test_InterruptionInFrontOfABoundedStop_DoesNotStopIt() external {
        Rental memory rental = _running(_bonded(_BOND, 1), _DURATION);
        vm.warp(T0 + 4 hours);
        _interrupt(rental);

        _stopFor(rental, 5_400_000);

        assertEq(_status(escrow.idOf(rental)), Status.Closed, "stopped");
    }

    function test_SettlementInFrontOfABoundedStop_DoesNotStopIt() external {
        Offer memory offer = _bonded(_BOND, 1);
        offer.rolling = true;
        Rental memory rental = _running(offer, _DURATION);
        vm.warp(T0 + 7 hours);
        _settle(rental);

        // Seven hours less the fee; one of them is paid by now.
        _stopFor(rental, 9_450_000);

        assertEq(_status(escrow.idOf(rental)), Status.Closed, "stopped");
    }

    /// @dev Sent a second before the end with the price of two minutes more, not cut at the end; mined a minute later.
    function test_ExtensionInFrontOfABoundedStop_DoesNotStopIt() external {
        Rental memory rental = _running(_bonded(_BOND, 1), _DURATION);
        vm.warp(T0 + _DURATION - 1);
        uint256 cut = 10_800_000;
        uint256 uncut = ((_DURATION + 119) * HOUR) / 1 hours;
        uncut -= uncut / 10;
        _extend(rental, _DURATION + 1 hours);
        vm.warp(T0 + _DURATION + 59);

        _expectTooMuch({amount: 10_822_125, maximum: cut});
        _stopFor(rental, cut);
        _stopFor(rental, uncut);

        assertEq(_status(escrow.idOf(rental)), Status.Closed, "stopped");
    }

    // Interrupt

    /// @dev The host declines for the price of the wait, behind a start of its own operator.
    function test_DeclineBehindOnesOwnStart_IsRefused() external {
        Rental memory rental = _rental(_bonded(_BOND, 1));
        _deposit(rental, _DURATION);
        uint256 hostBefore = _hostWealth(address(usdc));
        _start(rental);

        _expectTooMuch({amount: _BOND, maximum: HOUR / 2});
        _interruptFor(rental, HOUR / 2);

        assertEq(_hostWealth(address(usdc)), hostBefore, "nothing is lost");
        assertEq(_status(escrow.idOf(rental)), Status.Active, "and the rental runs");
    }

    /// @dev Each extension has to be paid for; the host looks again and interrupts.
    function test_ExtensionInFrontOfABoundedInterruption_OnlyDelaysIt() external {
        Rental memory rental = _running(_bonded(_BOND, 1), _DURATION);
        vm.warp(T0 + 4 hours);
        uint256 before = _wealth(address(usdc), payer);
        _extend(rental, 16 hours);
        assertEq(before - _wealth(address(usdc), payer), 12_000_000, "paid for 8 hours more");

        _expectTooMuch({amount: 18_000_000, maximum: 12_000_000});
        _interruptFor(rental, 12_000_000);
        _interruptFor(rental, 18_000_000);

        assertEq(_status(escrow.idOf(rental)), Status.Interrupted, "interrupted");
    }

    // Retries

    function test_RetriedExtension_BuysOnce() external {
        Rental memory rental = _running(_bonded(_BOND, 1), _DURATION);
        vm.warp(T0 + 4 hours);
        uint256 before = _wealth(address(usdc), payer);

        _extend(rental, 9 hours);
        vm.expectRevert(
            abi.encodeWithSelector(IRentalEscrow.DurationOutOfBounds.selector, 9 hours, 9 hours + 1, 30 days)
        );
        _extend(rental, 9 hours);

        assertEq(before - _wealth(address(usdc), payer), HOUR, "one hour is paid");
    }

    function test_RetriedRefund_GivesOnce() external {
        Rental memory rental = _running(_bonded(_BOND, 1), _DURATION);
        vm.warp(T0 + 4 hours);
        uint256 before = _wealth(address(usdc), renter);

        _refund(rental, 45 minutes);
        vm.expectRevert(abi.encodeWithSelector(IRentalEscrow.RefundOutOfBounds.selector, 45 minutes, 4 hours));
        _refund(rental, 45 minutes);

        assertEq(_wealth(address(usdc), renter) - before, 1_125_000, "three quarters of an hour come back");
    }

    // Not prevented

    /// @dev Free until the host starts: a fast start or a commitment ends it.
    function test_CancelAndDepositAgain_HoldsAMachineForGas_NotPrevented() external {
        Offer memory offer = _bonded(_BOND, 1);
        Rental memory rental = _rental(offer);
        uint256 before = _renterWealth(address(usdc));

        for (uint256 i = 0; i < 5; ++i) {
            rental.salt = bytes32(i);
            _deposit(rental, _DURATION);
            vm.warp(block.timestamp + 60);
            _stopFor(rental, 0);
        }
        assertEq(_renterWealth(address(usdc)), before, "five times for nothing");
        rental.salt = "started";
        _deposit(rental, _DURATION);
        _start(rental);

        _expectTooMuch({amount: 375, maximum: 0});
        _stopFor(rental, 0);
    }
}
