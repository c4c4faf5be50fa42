// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IRentalEscrow, Offer, Reason, Rental, RentalState, Status} from "../../contracts/interfaces/IRentalEscrow.sol";
import {EndBase} from "../EndBase.t.sol";
import {vm} from "../Vm.sol";

contract SettleTest is EndBase {
    uint256 private constant YEARS = 4000 days;

    // Guards

    function test_RevertGiven_Unknown() external {
        Rental memory rental = _rental(_bonded());

        _expectWrongStatus(escrow.idOf(rental), Status.None);
        _settle(rental);
    }

    function test_RevertGiven_Closed() external {
        Rental memory rental = _rental(_instant());
        bytes32 id = _deposit(rental, DURATION);
        _stop(rental);
        _at(YEARS);

        _expectWrongStatus(id, Status.Closed);
        _settle(rental);
    }

    // Funded

    function test_RevertWhen_StartWindowIsOpen() external {
        Rental memory rental = _rental(_bonded());
        _deposit(rental, DURATION);

        _expectNotDue({rental: rental, dueIn: 30 minutes});
    }

    function test_SettlesNoShow() external {
        _noShow({late: 0, bond: BOND, compensation: 750_000});
    }

    function test_SettlesNoShowYearsLate() external {
        _noShow({late: YEARS, bond: BOND, compensation: 750_000});
    }

    function test_PaysAtMostTheBondForTheWait() external {
        _noShow({late: 1, bond: 749_999, compensation: 749_999});
    }

    function test_SettlesNoShowWithoutBond() external {
        vm.recordLogs();

        _noShow({late: 1, bond: 0, compensation: 0});

        assertEq(_escrowEvents(), 2, "Deposited and Closed");
    }

    // Active

    function test_RevertWhen_ChallengeWindowIsOpen() external {
        Rental memory rental = _rental(_bonded());
        _deposit(rental, DURATION);
        _at(10 minutes);
        _start(rental);

        _expectNotDue({rental: rental, dueIn: 10 minutes + DURATION + 6 hours});
    }

    function test_Completes() external {
        _completed(0);
    }

    function test_CompletesYearsLate() external {
        _completed(YEARS);
    }

    function test_CompletesExtended() external {
        Rental memory rental = _rental(_instant());
        bytes32 id = _deposit(rental, DURATION);
        _at(DURATION - 1);
        _extend(rental, DURATION + 2 hours);
        _expectNotDue({rental: rental, dueIn: 16 hours});
        _at(16 hours);

        _expectClosed({id: id, reason: Reason.Completed, toHost: 13_500_000, fee: 1_500_000, toRenter: 0});
        _settle(rental);

        RentalState memory expected = _state(Status.Closed, T0 + 16 hours, 10 hours);
        expected.duration = 10 hours;
        assertEq(escrow.getRental(id), expected, "rental");
        _assertMoney({toPayee: 13_500_000, toRenter: 0, fee: 1_500_000, freeBond: FUNDED_BOND, held: 0});
    }

    function test_LeavesNextRentalItsMachine() external {
        Rental memory rental = _rental(_instant());
        _deposit(rental, DURATION);
        _at(DURATION);
        _deposit(_again(rental, DURATION), DURATION);
        _at(DURATION + 6 hours);

        _settle(rental);

        _assertMachine({busyUntil: T0 + 2 * DURATION, nonce: 0, depositBlock: DEPOSIT_BLOCK + 1 + DURATION});
    }

    // Interrupted

    function test_RevertGiven_InterruptedWhen_ChallengeWindowIsOpen() external {
        Rental memory rental = _rental(_instant());
        _deposit(rental, DURATION);
        _at(2 hours);
        _interrupt(rental);

        _expectNotDue({rental: rental, dueIn: 2 hours + 6 hours});
    }

    function test_SettlesInterrupted() external {
        _interruptedAndSettled(0);
    }

    function test_SettlesInterruptedYearsLate() external {
        _interruptedAndSettled(YEARS);
    }

    // Anyone, and nobody

    function test_WorksForAnyone() external {
        address[7] memory callers = [host, operator, payee, renter, payer, arbiter, stranger];
        for (uint256 i = 0; i < callers.length; ++i) {
            setUp();
            Rental memory rental = _rental(_instant());
            bytes32 id = _deposit(rental, DURATION);
            _at(DURATION + 6 hours);

            _expectClosed({id: id, reason: Reason.Completed, toHost: 10_800_000, fee: 1_200_000, toRenter: 0});
            vm.prank(callers[i]);
            escrow.settle(rental);
        }
    }

    function test_WorksWithoutAnyAdministration() external {
        Rental memory rental = _rental(_instant());
        _deposit(rental, DURATION);
        escrow.setMarket({token: token, arbiter: address(0), feeBps: 1500, open: false});
        escrow.setHostFee(host, 1500);
        escrow.setGuardian(address(0));
        escrow.renounceOwnership();
        _at(DURATION + 6 hours);

        _settle(rental);

        _assertMoney({toPayee: 10_800_000, toRenter: 0, fee: 1_200_000, freeBond: FUNDED_BOND, held: 0});
    }

    // Scenarios

    /// @dev One second before `dueIn`, and well before it, the answer is the same.
    function _expectNotDue(Rental memory rental, uint256 dueIn) private {
        uint256[2] memory early = [dueIn - 5 minutes, dueIn - 1];
        for (uint256 i = 0; i < early.length; ++i) {
            _at(early[i]);
            vm.expectRevert(abi.encodeWithSelector(IRentalEscrow.NotDue.selector, T0 + dueIn));
            _settle(rental);
        }
    }

    function _noShow(uint256 late, uint96 bond, uint256 compensation) private {
        Offer memory offer = _bonded();
        offer.bond = bond;
        Rental memory rental = _rental(offer);
        bytes32 id = _deposit(rental, DURATION);
        uint256 now_ = T0 + 30 minutes + late;
        _at(30 minutes + late);

        if (compensation > 0) _expectCompensated(id, compensation);
        _expectClosed({id: id, reason: Reason.NoShow, toHost: 0, fee: 0, toRenter: PRICE});
        _settle(rental);

        assertEq(escrow.getRental(id), _state(Status.Closed, now_, 0), "rental");
        _assertMachine({busyUntil: now_, nonce: 1, depositBlock: DEPOSIT_BLOCK});
        _assertMoney({
            toPayee: 0,
            toRenter: PRICE + compensation,
            fee: 0,
            freeBond: FUNDED_BOND - compensation,
            held: 0
        });
    }

    function _completed(uint256 late) private {
        Rental memory rental = _rental(_bonded());
        bytes32 id = _deposit(rental, DURATION);
        _at(10 minutes);
        _start(rental);
        uint256 now_ = T0 + 10 minutes + DURATION + 6 hours + late;
        _at(10 minutes + DURATION + 6 hours + late);
        vm.recordLogs();

        _expectClosed({id: id, reason: Reason.Completed, toHost: 10_800_000, fee: 1_200_000, toRenter: 0});
        _settle(rental);

        assertEq(_escrowEvents(), 1, "events");
        assertEq(escrow.getRental(id), _state(Status.Closed, now_, DURATION), "rental");
        _assertMachine({busyUntil: T0 + 10 minutes + DURATION, nonce: 0, depositBlock: DEPOSIT_BLOCK});
        _assertMoney({toPayee: 10_800_000, toRenter: 0, fee: 1_200_000, freeBond: FUNDED_BOND, held: 0});
    }

    function _interruptedAndSettled(uint256 late) private {
        Rental memory rental = _rental(_instant());
        bytes32 id = _deposit(rental, DURATION);
        _at(2 hours);
        _interrupt(rental);
        _at(8 hours + late);
        vm.recordLogs();

        _expectClosed({id: id, reason: Reason.Interrupted, toHost: 2_700_000, fee: 300_000, toRenter: 0});
        _settle(rental);

        assertEq(_escrowEvents(), 1, "events");
        assertEq(escrow.getRental(id), _interrupted(_state(Status.Closed, T0 + 8 hours + late, 2 hours)), "rental");
        _assertMachine({busyUntil: T0 + 2 hours, nonce: 1, depositBlock: DEPOSIT_BLOCK});
        _assertMoney({
            toPayee: 2_700_000,
            toRenter: 9_000_000 + 30_000_000,
            fee: 300_000,
            freeBond: FUNDED_BOND - 30_000_000,
            held: 0
        });
    }
}

/// @dev The same in the native coin.
contract SettleNativeTest is SettleTest {
    function setUp() public override {
        super.setUp();
        token = NATIVE;
    }
}
