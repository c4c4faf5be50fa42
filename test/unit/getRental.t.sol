// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {Rental, RentalState, Status} from "../../contracts/interfaces/IRentalEscrow.sol";
import {DisputeBase} from "../DisputeBase.t.sol";

contract GetRentalTest is DisputeBase {
    function test_IsZeroForUnknown() external view {
        RentalState memory zero;
        assertEq(escrow.getRental(escrow.idOf(_rental(_bonded()))), zero, "rental");
    }

    function test_DescribesFunded() external {
        bytes32 id = _deposit(_rental(_bonded()), DURATION);

        assertEq(escrow.getRental(id), _state(Status.Funded, T0, 0), "rental");
    }

    function test_DescribesInstant() external {
        bytes32 id = _deposit(_rental(_instant()), DURATION);

        assertEq(escrow.getRental(id), _state(Status.Active, T0, 0), "rental");
    }

    function test_DescribesStarted() external {
        Rental memory rental = _rental(_bonded());
        bytes32 id = _deposit(rental, DURATION);
        _at(10 minutes);
        _start(rental);

        assertEq(escrow.getRental(id), _state(Status.Active, T0 + 10 minutes, 0), "rental");
    }

    function test_DescribesExtended() external {
        Rental memory rental = _rental(_instant());
        bytes32 id = _deposit(rental, DURATION);
        _at(4 hours);
        _extend(rental, DURATION + 1 hours);

        RentalState memory expected = _state(Status.Active, T0, 0);
        expected.duration = DURATION + 1 hours;
        assertEq(escrow.getRental(id), expected, "rental");
    }

    function test_DescribesPaidAndRefunded() external {
        (Rental memory rental, bytes32 id) = _running(_rolling());
        _at(7 hours);
        _settle(rental);
        _refund(rental, 2 hours);

        assertEq(
            escrow.getRental(id),
            _payments({state: _state(Status.Active, T0, 0), paid: 1 hours, refunded: 2 hours}),
            "rental"
        );
    }

    function test_DescribesWholeLife() external {
        (Rental memory rental, bytes32 id) = _interruptedRental(_rolling());
        _at(7 hours);
        _settle(rental);
        _refund(rental, 30 minutes);
        RentalState memory expected = _interrupted(_state(Status.Interrupted, T0 + 2 hours, 2 hours));
        (expected.paidSeconds, expected.refundedSeconds) = (1 hours, 30 minutes);
        assertEq(escrow.getRental(id), expected, "interrupted");

        // 0.75 of the price and 10 of the bond are at risk.
        _dispute(rental, 537_500);
        (expected.status, expected.since) = (Status.Disputed, T0 + 7 hours);
        assertEq(escrow.getRental(id), expected, "disputed");

        _at(8 hours);
        _refund(rental, 45 minutes);
        (expected.refundedSeconds, expected.settlingUntil) = (45 minutes, 25 hours / 1 minutes);
        assertEq(escrow.getRental(id), expected, "refunded");

        _at(31 hours);
        _resolve(rental, 5000);
        (expected.status, expected.since) = (Status.Closed, T0 + 31 hours);
        assertEq(escrow.getRental(id), expected, "resolved");
    }

    function test_KeepsRentalsApart() external {
        Rental memory rental = _rental(_instant());
        bytes32 id = _deposit(rental, DURATION);
        _at(4 hours);
        _stop(rental);
        bytes32 again = _deposit(_again(rental, 4 hours), DURATION);

        assertEq(escrow.getRental(id), _state(Status.Closed, T0 + 4 hours, 4 hours), "first");
        RentalState memory expected = _state(Status.Active, T0 + 4 hours, 0);
        expected.depositBlock = DEPOSIT_BLOCK + 1 + 4 hours;
        assertEq(escrow.getRental(again), expected, "second");
    }
}
