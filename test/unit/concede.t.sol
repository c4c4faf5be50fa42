// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IRentalEscrow, Offer, Reason, Rental, Status} from "../../contracts/interfaces/IRentalEscrow.sol";
import {DisputeBase} from "../DisputeBase.t.sol";
import {vm} from "../Vm.sol";

/// @dev `stop` while disputed: the renter concedes.
contract ConcedeTest is DisputeBase {
    uint256 private constant DISPUTED_AT = 4 hours;
    uint256 private constant STAKE = 2_300_000;

    function test_RevertWhen_CallerIsNotRenter() external {
        (Rental memory rental, ) = _disputed(_instant(), DISPUTED_AT);

        address[7] memory others = [host, operator, payee, payer, arbiter, address(this), stranger];
        for (uint256 i = 0; i < others.length; ++i) {
            vm.expectRevert(abi.encodeWithSelector(IRentalEscrow.NotRenter.selector, others[i], renter));
            vm.prank(others[i]);
            escrow.stop(rental, NO_BOUND);
        }
    }

    // Bounds

    function test_BoundsPriceAndStakeTogether() external {
        (Rental memory rental, ) = _disputed(_instant(), DISPUTED_AT);

        _stopAtBound({rental: rental, toHost: 5_400_000 + 230_000});

        _assertFlows({
            toPayee: 5_400_000 + 230_000,
            toRenter: 6_000_000 - 230_000,
            fee: 600_000,
            freeBond: FUNDED_BOND,
            held: 0
        });
    }

    function test_BoundsThePriceAloneWhileFree() external {
        (Rental memory rental, ) = _disputed(_instant(), DISPUTED_AT);
        _refund(rental, 2 hours);
        _at(DISPUTED_AT + 1 days - 1);

        _stopAtBound({rental: rental, toHost: 2_700_000});
    }

    function test_ConcedesWithinABoundOfZeroWhereNothingIsContested() external {
        (Rental memory rental, bytes32 id) = _disputed(_instant(), DISPUTED_AT);
        _refund(rental, uint32(DISPUTED_AT));
        _at(DISPUTED_AT + 14 days - 1);

        _expectStakeReleased({id: id, to: renter, amount: 2_000_000});
        vm.prank(renter);
        escrow.stop(rental, 0);
    }

    /// @dev The host gave back two of four hours; the renter accepts, and a reorganisation takes the refund away.
    function test_RevertGiven_RefundIsGone() external {
        (Rental memory rental, ) = _disputed(_instant(), DISPUTED_AT);
        uint256 snapshot = vm.snapshotState();
        _refund(rental, 2 hours);
        vm.revertToState(snapshot);

        _expectTooMuch({amount: 5_630_000, maximum: 2_700_000});
        vm.prank(renter);
        escrow.stop(rental, 2_700_000);
    }

    // The price of time

    function test_LosesATenthAtOnce() external {
        _conceded({waited: 0, lost: 230_000});
    }

    function test_LosesMoreAfterASecond() external {
        _conceded({waited: 1, lost: 230_026});
    }

    function test_LosesMoreBeforeAQuarterOfADay() external {
        _conceded({waited: 21_599, lost: 804_973});
    }

    function test_LosesMoreAfterAQuarterOfADay() external {
        _conceded({waited: 21_600, lost: 805_000});
    }

    function test_KeepsTheRestBeforeNineTenthsOfADay() external {
        _conceded({waited: 77_759, lost: 2_299_973});
    }

    function test_LosesAllFromNineTenthsOfADay() external {
        _conceded({waited: 77_760, lost: STAKE});
    }

    function test_LosesNoMoreThanAll() external {
        _conceded({waited: 77_761, lost: STAKE});
    }

    function test_LosesNoMoreAfterADay() external {
        _conceded({waited: 1 days, lost: STAKE});
    }

    function test_LosesNoMoreInLastSecondOfArbitration() external {
        _conceded({waited: 14 days - 1, lost: STAKE});
    }

    function test_RevertWhen_ArbitrationWindowIsOver() external {
        (Rental memory rental, ) = _disputed(_instant(), DISPUTED_AT);

        for (uint256 late = 0; late < 2; ++late) {
            _at(DISPUTED_AT + 14 days + late);
            vm.expectRevert(abi.encodeWithSelector(IRentalEscrow.ArbitrationOver.selector, T0 + DISPUTED_AT + 14 days));
            _stop(rental);
        }
    }

    // Settling with the host

    function test_IsFreeForADay() external {
        _concededAfterRefund({refundedAfter: 0, waited: 1 days - 1, free: true});
        _concededAfterRefund({refundedAfter: 0, waited: 1 days, free: false});
        _concededAfterRefund({refundedAfter: 0, waited: 1 days + 1, free: false});
    }

    function test_IsFreeUpToAWholeMinute() external {
        _concededAfterRefund({refundedAfter: 1, waited: 1 days + 59, free: true});
        _concededAfterRefund({refundedAfter: 1, waited: 1 days + 60, free: false});
        _concededAfterRefund({refundedAfter: 1, waited: 1 days + 61, free: false});
        _concededAfterRefund({refundedAfter: 60, waited: 1 days + 59, free: true});
        _concededAfterRefund({refundedAfter: 60, waited: 1 days + 60, free: false});
        _concededAfterRefund({refundedAfter: 61, waited: 1 days + 119, free: true});
        _concededAfterRefund({refundedAfter: 61, waited: 1 days + 120, free: false});
    }

    function test_IsFreeForADayAfterALaterRefund() external {
        uint256[3] memory times = [uint256(3 days - 1), 3 days, 3 days + 1];
        for (uint256 i = 0; i < times.length; ++i) {
            _restart();
            (Rental memory rental, bytes32 id) = _disputed(_instant(), DISPUTED_AT);
            _refund(rental, 1 hours);
            _at(DISPUTED_AT + 2 days);
            _refund(rental, 2 hours);
            _at(DISPUTED_AT + times[i]);

            _expectStakeReleased({id: id, to: times[i] < 3 days ? renter : payee, amount: 2_150_000});
            _expectClosed({id: id, reason: Reason.Conceded, toHost: 2_700_000, fee: 300_000, toRenter: 0});
            _stop(rental);
        }
    }

    function test_IsFreeUpToTheLastSecondOfArbitration() external {
        // A tenth of a day is left of the fourteen.
        uint256 refundedAfter = 14 days - 8640;
        _concededAfterRefund({refundedAfter: refundedAfter, waited: refundedAfter, free: true});
        _concededAfterRefund({refundedAfter: refundedAfter, waited: 14 days - 1, free: true});
    }

    function test_CostsTheSameAfterARefundBeforeTheDispute() external {
        (Rental memory rental, bytes32 id) = _running(_instant());
        _at(DISPUTED_AT);
        _refund(rental, 2 hours);
        _dispute(rental, 0);

        _expectStakeReleased({id: id, to: payee, amount: 215_000});
        _expectStakeReleased({id: id, to: renter, amount: 1_935_000});
        _expectClosed({id: id, reason: Reason.Conceded, toHost: 2_700_000, fee: 300_000, toRenter: 0});
        _stop(rental);
    }

    function test_CostsATenthOfTheStakeOnTheBondAlone() external {
        (Rental memory rental, bytes32 id) = _running(_instant());
        _at(DISPUTED_AT);
        _refund(rental, uint32(DISPUTED_AT));
        _dispute(rental, 0);

        _expectStakeReleased({id: id, to: payee, amount: 200_000});
        _expectStakeReleased({id: id, to: renter, amount: 1_800_000});
        _expectClosed({id: id, reason: Reason.Conceded, toHost: 0, fee: 0, toRenter: 0});
        _stop(rental);

        _assertFlows({toPayee: 200_000, toRenter: int256(PRICE) - 200_000, fee: 0, freeBond: FUNDED_BOND, held: 0});
    }

    function test_KeepsStakeOnceNothingIsContested() external {
        uint256[4] memory times = [uint256(0), 1 days, 1 days + 1, 14 days - 1];
        for (uint256 i = 0; i < times.length; ++i) {
            _restart();
            (Rental memory rental, bytes32 id) = _disputed(_instant(), DISPUTED_AT);
            _refund(rental, uint32(DISPUTED_AT));
            _at(DISPUTED_AT + times[i]);

            _expectStakeReleased({id: id, to: renter, amount: 2_000_000});
            _expectClosed({id: id, reason: Reason.Conceded, toHost: 0, fee: 0, toRenter: 0});
            _stop(rental);

            assertEq(
                escrow.getRental(id),
                _settling(
                    _payments({
                        state: _state(Status.Closed, T0 + DISPUTED_AT + times[i], uint32(DISPUTED_AT)),
                        paid: 0,
                        refunded: uint32(DISPUTED_AT)
                    }),
                    type(uint16).max
                ),
                "rental"
            );
            _assertFlows({toPayee: 0, toRenter: int256(PRICE), fee: 0, freeBond: FUNDED_BOND, held: 0});
        }
    }

    function test_LosesStakeWhileOneSecondIsContested() external {
        (Rental memory rental, bytes32 id) = _disputed(_instant(), DISPUTED_AT);
        _refund(rental, uint32(DISPUTED_AT) - 1);
        _at(DISPUTED_AT + 1 days);

        _expectStakeReleased({id: id, to: payee, amount: 2_000_020});
        _expectClosed({id: id, reason: Reason.Conceded, toHost: 375, fee: 41, toRenter: 0});
        _stop(rental);
    }

    function test_RevertGiven_NothingContestedWhen_ArbitrationWindowIsOver() external {
        (Rental memory rental, ) = _disputed(_instant(), DISPUTED_AT);
        _refund(rental, uint32(DISPUTED_AT));
        _at(DISPUTED_AT + 14 days);

        vm.expectRevert(abi.encodeWithSelector(IRentalEscrow.ArbitrationOver.selector, T0 + DISPUTED_AT + 14 days));
        _stop(rental);
    }

    function test_LosesWhatARefundLeftOfTheStake() external {
        (Rental memory rental, bytes32 id) = _disputed(_instant(), DISPUTED_AT);
        _refund(rental, 2 hours);
        _at(DISPUTED_AT + 1 days);

        _expectStakeReleased({id: id, to: payee, amount: 2_150_000});
        _expectClosed({id: id, reason: Reason.Conceded, toHost: 2_700_000, fee: 300_000, toRenter: 0});
        _stop(rental);

        _assertFlows({
            toPayee: 2_700_000 + 2_150_000,
            toRenter: int256(PRICE) - 3_000_000 - 2_150_000,
            fee: 300_000,
            freeBond: FUNDED_BOND,
            held: 0
        });
    }

    // What came before

    function test_ReturnsWhatAnInterruptionLeftOfTheBond() external {
        (Rental memory rental, bytes32 id) = _interruptedRental(_instant());
        _dispute(rental, 650_000);
        _at(3 hours);

        _expectStakeReleased({id: id, to: payee, amount: 92_083});
        _expectStakeReleased({id: id, to: renter, amount: 557_917});
        _expectClosed({id: id, reason: Reason.Conceded, toHost: 2_700_000, fee: 300_000, toRenter: 0});
        _stop(rental);

        assertEq(escrow.getRental(id), _interrupted(_state(Status.Closed, T0 + 3 hours, 2 hours)), "rental");
        _assertFlows({
            toPayee: 2_700_000 + 92_083,
            toRenter: 39_000_000 - 92_083,
            fee: 300_000,
            freeBond: FUNDED_BOND - 30_000_000,
            held: 0
        });
    }

    /// @dev A tenth of 1 234 909 paid and a tenth of 7 407 402 conceded are 864 230 apart, 864 231 together.
    function test_CountsFeeOverRollingPayments() external {
        (Rental memory rental, bytes32 id) = _running(_odd(_rolling()));
        _at(7 hours + 1);
        _dispute(rental, 0);

        _expectStakeReleased({id: id, to: payee, amount: 75_308});
        _expectStakeReleased({id: id, to: renter, amount: 677_778});
        _expectClosed({id: id, reason: Reason.Conceded, toHost: 6_666_661, fee: 740_741, toRenter: 0});
        _stop(rental);

        _assertFlows({
            toPayee: 1_111_419 + 6_666_661 + 75_308,
            toRenter: 1_234_225 - 75_308,
            fee: 864_231,
            freeBond: FUNDED_BOND,
            held: 0
        });
    }

    function test_NamesNoStakeThatIsZero() external {
        Offer memory offer = _unbonded(_instant());
        offer.pricePerHour = 19;
        (Rental memory rental, bytes32 id) = _disputed(offer, 1 hours);
        _at(1 hours + 1 days);
        vm.recordLogs();

        _expectClosed({id: id, reason: Reason.Conceded, toHost: 18, fee: 1, toRenter: 0});
        _stop(rental);

        assertEq(_escrowEvents(), 1, "events");
    }

    function test_TakesNothingOfNineUnits() external {
        Offer memory offer = _unbonded(_instant());
        offer.pricePerHour = 199;
        (Rental memory rental, bytes32 id) = _disputed(offer, 1 hours);
        vm.recordLogs();

        _expectStakeReleased({id: id, to: renter, amount: 9});
        _expectClosed({id: id, reason: Reason.Conceded, toHost: 180, fee: 19, toRenter: 0});
        _stop(rental);

        assertEq(_escrowEvents(), 2, "events");
    }

    function test_LeavesNextRentalItsMachine() external {
        (Rental memory rental, ) = _disputed(_instant(), DISPUTED_AT);
        _deposit(_again(rental, DISPUTED_AT), DURATION);
        _at(DISPUTED_AT + 60);

        _stop(rental);

        _assertMachine({
            busyUntil: T0 + DISPUTED_AT + DURATION,
            nonce: 1,
            depositBlock: DEPOSIT_BLOCK + 1 + DISPUTED_AT
        });
    }

    // Scenarios

    function _conceded(uint256 waited, uint256 lost) private {
        (Rental memory rental, bytes32 id) = _disputed(_instant(), DISPUTED_AT);
        _at(DISPUTED_AT + waited);
        vm.recordLogs();

        _expectStakeReleased({id: id, to: payee, amount: lost});
        if (lost < STAKE) _expectStakeReleased({id: id, to: renter, amount: STAKE - lost});
        _expectClosed({id: id, reason: Reason.Conceded, toHost: 5_400_000, fee: 600_000, toRenter: 0});
        _stop(rental);

        assertEq(_escrowEvents(), lost < STAKE ? 3 : 2, "events");
        assertEq(escrow.getRental(id), _state(Status.Closed, T0 + DISPUTED_AT + waited, uint32(DISPUTED_AT)), "rental");
        _assertMachine({busyUntil: T0 + DISPUTED_AT, nonce: 1, depositBlock: DEPOSIT_BLOCK});
        _assertFlows({
            toPayee: 5_400_000 + lost,
            toRenter: int256(6_000_000 - lost),
            fee: 600_000,
            freeBond: FUNDED_BOND,
            held: 0
        });
    }

    /// @dev Half of what is contested is given back `refundedAfter` the dispute began, and the rest conceded later.
    function _concededAfterRefund(uint256 refundedAfter, uint256 waited, bool free) private {
        _restart();
        (Rental memory rental, bytes32 id) = _disputed(_instant(), DISPUTED_AT);
        _at(DISPUTED_AT + refundedAfter);
        _refund(rental, 2 hours);
        _at(DISPUTED_AT + waited);
        vm.recordLogs();

        _expectStakeReleased({id: id, to: free ? renter : payee, amount: 2_150_000});
        _expectClosed({id: id, reason: Reason.Conceded, toHost: 2_700_000, fee: 300_000, toRenter: 0});
        _stop(rental);

        assertEq(_escrowEvents(), 2, "events");
        _assertFlows({
            toPayee: 2_700_000 + (free ? 0 : 2_150_000),
            toRenter: int256(PRICE - 3_000_000 - (free ? 0 : 2_150_000)),
            fee: 300_000,
            freeBond: FUNDED_BOND,
            held: 0
        });
    }
}

/// @dev The same in the native coin.
contract ConcedeNativeTest is ConcedeTest {
    function setUp() public override {
        super.setUp();
        token = NATIVE;
    }
}
