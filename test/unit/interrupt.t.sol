// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IRentalEscrow, Offer, Reason, Rental, Status} from "../../contracts/interfaces/IRentalEscrow.sol";
import {EndBase} from "../EndBase.t.sol";
import {vm} from "../Vm.sol";

contract InterruptTest is EndBase {
    // Guards

    function test_RevertGiven_Unknown() external {
        Rental memory rental = _rental(_bonded());

        _expectWrongStatus(escrow.idOf(rental), Status.None);
        _interrupt(rental);
    }

    function test_RevertGiven_Interrupted() external {
        Rental memory rental = _rental(_instant());
        bytes32 id = _deposit(rental, DURATION);
        _at(2 hours);
        _interrupt(rental);

        _expectWrongStatus(id, Status.Interrupted);
        _interrupt(rental);
    }

    function test_RevertGiven_Closed() external {
        Rental memory rental = _rental(_instant());
        bytes32 id = _deposit(rental, DURATION);
        _stop(rental);

        _expectWrongStatus(id, Status.Closed);
        _interrupt(rental);
    }

    function test_RevertWhen_CallerIsNeitherHostNorOperator() external {
        Rental memory rental = _rental(_instant());
        _deposit(rental, DURATION);

        address[7] memory others = [renter, payee, payer, arbiter, address(this), guardian, stranger];
        for (uint256 i = 0; i < others.length; ++i) {
            vm.expectRevert(abi.encodeWithSelector(IRentalEscrow.NotHostOrOperator.selector, others[i]));
            vm.prank(others[i]);
            escrow.interrupt(rental, NO_BOUND);
        }
    }

    // Bounds

    function test_BoundsADecline() external {
        Rental memory rental = _rental(_bonded());
        _deposit(rental, DURATION);
        _at(60);

        _interruptAtBound({rental: rental, fromBond: 750_000});

        _assertMoney({toPayee: 0, toRenter: PRICE + 750_000, fee: 0, freeBond: FUNDED_BOND - 750_000, held: 0});
    }

    function test_DeclinesWithinABoundOfZeroWithoutBond() external {
        Offer memory offer = _bonded();
        offer.bond = 0;
        Rental memory rental = _rental(offer);
        bytes32 id = _deposit(rental, DURATION);

        _expectClosed({id: id, reason: Reason.Declined, toHost: 0, fee: 0, toRenter: PRICE});
        vm.prank(operator);
        escrow.interrupt(rental, 0);
    }

    function test_BoundsAnInterruption() external {
        Rental memory rental = _started(_bonded());
        _at(10 minutes + 2 hours);

        _interruptAtBound({rental: rental, fromBond: 30_000_000});

        _assertMoney({
            toPayee: 0,
            toRenter: 39_000_000,
            fee: 0,
            freeBond: FUNDED_BOND - BOND,
            held: 3_000_000 + 10_000_000
        });
    }

    function test_BoundsAnInterruptionAtTheStart() external {
        Rental memory rental = _started(_bonded());

        _interruptAtBound({rental: rental, fromBond: BOND});
    }

    function test_InterruptsWithinABoundOfZeroWithoutBond() external {
        Offer memory offer = _bonded();
        offer.bond = 0;
        Rental memory rental = _started(offer);
        _at(10 minutes + 2 hours);

        _expectInterrupted({id: escrow.idOf(rental), served: 2 hours, refund: 9_000_000});
        vm.prank(operator);
        escrow.interrupt(rental, 0);
    }

    /// @dev Six of eight hours to go cost 30 dollars; fourteen of sixteen cost 35.
    function test_RevertGiven_ExtensionRaisedTheCompensation() external {
        Rental memory rental = _rental(_instant());
        _deposit(rental, DURATION);
        _at(2 hours);
        _extend(rental, 16 hours);

        _expectTooMuch({amount: 35_000_000, maximum: 30_000_000});
        vm.prank(operator);
        escrow.interrupt(rental, 30_000_000);
    }

    // Funded

    function test_DeclinesAndPaysForTheWait() external {
        _declined({elapsed: 60, bond: BOND, duration: DURATION, price: PRICE, compensation: 750_000});
    }

    function test_DeclinesInLastSecondOfStartWindow() external {
        _declined({elapsed: 30 minutes - 1, bond: BOND, duration: DURATION, price: PRICE, compensation: 750_000});
    }

    function test_PaysAtMostThePriceForTheWait() external {
        _declined({elapsed: 60, bond: BOND, duration: 10 minutes, price: 250_000, compensation: 250_000});
    }

    function test_PaysAtMostTheBondForTheWait() external {
        _declined({elapsed: 60, bond: 749_999, duration: DURATION, price: PRICE, compensation: 749_999});
    }

    function test_DeclinesWithoutBond() external {
        vm.recordLogs();

        _declined({elapsed: 60, bond: 0, duration: DURATION, price: PRICE, compensation: 0});

        assertEq(_escrowEvents(), 2, "Deposited and Closed");
    }

    function test_RevertWhen_StartWindowIsOver() external {
        Rental memory rental = _rental(_bonded());
        _deposit(rental, DURATION);

        for (uint256 late = 0; late < 2; ++late) {
            _at(30 minutes + late);
            vm.expectRevert(abi.encodeWithSelector(IRentalEscrow.StartWindowOver.selector, T0 + 30 minutes));
            _interrupt(rental);
        }
    }

    // Active

    function test_InterruptsForOperator() external {
        Rental memory rental = _rental(_instant());
        bytes32 id = _deposit(rental, DURATION);
        _at(2 hours);

        vm.prank(operator);
        escrow.interrupt(rental, NO_BOUND);

        assertEq(escrow.getRental(id), _interrupted(_state(Status.Interrupted, T0 + 2 hours, 2 hours)), "rental");
    }

    function test_ClosesAtOnceAtTheStart() external {
        Rental memory rental = _started(_bonded());
        bytes32 id = escrow.idOf(rental);

        _expectInterrupted({id: id, served: 0, refund: PRICE});
        _expectCompensated({id: id, amount: BOND});
        _expectClosed({id: id, reason: Reason.Interrupted, toHost: 0, fee: 0, toRenter: 0});
        _interrupt(rental);

        assertEq(escrow.getRental(id), _interrupted(_state(Status.Closed, T0 + 10 minutes, 0)), "rental");
        _assertMachine({busyUntil: T0 + 10 minutes, nonce: 1, depositBlock: DEPOSIT_BLOCK});
        _assertMoney({toPayee: 0, toRenter: PRICE + BOND, fee: 0, freeBond: FUNDED_BOND - BOND, held: 0});
    }

    function test_KeepsOneSecondAndItsPartOfTheBond() external {
        _interruptedAfter({elapsed: 1, minDuration: 1, refund: 11_999_584, compensation: 39_998_611});
    }

    function test_CompensatesProRata() external {
        _interruptedAfter({elapsed: 2 hours, minDuration: 1, refund: 9_000_000, compensation: 30_000_000});
    }

    function test_GivesBackTheLastSecond() external {
        _interruptedAfter({elapsed: DURATION - 1, minDuration: 1, refund: 417, compensation: 1388});
    }

    function test_RevertWhen_EndHasCome() external {
        Rental memory rental = _started(_bonded());

        for (uint256 late = 0; late < 2; ++late) {
            _at(10 minutes + DURATION + late);
            vm.expectRevert(abi.encodeWithSelector(IRentalEscrow.RentalOver.selector, T0 + 10 minutes + DURATION));
            _interrupt(rental);
        }
    }

    function test_CompensatesOutOfTwentyPrices() external {
        Rental memory rental = _rental(_instant());
        bytes32 id = _deposit(rental, 1 hours);
        _at(15 minutes);

        // 30 of the 40 dollars are locked, three quarters of them for the unserved time.
        _expectInterrupted({id: id, served: 15 minutes, refund: 1_125_000});
        _expectCompensated({id: id, amount: 22_500_000});
        _interrupt(rental);

        _assertMoney({
            toPayee: 0,
            toRenter: 1_125_000 + 22_500_000,
            fee: 0,
            freeBond: FUNDED_BOND - 30_000_000,
            held: 375_000 + 7_500_000
        });
    }

    function test_InterruptsWithoutBond() external {
        Offer memory offer = _bonded();
        offer.bond = 0;
        Rental memory rental = _started(offer);
        bytes32 id = escrow.idOf(rental);
        _at(10 minutes + 2 hours);
        vm.recordLogs();

        _expectInterrupted({id: id, served: 2 hours, refund: 9_000_000});
        _interrupt(rental);

        assertEq(_escrowEvents(), 1, "events");
        assertEq(_status(id), Status.Interrupted, "status");
        _assertMoney({toPayee: 0, toRenter: 9_000_000, fee: 0, freeBond: FUNDED_BOND, held: 3_000_000});
    }

    function test_ClosesAtOnceWithoutBond() external {
        Offer memory offer = _bonded();
        offer.bond = 0;
        Rental memory rental = _started(offer);
        bytes32 id = escrow.idOf(rental);
        vm.recordLogs();

        _expectInterrupted({id: id, served: 0, refund: PRICE});
        _expectClosed({id: id, reason: Reason.Interrupted, toHost: 0, fee: 0, toRenter: 0});
        _interrupt(rental);

        assertEq(_escrowEvents(), 2, "events");
        _assertMoney({toPayee: 0, toRenter: PRICE, fee: 0, freeBond: FUNDED_BOND, held: 0});
    }

    function test_ClosesAtOnceWhenNothingWasEarned() external {
        Offer memory offer = _instant();
        (offer.pricePerHour, offer.bond) = (1, 0);
        Rental memory rental = _rental(offer);
        bytes32 id = _deposit(rental, DURATION);
        _at(1 hours - 1);

        _expectInterrupted({id: id, served: 1 hours - 1, refund: 8});
        _expectClosed({id: id, reason: Reason.Interrupted, toHost: 0, fee: 0, toRenter: 0});
        _interrupt(rental);

        assertEq(escrow.getRental(id), _interrupted(_state(Status.Closed, T0 + 1 hours - 1, 1 hours - 1)), "rental");
        _assertMoney({toPayee: 0, toRenter: 8, fee: 0, freeBond: FUNDED_BOND, held: 0});
    }

    function test_StaysInterruptedWhileBondIsAtStake() external {
        Offer memory offer = _instant();
        (offer.pricePerHour, offer.bond) = (1, 1);
        Rental memory rental = _rental(offer);
        bytes32 id = _deposit(rental, DURATION);
        _at(1);
        vm.recordLogs();

        _expectInterrupted({id: id, served: 1, refund: 8});
        _interrupt(rental);

        assertEq(_escrowEvents(), 1, "events");
        assertEq(escrow.getRental(id), _interrupted(_state(Status.Interrupted, T0 + 1, 1)), "rental");
        _assertMoney({toPayee: 0, toRenter: 8, fee: 0, freeBond: FUNDED_BOND - 1, held: 1});
    }

    function test_IgnoresCommitment() external {
        _interruptedAfter({elapsed: 2 hours, minDuration: DURATION, refund: 9_000_000, compensation: 30_000_000});
    }

    // Scenarios

    function _started(Offer memory offer) private returns (Rental memory rental) {
        rental = _rental(offer);
        _deposit(rental, DURATION);
        _at(10 minutes);
        _start(rental);
    }

    function _declined(uint32 elapsed, uint96 bond, uint32 duration, uint256 price, uint256 compensation) private {
        Offer memory offer = _bonded();
        offer.bond = bond;
        Rental memory rental = _rental(offer);
        bytes32 id = _deposit(rental, duration);
        _at(elapsed);

        if (compensation > 0) _expectCompensated(id, compensation);
        _expectClosed({id: id, reason: Reason.Declined, toHost: 0, fee: 0, toRenter: price});
        _interrupt(rental);

        assertEq(escrow.getRental(id).since, T0 + elapsed, "since");
        assertEq(_status(id), Status.Closed, "status");
        _assertMachine({busyUntil: T0 + elapsed, nonce: 1, depositBlock: DEPOSIT_BLOCK});
        _assertMoney({
            toPayee: 0,
            toRenter: price + compensation,
            fee: 0,
            freeBond: FUNDED_BOND - compensation,
            held: 0
        });
    }

    function _interruptedAfter(uint32 elapsed, uint32 minDuration, uint256 refund, uint256 compensation) private {
        Offer memory offer = _bonded();
        offer.minDuration = minDuration;
        Rental memory rental = _started(offer);
        bytes32 id = escrow.idOf(rental);
        uint256 now_ = T0 + 10 minutes + elapsed;
        _at(10 minutes + elapsed);
        vm.recordLogs();

        _expectInterrupted({id: id, served: elapsed, refund: refund});
        _expectCompensated({id: id, amount: compensation});
        _interrupt(rental);

        assertEq(_escrowEvents(), 2, "events");
        assertEq(escrow.getRental(id), _interrupted(_state(Status.Interrupted, now_, elapsed)), "rental");
        _assertMachine({busyUntil: now_, nonce: 1, depositBlock: DEPOSIT_BLOCK});
        _assertMoney({
            toPayee: 0,
            toRenter: refund + compensation,
            fee: 0,
            freeBond: FUNDED_BOND - BOND,
            held: PRICE - refund + BOND - compensation
        });
    }
}

/// @dev The same in the native coin.
contract InterruptNativeTest is InterruptTest {
    function setUp() public override {
        super.setUp();
        token = NATIVE;
    }
}
