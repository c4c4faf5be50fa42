// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {Offer, Reason, Rental, Status} from "../../contracts/interfaces/IRentalEscrow.sol";
import {DisputeBase} from "../DisputeBase.t.sol";
import {vm} from "../Vm.sol";

/// @dev `settle` while disputed: the arbiter kept silent, and the clock decides.
contract ArbitrationTimeoutTest is DisputeBase {
    uint256 private constant DISPUTED_AT = 4 hours;
    uint256 private constant DUE_IN = DISPUTED_AT + 14 days;
    uint256 private constant STAKE = 2_300_000;

    function test_RevertWhen_ArbitrationWindowIsOpen() external {
        (Rental memory rental, ) = _disputed(_instant(), DISPUTED_AT);

        uint256[4] memory times = [DISPUTED_AT, DURATION + 6 hours, DISPUTED_AT + 1 days, DUE_IN - 1];
        for (uint256 i = 0; i < times.length; ++i) {
            _at(times[i]);
            _expectNotDue(rental, T0 + DUE_IN);
        }
    }

    function test_RevertGiven_RollingWhen_ArbitrationWindowIsOpen() external {
        (Rental memory rental, ) = _disputed(_rolling(), DISPUTED_AT);
        _at(DISPUTED_AT + 7 hours);

        _expectNotDue(rental, T0 + DUE_IN);
    }

    function test_PaysHostOnTime() external {
        _timedOut(0);
    }

    function test_PaysHostOneSecondLate() external {
        _timedOut(1);
    }

    function test_PaysHostYearsLate() external {
        _timedOut(4000 days);
    }

    function test_SplitsStakeThatARefundLeft() external {
        // A day after it the offer to settle has lapsed.
        _timedOutAfterRefund({refundedAfter: 0, free: false});
    }

    function test_TakesATenthWhileTheOfferToSettleEndsWithTheWindow() external {
        _timedOutAfterRefund({refundedAfter: 13 days, free: false});
        _timedOutAfterRefund({refundedAfter: 13 days - 1, free: false});
    }

    function test_ReturnsStakeWhileTheOfferToSettleStands() external {
        _timedOutAfterRefund({refundedAfter: 13 days + 1, free: true});
        _timedOutAfterRefund({refundedAfter: 14 days - 1, free: true});
    }

    function test_ReturnsStakeOnceNothingIsContested() external {
        (Rental memory rental, bytes32 id) = _disputed(_instant(), DISPUTED_AT);
        _refund(rental, uint32(DISPUTED_AT));
        _at(DUE_IN);
        vm.recordLogs();

        _expectStakeReleased({id: id, to: renter, amount: 2_000_000});
        _expectClosed({id: id, reason: Reason.ArbitrationTimeout, toHost: 0, fee: 0, toRenter: 0});
        _settle(rental);

        assertEq(_escrowEvents(), 2, "events");
        _assertFlows({toPayee: 0, toRenter: int256(PRICE), fee: 0, freeBond: FUNDED_BOND, held: 0});
    }

    function test_TakesATenthOfTheStakeOnTheBondAlone() external {
        (Rental memory rental, bytes32 id) = _running(_instant());
        _at(DISPUTED_AT);
        _refund(rental, uint32(DISPUTED_AT));
        _dispute(rental, 0);
        _at(DUE_IN);

        _expectStakeReleased({id: id, to: payee, amount: 200_000});
        _expectStakeReleased({id: id, to: renter, amount: 1_800_000});
        _expectClosed({id: id, reason: Reason.ArbitrationTimeout, toHost: 0, fee: 0, toRenter: 0});
        _settle(rental);

        _assertFlows({toPayee: 200_000, toRenter: int256(PRICE) - 200_000, fee: 0, freeBond: FUNDED_BOND, held: 0});
    }

    function test_TakesNothingOfNineUnits() external {
        Offer memory offer = _unbonded(_instant());
        offer.pricePerHour = 199;
        (Rental memory rental, bytes32 id) = _disputed(offer, 1 hours);
        _at(1 hours + 14 days);
        vm.recordLogs();

        _expectStakeReleased({id: id, to: renter, amount: 9});
        _expectClosed({id: id, reason: Reason.ArbitrationTimeout, toHost: 180, fee: 19, toRenter: 0});
        _settle(rental);

        assertEq(_escrowEvents(), 2, "events");
    }

    function test_ReturnsWhatAnInterruptionLeftOfTheBond() external {
        (Rental memory rental, bytes32 id) = _interruptedRental(_instant());
        _at(3 hours);
        _dispute(rental, 650_000);
        _at(3 hours + 14 days);

        _expectStakeReleased({id: id, to: payee, amount: 65_000});
        _expectStakeReleased({id: id, to: renter, amount: 585_000});
        _expectClosed({id: id, reason: Reason.ArbitrationTimeout, toHost: 2_700_000, fee: 300_000, toRenter: 0});
        _settle(rental);

        assertEq(escrow.getRental(id), _interrupted(_state(Status.Closed, T0 + 3 hours + 14 days, 2 hours)), "rental");
        _assertFlows({
            toPayee: 2_700_000 + 65_000,
            toRenter: 39_000_000 - 65_000,
            fee: 300_000,
            freeBond: FUNDED_BOND - 30_000_000,
            held: 0
        });
    }

    function test_BillsTheCommitment() external {
        Offer memory offer = _instant();
        offer.minDuration = 6 hours;
        (Rental memory rental, bytes32 id) = _disputed(offer, DISPUTED_AT);
        _at(DUE_IN);

        _expectStakeReleased({id: id, to: payee, amount: 245_000});
        _expectStakeReleased({id: id, to: renter, amount: 2_205_000});
        _expectClosed({id: id, reason: Reason.ArbitrationTimeout, toHost: 8_100_000, fee: 900_000, toRenter: 0});
        _settle(rental);
    }

    /// @dev As conceding: cumulative over what was paid before.
    function test_CountsFeeOverRollingPayments() external {
        (Rental memory rental, bytes32 id) = _running(_odd(_rolling()));
        _at(7 hours + 1);
        _dispute(rental, 0);
        _at(8 hours + 14 days);

        _expectStakeReleased({id: id, to: payee, amount: 75_308});
        _expectStakeReleased({id: id, to: renter, amount: 677_778});
        _expectClosed({id: id, reason: Reason.ArbitrationTimeout, toHost: 6_666_661, fee: 740_741, toRenter: 0});
        _settle(rental);

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
        _at(1 hours + 14 days);
        vm.recordLogs();

        _expectClosed({id: id, reason: Reason.ArbitrationTimeout, toHost: 18, fee: 1, toRenter: 0});
        _settle(rental);

        assertEq(_escrowEvents(), 1, "events");
    }

    function test_LeavesNextRentalItsMachine() external {
        (Rental memory rental, ) = _disputed(_instant(), DISPUTED_AT);
        _at(DUE_IN - 60);
        _deposit(_again(rental, DUE_IN - 60), DURATION);
        _at(DUE_IN);

        _settle(rental);

        _assertMachine({
            busyUntil: T0 + DUE_IN - 60 + DURATION,
            nonce: 1,
            depositBlock: DEPOSIT_BLOCK + 1 + DUE_IN - 60
        });
    }

    function test_WorksForAnyone() external {
        address[7] memory callers = [host, operator, payee, renter, payer, arbiter, stranger];
        for (uint256 i = 0; i < callers.length; ++i) {
            _restart();
            (Rental memory rental, ) = _disputed(_instant(), DISPUTED_AT);
            _at(DUE_IN);

            vm.prank(callers[i]);
            escrow.settle(rental);

            _assertFlows({toPayee: 5_630_000, toRenter: 5_770_000, fee: 600_000, freeBond: FUNDED_BOND, held: 0});
        }
    }

    function test_WorksWithoutAnyAdministration() external {
        (Rental memory rental, ) = _disputed(_instant(), DISPUTED_AT);
        escrow.setMarket({token: token, arbiter: address(0), feeBps: 1500, open: false});
        escrow.setHostFee(host, 1500);
        escrow.setGuardian(address(0));
        escrow.renounceOwnership();
        _at(DUE_IN);

        _settle(rental);

        _assertFlows({toPayee: 5_630_000, toRenter: 5_770_000, fee: 600_000, freeBond: FUNDED_BOND, held: 0});
    }

    /// @dev Half of what is contested is given back `refundedAfter` the dispute began.
    function _timedOutAfterRefund(uint256 refundedAfter, bool free) private {
        _restart();
        (Rental memory rental, bytes32 id) = _disputed(_instant(), DISPUTED_AT);
        _at(DISPUTED_AT + refundedAfter);
        _refund(rental, 2 hours);
        _at(DUE_IN + 1 days);
        vm.recordLogs();

        if (!free) _expectStakeReleased({id: id, to: payee, amount: 215_000});
        _expectStakeReleased({id: id, to: renter, amount: free ? 2_150_000 : 1_935_000});
        _expectClosed({id: id, reason: Reason.ArbitrationTimeout, toHost: 2_700_000, fee: 300_000, toRenter: 0});
        _settle(rental);

        assertEq(_escrowEvents(), free ? 2 : 3, "events");
        _assertFlows({
            toPayee: 2_700_000 + (free ? 0 : 215_000),
            toRenter: int256(PRICE - 3_000_000 - (free ? 0 : 215_000)),
            fee: 300_000,
            freeBond: FUNDED_BOND,
            held: 0
        });
    }

    function _timedOut(uint256 late) private {
        (Rental memory rental, bytes32 id) = _disputed(_instant(), DISPUTED_AT);
        _at(DUE_IN + late);
        vm.recordLogs();

        _expectStakeReleased({id: id, to: payee, amount: STAKE / 10});
        _expectStakeReleased({id: id, to: renter, amount: STAKE - STAKE / 10});
        _expectClosed({id: id, reason: Reason.ArbitrationTimeout, toHost: 5_400_000, fee: 600_000, toRenter: 0});
        _settle(rental);

        assertEq(_escrowEvents(), 3, "events");
        assertEq(escrow.getRental(id), _state(Status.Closed, T0 + DUE_IN + late, uint32(DISPUTED_AT)), "rental");
        _assertMachine({busyUntil: T0 + DISPUTED_AT, nonce: 1, depositBlock: DEPOSIT_BLOCK});
        _assertFlows({toPayee: 5_630_000, toRenter: 5_770_000, fee: 600_000, freeBond: FUNDED_BOND, held: 0});
    }
}

/// @dev The same in the native coin.
contract ArbitrationTimeoutNativeTest is ArbitrationTimeoutTest {
    function setUp() public override {
        super.setUp();
        token = NATIVE;
    }
}
