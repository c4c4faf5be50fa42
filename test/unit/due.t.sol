// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {Reason, Rental} from "../../contracts/interfaces/IRentalEscrow.sol";
import {DisputeBase} from "../DisputeBase.t.sol";

contract DueTest is DisputeBase {
    function test_IsNothingForUnknown() external {
        _assertDue(_rental(_bonded()), 400 days, 0, 0, 0);
    }

    function test_IsThePriceAfterNoShow() external {
        Rental memory rental = _rental(_bonded());
        _deposit(rental, DURATION);

        _assertDue(rental, 0, 0, 0, 0);
        _assertDue(rental, 30 minutes - 1, 0, 0, 0);
        _assertDue(rental, 30 minutes, 0, 0, PRICE);
        _assertDue(rental, 30 minutes + 1, 0, 0, PRICE);
        _assertDue(rental, 400 days, 0, 0, PRICE);
    }

    function test_IsThePriceOnceComplete() external {
        Rental memory rental = _rental(_instant());
        _deposit(rental, DURATION);

        _assertDue(rental, 4 hours, 0, 0, 0);
        _assertDue(rental, DURATION + 6 hours - 1, 0, 0, 0);
        _assertDue(rental, DURATION + 6 hours, 10_800_000, 1_200_000, 0);
        _assertDue(rental, DURATION + 6 hours + 1, 10_800_000, 1_200_000, 0);
        _assertDue(rental, 400 days, 10_800_000, 1_200_000, 0);
    }

    function test_IsWhatWasServedOnceInterrupted() external {
        Rental memory rental = _rental(_instant());
        _deposit(rental, DURATION);
        _at(2 hours);
        _interrupt(rental);

        _assertDue(rental, 2 hours, 0, 0, 0);
        _assertDue(rental, 8 hours - 1, 0, 0, 0);
        _assertDue(rental, 8 hours, 2_700_000, 300_000, 0);
        _assertDue(rental, 8 hours + 1, 2_700_000, 300_000, 0);
        _assertDue(rental, 400 days, 2_700_000, 300_000, 0);
    }

    function test_GrowsBySecondWhileRolling() external {
        (Rental memory rental, ) = _running(_rolling());

        _assertDue(rental, 6 hours, 0, 0, 0);
        _assertDue(rental, 6 hours + 1, 375, 41, 0);
        _assertDue(rental, 6 hours + 2, 750, 83, 0);
        _assertDue(rental, 7 hours, 1_350_000, 150_000, 0);
        _assertDue(rental, DURATION + 6 hours - 1, 10_799_625, 1_199_958, 0);
        _assertDue(rental, DURATION + 6 hours, 10_800_000, 1_200_000, 0);
    }

    function test_IsWhatRollingPaymentsLeft() external {
        (Rental memory rental, ) = _running(_rolling());
        _at(7 hours);
        _settle(rental);

        _assertDue(rental, 7 hours, 0, 0, 0);
        _assertDue(rental, 7 hours + 1, 375, 41, 0);
        _assertDue(rental, 400 days, 9_450_000, 1_050_000, 0);
    }

    function test_GrowsWhileInterruptedAndRolling() external {
        (Rental memory rental, ) = _interruptedRental(_rolling());

        _assertDue(rental, 6 hours, 0, 0, 0);
        _assertDue(rental, 7 hours, 1_350_000, 150_000, 0);
        _assertDue(rental, 8 hours, 2_700_000, 300_000, 0);
        _assertDue(rental, 400 days, 2_700_000, 300_000, 0);
    }

    function test_LeavesOutWhatWasRefunded() external {
        (Rental memory rental, ) = _running(_rolling());
        _at(2 hours);
        _refund(rental, 1 hours);

        _assertDue(rental, 7 hours, 0, 0, 0);
        _assertDue(rental, 8 hours, 1_350_000, 150_000, 0);
        _assertDue(rental, DURATION + 6 hours, 9_450_000, 1_050_000, 0);
    }

    function test_IsWhatIsContestedOnceTheArbiterIsOut() external {
        (Rental memory rental, ) = _disputed(_rolling(), 4 hours);

        _assertDue(rental, 4 hours, 0, 0, 0);
        _assertDue(rental, 4 hours + 14 days - 1, 0, 0, 0);
        _assertDue(rental, 4 hours + 14 days, 5_400_000, 600_000, 0);
        _assertDue(rental, 400 days, 5_400_000, 600_000, 0);
    }

    function test_IsNothingOnceClosed() external {
        Rental memory rental = _rental(_instant());
        _deposit(rental, DURATION);
        _at(4 hours);
        _stop(rental);

        _assertDue(rental, 4 hours, 0, 0, 0);
        _assertDue(rental, 400 days, 0, 0, 0);
    }

    function test_IsWhatSettleMoves() external {
        Rental memory rental = _rental(_instant());
        bytes32 id = _deposit(rental, DURATION);
        _at(DURATION + 6 hours);
        (uint256 toHost, uint256 fee, uint256 toRenter) = escrow.due(rental);

        _expectClosed({id: id, reason: Reason.Completed, toHost: toHost, fee: fee, toRenter: toRenter});
        _settle(rental);
    }

    function test_IsWhatRollingSettlementMoves() external {
        (Rental memory rental, bytes32 id) = _running(_odd(_rolling()));
        _at(7 hours + 1);
        (uint256 toHost, uint256 fee, uint256 toRenter) = escrow.due(rental);
        assertEq(toRenter, 0, "to renter");

        _expectPaid({id: id, paid: 1 hours + 1, toHost: toHost, fee: fee});
        _settle(rental);
    }

    function _assertDue(Rental memory rental, uint256 seconds_, uint256 toHost, uint256 fee, uint256 toRenter) private {
        _at(seconds_);
        (uint256 actualToHost, uint256 actualFee, uint256 actualToRenter) = escrow.due(rental);
        assertEq(actualToHost, toHost, "to host");
        assertEq(actualFee, fee, "fee");
        assertEq(actualToRenter, toRenter, "to renter");
    }
}
