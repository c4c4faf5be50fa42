// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IRentalEscrow, Offer, Rental, Status} from "../../contracts/interfaces/IRentalEscrow.sol";
import {DisputeBase} from "../DisputeBase.t.sol";
import {BlocklistToken} from "../mocks/BlocklistToken.sol";
import {vm} from "../Vm.sol";

contract RefundTest is DisputeBase {
    // Guards

    function test_RevertGiven_Unknown() external {
        Rental memory rental = _rental(_bonded());

        _expectWrongStatus(escrow.idOf(rental), Status.None);
        _refund(rental, 1);
    }

    function test_RevertGiven_Funded() external {
        Rental memory rental = _rental(_bonded());
        bytes32 id = _deposit(rental, DURATION);

        _expectWrongStatus(id, Status.Funded);
        _refund(rental, 1);
    }

    function test_RevertGiven_Closed() external {
        (Rental memory rental, bytes32 id) = _running(_instant());
        _at(4 hours);
        _stop(rental);

        _expectWrongStatus(id, Status.Closed);
        _refund(rental, 1);
    }

    function test_RevertWhen_CallerIsNotHost() external {
        (Rental memory rental, ) = _running(_instant());
        _at(4 hours);

        address[8] memory others = [operator, payee, renter, payer, arbiter, guardian, address(this), stranger];
        for (uint256 i = 0; i < others.length; ++i) {
            vm.expectRevert(abi.encodeWithSelector(IRentalEscrow.NotHost.selector, others[i], host));
            vm.prank(others[i]);
            escrow.refund(rental, 1);
        }
    }

    // Active

    function test_GivesSecondsBack() external {
        (Rental memory rental, bytes32 id) = _running(_instant());
        _at(4 hours);
        vm.recordLogs();

        _expectRefunded({id: id, refunded: 45 minutes, amount: 1_125_000, stakeReturned: 0});
        _refund(rental, 45 minutes);

        assertEq(_escrowEvents(), 1, "events");
        assertEq(
            escrow.getRental(id),
            _payments({state: _state(Status.Active, T0, 0), paid: 0, refunded: 45 minutes}),
            "rental"
        );
        _assertMachine({busyUntil: T0 + DURATION, nonce: 0, depositBlock: DEPOSIT_BLOCK});
        _assertFlows({
            toPayee: 0,
            toRenter: 1_125_000,
            fee: 0,
            freeBond: FUNDED_BOND - BOND,
            held: PRICE - 1_125_000 + BOND
        });
    }

    function test_BillsTheRestAtTheEnd() external {
        (Rental memory rental, ) = _running(_instant());
        _at(4 hours);
        _refund(rental, 45 minutes);
        _at(5 hours);

        _stop(rental);

        // Four and a quarter hours at 1.50.
        _assertFlows({
            toPayee: 5_737_500,
            toRenter: int256(PRICE) - 6_375_000,
            fee: 637_500,
            freeBond: FUNDED_BOND,
            held: 0
        });
    }

    function test_GivesBackWhatHasElapsedAtMost() external {
        (Rental memory rental, bytes32 id) = _running(_instant());
        _at(4 hours);

        _expectBounds(rental, 4 hours);
        _expectRefunded({id: id, refunded: 4 hours, amount: 6_000_000, stakeReturned: 0});
        _refund(rental, 4 hours);
        _expectBounds(rental, 4 hours);
    }

    function test_GivesNothingBackAtTheStart() external {
        (Rental memory rental, bytes32 id) = _running(_instant());

        _expectBounds(rental, 0);
        _at(1);
        _expectRefunded({id: id, refunded: 1, amount: 417, stakeReturned: 0});
        _refund(rental, 1);
    }

    function test_DoesNotReleaseFromCommitmentWhileRunning() external {
        Offer memory offer = _instant();
        offer.minDuration = 6 hours;
        (Rental memory rental, bytes32 id) = _running(offer);
        _at(2 hours);

        _expectBounds(rental, 2 hours);
        _expectRefunded({id: id, refunded: 2 hours, amount: 3_000_000, stakeReturned: 0});
        _refund(rental, 2 hours);
        _stop(rental);

        // The other four of the six committed hours.
        _assertFlows({
            toPayee: 5_400_000,
            toRenter: int256(PRICE) - 6_000_000,
            fee: 600_000,
            freeBond: FUNDED_BOND,
            held: 0
        });
    }

    function test_AddsUp() external {
        (Rental memory rental, bytes32 id) = _running(_odd(_instant()));
        _at(4 hours);

        // Three thirds of an unevenly priced hour cost what the hour costs.
        _expectRefunded({id: id, refunded: 20 minutes, amount: 411_523, stakeReturned: 0});
        _refund(rental, 20 minutes);
        _expectRefunded({id: id, refunded: 40 minutes, amount: 411_522, stakeReturned: 0});
        _refund(rental, 40 minutes);
        _expectRefunded({id: id, refunded: 1 hours, amount: 411_522, stakeReturned: 0});
        _refund(rental, 1 hours);

        assertEq(escrow.getRental(id).refundedSeconds, 1 hours, "refunded");
        _expectBounds(rental, 4 hours);
        assertEq(_books().renter, WALLET + 1_234_567, "renter balance");
    }

    function test_RevertWhen_SentTwice() external {
        (Rental memory rental, ) = _running(_instant());
        _at(4 hours);
        _refund(rental, 45 minutes);

        vm.expectRevert(
            abi.encodeWithSelector(IRentalEscrow.RefundOutOfBounds.selector, uint256(45 minutes), uint256(4 hours))
        );
        _refund(rental, 45 minutes);

        assertEq(_books().renter, WALLET + 1_125_000, "renter balance");
    }

    function test_RevertWhen_TotalIsLess() external {
        (Rental memory rental, ) = _running(_instant());
        _at(4 hours);
        _refund(rental, 45 minutes);

        vm.expectRevert(
            abi.encodeWithSelector(IRentalEscrow.RefundOutOfBounds.selector, uint256(45 minutes - 1), uint256(4 hours))
        );
        _refund(rental, 45 minutes - 1);
    }

    function test_MovesNothingForWorthlessSeconds() external {
        Offer memory offer = _instant();
        offer.pricePerHour = 1;
        (Rental memory rental, bytes32 id) = _running(offer);
        _at(2 hours);

        _expectRefunded({id: id, refunded: 1, amount: 1, stakeReturned: 0});
        _refund(rental, 1);
        _expectRefunded({id: id, refunded: 1 hours, amount: 0, stakeReturned: 0});
        _refund(rental, 1 hours);

        assertEq(escrow.getRental(id).refundedSeconds, 1 hours, "refunded");
        // Twenty prices of 8 units are locked.
        _assertFlows({toPayee: 0, toRenter: 1, fee: 0, freeBond: FUNDED_BOND - 160, held: 7 + 160});
    }

    function test_GivesBackAfterTheEnd() external {
        (Rental memory rental, bytes32 id) = _running(_instant());
        _at(DURATION + 6 hours - 1);

        _expectBounds(rental, DURATION);
        _expectRefunded({id: id, refunded: DURATION, amount: PRICE, stakeReturned: 0});
        _refund(rental, DURATION);

        _assertFlows({toPayee: 0, toRenter: int256(PRICE), fee: 0, freeBond: FUNDED_BOND - BOND, held: BOND});
    }

    function test_RevertGiven_ActiveWhen_SettlementIsDue() external {
        (Rental memory rental, ) = _running(_instant());

        _expectSettlementDue(rental, DURATION + 6 hours);
    }

    // Interrupted

    function test_GivesBackWhatWasServedUntilInterruption() external {
        (Rental memory rental, bytes32 id) = _interruptedRental(_instant());
        _at(8 hours - 1);

        _expectBounds(rental, 2 hours);
        _expectRefunded({id: id, refunded: 1 hours, amount: 1_500_000, stakeReturned: 0});
        _refund(rental, 1 hours);

        assertEq(
            escrow.getRental(id),
            _payments({
                state: _interrupted(_state(Status.Interrupted, T0 + 2 hours, 2 hours)),
                paid: 0,
                refunded: 1 hours
            }),
            "rental"
        );
        _assertFlows({
            toPayee: 0,
            toRenter: 39_000_000 + 1_500_000,
            fee: 0,
            freeBond: FUNDED_BOND - BOND,
            held: 1_500_000 + 10_000_000
        });
    }

    function test_RevertGiven_InterruptedWhen_SettlementIsDue() external {
        (Rental memory rental, ) = _interruptedRental(_instant());

        _expectSettlementDue(rental, 8 hours);
    }

    // Disputed

    function test_LowersTheStakeOfADispute() external {
        (Rental memory rental, bytes32 id) = _disputed(_instant(), 4 hours);
        _at(5 hours);
        vm.recordLogs();

        _expectRefunded({id: id, refunded: 2 hours, amount: 3_000_000, stakeReturned: 150_000});
        _refund(rental, 2 hours);

        assertEq(_escrowEvents(), 1, "events");
        assertEq(
            escrow.getRental(id),
            _settling(
                _payments({state: _state(Status.Disputed, T0 + 4 hours, 4 hours), paid: 0, refunded: 2 hours}),
                25 hours / 1 minutes
            ),
            "rental"
        );
        _assertMachine({busyUntil: T0 + 4 hours, nonce: 1, depositBlock: DEPOSIT_BLOCK});
        _assertFlows({
            toPayee: 0,
            toRenter: 3_700_000 + 3_150_000,
            fee: 0,
            freeBond: FUNDED_BOND - BOND,
            held: 3_000_000 + 2_150_000 + BOND
        });
    }

    function test_ReleasesFromCommitmentOnceDisputed() external {
        Offer memory offer = _instant();
        offer.minDuration = 6 hours;
        (Rental memory rental, bytes32 id) = _running(offer);
        _at(1 hours);
        _dispute(rental, 0);

        _expectBounds(rental, 6 hours);
        _expectRefunded({id: id, refunded: 6 hours, amount: 9_000_000, stakeReturned: 450_000});
        _refund(rental, 6 hours);

        assertEq(_books().renter, WALLET + PRICE - 2_000_000, "renter balance");
    }

    function test_ReturnsTheWholeStakeWithAllThatWasAtRisk() external {
        (Rental memory rental, bytes32 id) = _disputed(_unbonded(_instant()), 4 hours);

        _expectRefunded({id: id, refunded: 4 hours, amount: 6_000_000, stakeReturned: 300_000});
        _refund(rental, 4 hours);

        _assertFlows({toPayee: 0, toRenter: int256(PRICE), fee: 0, freeBond: FUNDED_BOND, held: 0});
        assertEq(_status(id), Status.Disputed, "status");
    }

    function test_RoundsStakeByItsWhole() external {
        (Rental memory rental, bytes32 id) = _running(_odd(_instant()));
        _at(4 hours + 1);
        _dispute(rental, 0);

        // 629 646 at stake on 12 592 931; 505 966 on the 10 119 339 that stay.
        _expectRefunded({id: id, refunded: 2 hours + 13, amount: 2_473_592, stakeReturned: 123_680});
        _refund(rental, 2 hours + 13);

        assertEq(escrow.stakeOf(rental), 505_966, "stake");
        assertEq(_books().escrow, FUNDED_BOND + 2_465_018 + 505_966, "escrow balance");
    }

    function test_OffersToSettleForADay() external {
        uint256[7] memory waits = [uint256(0), 1, 59, 60, 61, 1 days, 14 days - 1];
        uint16[7] memory minutes_ = [uint16(1440), 1441, 1441, 1441, 1442, 2880, 21_600];
        for (uint256 i = 0; i < waits.length; ++i) {
            _restart();
            (Rental memory rental, bytes32 id) = _disputed(_instant(), 4 hours);
            _at(4 hours + waits[i]);

            _refund(rental, 1);

            assertEq(
                escrow.getRental(id),
                _settling(
                    _payments({state: _state(Status.Disputed, T0 + 4 hours, 4 hours), paid: 0, refunded: 1}),
                    minutes_[i]
                ),
                "rental"
            );
        }
    }

    function test_OffersToSettleAnew() external {
        (Rental memory rental, bytes32 id) = _disputed(_instant(), 4 hours);
        _refund(rental, 1 hours);
        assertEq(escrow.getRental(id).settlingUntil, 1440, "first");

        _at(4 hours + 3 days);
        _refund(rental, 1 hours + 1);

        assertEq(escrow.getRental(id).settlingUntil, 4 * 1440, "second");
    }

    function test_OffersToSettleForNothing() external {
        (Rental memory rental, bytes32 id) = _disputed(_instant(), 4 hours);
        _at(4 hours + 3 days);
        _refund(rental, 4 hours - 1);
        assertEq(escrow.getRental(id).settlingUntil, 4 * 1440, "a second is contested");

        _refund(rental, 4 hours);

        assertEq(escrow.getRental(id).settlingUntil, type(uint16).max, "nothing is contested");
    }

    /// @dev At a unit an hour, the last hour but one second costs nothing.
    function test_OffersToSettleForWorthlessSeconds() external {
        Offer memory offer = _unbonded(_instant());
        offer.pricePerHour = 1;
        (Rental memory rental, bytes32 id) = _disputed(offer, 4 hours);

        _refund(rental, 3 hours);
        assertEq(escrow.getRental(id).settlingUntil, 1440, "a unit is contested");
        _refund(rental, 3 hours + 1);
        assertEq(escrow.getRental(id).settlingUntil, type(uint16).max, "nothing is contested");
        _at(4 hours + 1 days);
        _refund(rental, 3 hours + 2);
        assertEq(escrow.getRental(id).settlingUntil, type(uint16).max, "still nothing is contested");
    }

    function test_RevertGiven_DisputedWhen_SettlementIsDue() external {
        (Rental memory rental, ) = _disputed(_instant(), 4 hours);

        _expectSettlementDue(rental, 4 hours + 14 days);
    }

    // Rolling

    function test_PaysRollingPartFirst() external {
        (Rental memory rental, bytes32 id) = _running(_rolling());
        _at(7 hours);
        vm.recordLogs();

        _expectPaid({id: id, paid: 1 hours, toHost: 1_350_000, fee: 150_000});
        _expectRefunded({id: id, refunded: 6 hours, amount: 9_000_000, stakeReturned: 0});
        _refund(rental, 6 hours);

        assertEq(_escrowEvents(), 2, "events");
        assertEq(
            escrow.getRental(id),
            _payments({state: _state(Status.Active, T0, 0), paid: 1 hours, refunded: 6 hours}),
            "rental"
        );
        _assertFlows({
            toPayee: 1_350_000,
            toRenter: 9_000_000,
            fee: 150_000,
            freeBond: FUNDED_BOND - BOND,
            held: 1_500_000 + BOND
        });
    }

    function test_GivesNothingBackOfWhatWasPaid() external {
        (Rental memory rental, ) = _running(_rolling());
        _at(7 hours);

        // The payment that comes first counts, and is undone with the rest.
        _expectBounds(rental, 6 hours);
        _assertFlows({toPayee: 0, toRenter: 0, fee: 0, freeBond: FUNDED_BOND - BOND, held: PRICE + BOND});

        _settle(rental);
        _expectBounds(rental, 6 hours);
        _refund(rental, 1 hours);
        _expectBounds(rental, 6 hours);
    }

    function test_PaysNoWorthlessRollingSeconds() external {
        Offer memory offer = _rolling();
        offer.pricePerHour = 1000;
        (Rental memory rental, bytes32 id) = _running(offer);
        // Three seconds could be paid, and cost less than a unit.
        _at(6 hours + 3);
        vm.recordLogs();

        _expectRefunded({id: id, refunded: 6 hours + 3, amount: 6001, stakeReturned: 0});
        _refund(rental, 6 hours + 3);

        assertEq(_escrowEvents(), 1, "events");
        assertEq(
            escrow.getRental(id),
            _payments({state: _state(Status.Active, T0, 0), paid: 0, refunded: 6 hours + 3}),
            "rental"
        );
    }

    function test_PaysRollingPartOfInterruptedFirst() external {
        (Rental memory rental, bytes32 id) = _interruptedRental(_rolling());
        _at(7 hours);

        _expectPaid({id: id, paid: 1 hours, toHost: 1_350_000, fee: 150_000});
        _expectRefunded({id: id, refunded: 1 hours, amount: 1_500_000, stakeReturned: 0});
        _refund(rental, 1 hours);

        _assertFlows({
            toPayee: 1_350_000,
            toRenter: 39_000_000 + 1_500_000,
            fee: 150_000,
            freeBond: FUNDED_BOND - BOND,
            held: 10_000_000
        });
    }

    // Others

    function test_WorksInClosedMarket() external {
        (Rental memory rental, bytes32 id) = _running(_instant());
        escrow.setMarket({token: token, arbiter: address(0), feeBps: 1500, open: false});
        _at(4 hours);

        _expectRefunded({id: id, refunded: 1 hours, amount: 1_500_000, stakeReturned: 0});
        _refund(rental, 1 hours);
    }

    function test_CreditsRenterThatCannotReceive() external {
        BlocklistToken blocklist = new BlocklistToken();
        token = address(blocklist);
        escrow.setMarket({token: token, arbiter: arbiter, feeBps: FEE_BPS, open: true});
        _fund(payer, token, WALLET);
        (Rental memory rental, bytes32 id) = _running(_unbonded(_instant()));
        _at(4 hours);
        blocklist.setBlocked(renter, true);

        _expectRefunded({id: id, refunded: 1 hours, amount: 1_500_000, stakeReturned: 0});
        _expectCredited(renter, 1_500_000);
        _refund(rental, 1 hours);

        assertEq(escrow.credits(token, renter), 1_500_000, "renter credit");
    }

    // Scenarios

    /// @dev No second, the total so far, one second more than there are, and the most that can be asked for.
    function _expectBounds(Rental memory rental, uint32 maximum) private {
        uint32 present = escrow.getRental(escrow.idOf(rental)).refundedSeconds;
        uint32[4] memory totals = [uint32(0), present, maximum + 1, type(uint32).max];
        for (uint256 i = 0; i < totals.length; ++i) {
            vm.expectRevert(abi.encodeWithSelector(IRentalEscrow.RefundOutOfBounds.selector, totals[i], maximum));
            _refund(rental, totals[i]);
        }
    }

    /// @dev Works in the last second before `dueIn`, not in it and not after.
    function _expectSettlementDue(Rental memory rental, uint256 dueIn) private {
        _at(dueIn - 1);
        _refund(rental, 1);
        assertEq(escrow.getRental(escrow.idOf(rental)).refundedSeconds, 1, "refunded in time");

        for (uint256 late = 0; late < 2; ++late) {
            _at(dueIn + late);
            vm.expectRevert(abi.encodeWithSelector(IRentalEscrow.SettlementDue.selector, T0 + dueIn));
            _refund(rental, 1);
        }
    }
}

/// @dev The same in the native coin.
contract RefundNativeTest is RefundTest {
    function setUp() public override {
        super.setUp();
        token = NATIVE;
    }
}
