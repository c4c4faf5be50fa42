// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IRentalEscrow, Offer, Reason, Rental, Status} from "../../contracts/interfaces/IRentalEscrow.sol";
import {EndBase} from "../EndBase.t.sol";
import {BlocklistToken} from "../mocks/BlocklistToken.sol";
import {vm} from "../Vm.sol";

contract StopTest is EndBase {
    // Guards

    function test_RevertGiven_Unknown() external {
        Rental memory rental = _rental(_bonded());

        _expectWrongStatus(escrow.idOf(rental), Status.None);
        _stop(rental);
    }

    function test_RevertGiven_Closed() external {
        Rental memory rental = _rental(_instant());
        bytes32 id = _deposit(rental, DURATION);
        _stop(rental);

        _expectWrongStatus(id, Status.Closed);
        _stop(rental);
    }

    function test_RevertWhen_CallerIsNotRenter() external {
        Rental memory rental = _rental(_instant());
        _deposit(rental, DURATION);

        address[7] memory others = [host, operator, payee, payer, arbiter, address(this), stranger];
        for (uint256 i = 0; i < others.length; ++i) {
            vm.expectRevert(abi.encodeWithSelector(IRentalEscrow.NotRenter.selector, others[i], renter));
            vm.prank(others[i]);
            escrow.stop(rental, NO_BOUND);
        }
    }

    // Bounds

    function test_CancelsWithinABoundOfZero() external {
        Rental memory rental = _rental(_bonded());
        bytes32 id = _deposit(rental, DURATION);
        _at(60);

        _expectClosed({id: id, reason: Reason.Cancelled, toHost: 0, fee: 0, toRenter: PRICE});
        vm.prank(renter);
        escrow.stop(rental, 0);
    }

    function test_BoundsARelease() external {
        Rental memory rental = _rental(_instant());
        _deposit(rental, DURATION);
        _at(4 hours);

        _stopAtBound({rental: rental, toHost: 5_400_000});

        _assertMoney({toPayee: 5_400_000, toRenter: 6_000_000, fee: 600_000, freeBond: FUNDED_BOND, held: 0});
    }

    function test_BoundsTheCommitment() external {
        Offer memory offer = _instant();
        offer.minDuration = 2 hours;
        Rental memory rental = _rental(offer);
        _deposit(rental, DURATION);

        _stopAtBound({rental: rental, toHost: 2_700_000});
    }

    function test_BoundsWhatRollingPaymentsLeft() external {
        Offer memory offer = _instant();
        offer.rolling = true;
        Rental memory rental = _rental(offer);
        _deposit(rental, DURATION);
        _at(7 hours);
        _settle(rental);
        _at(7 hours + 30 minutes);

        // 10 125 000 in all, 1 350 000 of which are paid; half an hour more would be due.
        _stopAtBound({rental: rental, toHost: 8_775_000});
    }

    function test_BoundsWhatARefundLeft() external {
        Rental memory rental = _rental(_instant());
        _deposit(rental, DURATION);
        _at(4 hours);
        vm.prank(host);
        escrow.refund(rental, 1 hours);

        _stopAtBound({rental: rental, toHost: 4_050_000});
    }

    function test_BoundsWhatIsCredited() external {
        BlocklistToken blocklist = new BlocklistToken();
        token = address(blocklist);
        escrow.setMarket({token: token, arbiter: arbiter, feeBps: FEE_BPS, open: true});
        _fund(payer, token, WALLET);
        Offer memory offer = _instant();
        offer.bond = 0;
        Rental memory rental = _rental(offer);
        _deposit(rental, DURATION);
        _at(4 hours);
        blocklist.setBlocked(payee, true);

        _stopAtBound({rental: rental, toHost: 5_400_000});

        assertEq(escrow.credits(token, payee), 5_400_000, "payee credit");
    }

    function test_BoundsACompletion() external {
        Rental memory rental = _rental(_instant());
        _deposit(rental, DURATION);
        _at(400 days);

        _stopAtBound({rental: rental, toHost: 10_800_000});
    }

    function test_BoundsWhatAnInterruptionLeft() external {
        uint256[2] memory times = [uint256(3 hours), 400 days];
        for (uint256 i = 0; i < times.length; ++i) {
            setUp();
            Rental memory rental = _rental(_instant());
            _deposit(rental, DURATION);
            _at(2 hours);
            _interrupt(rental);
            _at(times[i]);

            _stopAtBound({rental: rental, toHost: 2_700_000});
        }
    }

    // Funded

    function test_CancelsBeforeStart() external {
        Rental memory rental = _rental(_bonded());
        bytes32 id = _deposit(rental, DURATION);
        _at(60);

        _expectClosed({id: id, reason: Reason.Cancelled, toHost: 0, fee: 0, toRenter: PRICE});
        _stop(rental);

        assertEq(escrow.getRental(id), _state(Status.Closed, T0 + 60, 0), "rental");
        _assertMachine({busyUntil: T0 + 60, nonce: 0, depositBlock: DEPOSIT_BLOCK});
        _assertMoney({toPayee: 0, toRenter: PRICE, fee: 0, freeBond: FUNDED_BOND, held: 0});
    }

    function test_CancelsInLastSecondOfStartWindow() external {
        Rental memory rental = _rental(_bonded());
        bytes32 id = _deposit(rental, DURATION);
        _at(30 minutes - 1);

        _expectClosed({id: id, reason: Reason.Cancelled, toHost: 0, fee: 0, toRenter: PRICE});
        _stop(rental);

        _assertMoney({toPayee: 0, toRenter: PRICE, fee: 0, freeBond: FUNDED_BOND, held: 0});
    }

    function test_RevertWhen_StartWindowIsOver() external {
        Rental memory rental = _rental(_bonded());
        _deposit(rental, DURATION);

        for (uint256 late = 0; late < 2; ++late) {
            _at(30 minutes + late);
            vm.expectRevert(abi.encodeWithSelector(IRentalEscrow.StartWindowOver.selector, T0 + 30 minutes));
            _stop(rental);
        }
    }

    // Active

    function test_BillsOneSecondAtTheStart() external {
        _released({elapsed: 0, minDuration: 1, served: 1, toHost: 375, fee: 41});
    }

    function test_BillsOneSecondAfterOne() external {
        _released({elapsed: 1, minDuration: 1, served: 1, toHost: 375, fee: 41});
    }

    function test_PaysHostForElapsedTime() external {
        _released({elapsed: 4 hours, minDuration: 1, served: 4 hours, toHost: 5_400_000, fee: 600_000});
    }

    function test_EmitsOneEvent() external {
        Rental memory rental = _rental(_instant());
        _deposit(rental, DURATION);
        _at(4 hours);

        vm.recordLogs();
        _stop(rental);

        assertEq(_escrowEvents(), 1, "events");
    }

    function test_BillsCommitmentBelowMinDuration() external {
        _released({elapsed: 2 hours - 1, minDuration: 2 hours, served: 2 hours, toHost: 2_700_000, fee: 300_000});
    }

    function test_BillsTimeFromMinDurationOn() external {
        _released({elapsed: 2 hours + 1, minDuration: 2 hours, served: 2 hours + 1, toHost: 2_700_375, fee: 300_041});
    }

    function test_BillsWholeDurationWhenAllIsCommitted() external {
        _released({elapsed: 60, minDuration: DURATION, served: DURATION, toHost: 10_800_000, fee: 1_200_000});
    }

    function test_GivesBackTheLastSecond() external {
        _released({elapsed: DURATION - 1, minDuration: 1, served: DURATION - 1, toHost: 10_799_625, fee: 1_199_958});
    }

    function test_BillsWholeDurationAfterTheEnd() external {
        uint32[3] memory times = [DURATION, DURATION + 1, DURATION + 6 hours - 1];
        for (uint256 i = 0; i < times.length; ++i) {
            setUp();
            Rental memory rental = _rental(_instant());
            bytes32 id = _deposit(rental, DURATION);
            _at(times[i]);

            _expectClosed({id: id, reason: Reason.Released, toHost: 10_800_000, fee: 1_200_000, toRenter: 0});
            _stop(rental);

            assertEq(escrow.getRental(id), _state(Status.Closed, T0 + times[i], DURATION), "rental");
            _assertMachine({busyUntil: T0 + DURATION, nonce: 0, depositBlock: DEPOSIT_BLOCK});
        }
    }

    function test_CompletesOnceClosingIsDue() external {
        uint256[3] memory times = [uint256(DURATION) + 6 hours, uint256(DURATION) + 6 hours + 1, 400 days];
        for (uint256 i = 0; i < times.length; ++i) {
            setUp();
            Rental memory rental = _rental(_instant());
            bytes32 id = _deposit(rental, DURATION);
            _at(times[i]);

            _expectClosed({id: id, reason: Reason.Completed, toHost: 10_800_000, fee: 1_200_000, toRenter: 0});
            _stop(rental);

            assertEq(escrow.getRental(id), _state(Status.Closed, T0 + times[i], DURATION), "rental");
            _assertMachine({busyUntil: T0 + DURATION, nonce: 0, depositBlock: DEPOSIT_BLOCK});
        }
    }

    function test_PaysNoWorthlessRollingSeconds() external {
        Offer memory offer = _instant();
        (offer.rolling, offer.pricePerHour) = (true, 1000);
        Rental memory rental = _rental(offer);
        bytes32 id = _deposit(rental, DURATION);
        // Three seconds could be paid, and cost less than a unit.
        _at(6 hours + 3);
        vm.recordLogs();

        _expectClosed({id: id, reason: Reason.Released, toHost: 5400, fee: 600, toRenter: 2000});
        _stop(rental);

        assertEq(_escrowEvents(), 1, "events");
        assertEq(escrow.getRental(id), _state(Status.Closed, T0 + 6 hours + 3, 6 hours + 3), "rental");
    }

    function test_LeavesNextRentalItsMachine() external {
        Rental memory rental = _rental(_instant());
        _deposit(rental, DURATION);
        _at(DURATION);
        Rental memory next = _again(rental, DURATION);
        _deposit(next, DURATION);
        _at(DURATION + 60);

        _stop(rental);

        _assertMachine({busyUntil: T0 + 2 * DURATION, nonce: 0, depositBlock: DEPOSIT_BLOCK + 1 + DURATION});
    }

    function test_PaysInstantRentalFromDeposit() external {
        Rental memory rental = _rental(_instant());
        bytes32 id = _deposit(rental, DURATION);
        _at(4 hours);

        _expectClosed({id: id, reason: Reason.Released, toHost: 5_400_000, fee: 600_000, toRenter: 6_000_000});
        _stop(rental);

        _assertMachine({busyUntil: T0 + 4 hours, nonce: 0, depositBlock: DEPOSIT_BLOCK});
        _assertMoney({toPayee: 5_400_000, toRenter: 6_000_000, fee: 600_000, freeBond: FUNDED_BOND, held: 0});
    }

    function test_WorksInClosedMarket() external {
        Rental memory rental = _rental(_instant());
        _deposit(rental, DURATION);
        _at(4 hours);
        vm.prank(guardian);
        escrow.closeMarket(token);

        _stop(rental);

        _assertMoney({toPayee: 5_400_000, toRenter: 6_000_000, fee: 600_000, freeBond: FUNDED_BOND, held: 0});
    }

    // Interrupted

    function test_PaysServedTimeOfInterrupted() external {
        Rental memory rental = _rental(_instant());
        bytes32 id = _deposit(rental, DURATION);
        _at(2 hours);
        _interrupt(rental);
        _at(3 hours);

        _expectClosed({id: id, reason: Reason.Interrupted, toHost: 2_700_000, fee: 300_000, toRenter: 0});
        _stop(rental);

        assertEq(escrow.getRental(id), _interrupted(_state(Status.Closed, T0 + 3 hours, 2 hours)), "rental");
        _assertMachine({busyUntil: T0 + 2 hours, nonce: 1, depositBlock: DEPOSIT_BLOCK});
        _assertMoney({
            toPayee: 2_700_000,
            toRenter: 9_000_000 + 30_000_000,
            fee: 300_000,
            freeBond: FUNDED_BOND - 30_000_000,
            held: 0
        });
    }

    function test_LeavesNextRentalItsMachineAfterInterruption() external {
        Rental memory rental = _rental(_instant());
        _deposit(rental, DURATION);
        _at(2 hours);
        _interrupt(rental);
        _deposit(_again(rental, 2 hours), DURATION);
        _at(2 hours + 60);

        _stop(rental);

        _assertMachine({busyUntil: T0 + 10 hours, nonce: 1, depositBlock: DEPOSIT_BLOCK + 1 + 2 hours});
    }

    function test_PaysInterruptedTheSameOnceDue() external {
        Rental memory rental = _rental(_instant());
        bytes32 id = _deposit(rental, DURATION);
        _at(2 hours);
        _interrupt(rental);
        _at(400 days);

        _expectClosed({id: id, reason: Reason.Interrupted, toHost: 2_700_000, fee: 300_000, toRenter: 0});
        _stop(rental);

        _assertMoney({
            toPayee: 2_700_000,
            toRenter: 9_000_000 + 30_000_000,
            fee: 300_000,
            freeBond: FUNDED_BOND - 30_000_000,
            held: 0
        });
    }

    // Scenarios

    /// @dev A rental started ten minutes after its deposit and stopped by its renter `elapsed` later.
    function _released(uint32 elapsed, uint32 minDuration, uint32 served, uint256 toHost, uint256 fee) private {
        Offer memory offer = _bonded();
        offer.minDuration = minDuration;
        Rental memory rental = _rental(offer);
        bytes32 id = _deposit(rental, DURATION);
        _at(10 minutes);
        _start(rental);
        _at(10 minutes + elapsed);
        uint256 toRenter = PRICE - toHost - fee;

        _expectClosed({id: id, reason: Reason.Released, toHost: toHost, fee: fee, toRenter: toRenter});
        _stop(rental);

        assertEq(escrow.getRental(id), _state(Status.Closed, T0 + 10 minutes + elapsed, served), "rental");
        _assertMachine({busyUntil: T0 + 10 minutes + elapsed, nonce: 0, depositBlock: DEPOSIT_BLOCK});
        _assertMoney({toPayee: toHost, toRenter: toRenter, fee: fee, freeBond: FUNDED_BOND, held: 0});
    }
}

/// @dev The same in the native coin.
contract StopNativeTest is StopTest {
    function setUp() public override {
        super.setUp();
        token = NATIVE;
    }
}
