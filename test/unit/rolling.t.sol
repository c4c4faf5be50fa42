// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {Offer, Reason, Rental, Status} from "../../contracts/interfaces/IRentalEscrow.sol";
import {DisputeBase} from "../DisputeBase.t.sol";
import {BlocklistToken} from "../mocks/BlocklistToken.sol";
import {vm} from "../Vm.sol";

/// @dev `settle` before the end: a rolling offer's host may have what is older than the challenge window of six hours.
contract RollingTest is DisputeBase {
    /// @dev What a renter or a host does seven and a half hours in.
    enum Verb {
        Refund,
        Dispute,
        Stop,
        Interrupt
    }

    // Active

    function test_RevertWhen_FirstSecondIsChallengeable() external {
        (Rental memory rental, ) = _running(_rolling());

        uint256[3] memory times = [uint256(0), 1, 6 hours];
        for (uint256 i = 0; i < times.length; ++i) {
            _at(times[i]);
            _expectNotDue(rental, T0 + 6 hours + 1);
        }
    }

    function test_PaysFirstSecond() external {
        (Rental memory rental, bytes32 id) = _running(_rolling());
        _at(6 hours + 1);
        vm.recordLogs();

        _expectPaid({id: id, paid: 1, toHost: 375, fee: 41});
        _settle(rental);

        assertEq(_escrowEvents(), 1, "events");
        assertEq(
            escrow.getRental(id),
            _payments({state: _state(Status.Active, T0, 0), paid: 1, refunded: 0}),
            "rental"
        );
        _assertMachine({busyUntil: T0 + DURATION, nonce: 0, depositBlock: DEPOSIT_BLOCK});
        _assertFlows({toPayee: 375, toRenter: 0, fee: 41, freeBond: FUNDED_BOND - BOND, held: PRICE - 416 + BOND});
    }

    function test_PaysWhatIsOlderThanTheChallengeWindow() external {
        (Rental memory rental, bytes32 id) = _running(_rolling());
        _at(7 hours);

        _expectPaid({id: id, paid: 1 hours, toHost: 1_350_000, fee: 150_000});
        _settle(rental);

        _assertFlows({
            toPayee: 1_350_000,
            toRenter: 0,
            fee: 150_000,
            freeBond: FUNDED_BOND - BOND,
            held: PRICE - 1_500_000 + BOND
        });
    }

    function test_CountsFromTheStart() external {
        Offer memory offer = _bonded();
        offer.rolling = true;
        Rental memory rental = _rental(offer);
        bytes32 id = _deposit(rental, DURATION);
        _at(10 minutes);
        _start(rental);
        _at(10 minutes + 6 hours);

        _expectNotDue(rental, T0 + 10 minutes + 6 hours + 1);
        _at(10 minutes + 7 hours);
        _expectPaid({id: id, paid: 1 hours, toHost: 1_350_000, fee: 150_000});
        _settle(rental);
    }

    function test_RevertGiven_FundedWhen_StartWindowIsOpen() external {
        Offer memory offer = _bonded();
        (offer.rolling, offer.startWindow) = (true, 1 days);
        Rental memory rental = _rental(offer);
        _deposit(rental, DURATION);
        _at(12 hours);

        _expectNotDue(rental, T0 + 1 days);
    }

    function test_RevertWhen_PaidInTheSameSecond() external {
        (Rental memory rental, ) = _running(_rolling());
        _at(7 hours);
        _settle(rental);

        _expectNotDue(rental, T0 + 7 hours + 1);
    }

    function test_PaysSecondBySecond() external {
        (Rental memory rental, bytes32 id) = _running(_rolling());

        // 416 and two thirds a second: the fee of 41 and two thirds adds up over them too.
        uint256[3] memory toHost = [uint256(375), 375, 375];
        uint256[3] memory fees = [uint256(41), 42, 42];
        for (uint32 i = 0; i < 3; ++i) {
            _at(6 hours + i + 1);
            _expectPaid({id: id, paid: i + 1, toHost: toHost[i], fee: fees[i]});
            _settle(rental);
        }
    }

    /// @dev At 1000 units an hour only every fourth or third second adds one.
    function test_IsDueWithTheSecondThatCostsSomething() external {
        Offer memory offer = _rolling();
        offer.pricePerHour = 1000;
        (Rental memory rental, bytes32 id) = _running(offer);

        uint32[5] memory dues = [uint32(4), 8, 11, 15, 18];
        for (uint256 i = 0; i < dues.length; ++i) {
            _at(6 hours + dues[i] - 1);
            _expectNotDue(rental, T0 + 6 hours + dues[i]);
            assertEq(escrow.getRental(id).paidSeconds, i == 0 ? 0 : dues[i - 1], "paid");
            _at(6 hours + dues[i]);
            _expectPaid({id: id, paid: dues[i], toHost: 1, fee: 0});
            _settle(rental);
        }
    }

    function test_IsDueWithTheClosingIfNothingElseIs() external {
        Offer memory offer = _rolling();
        (offer.pricePerHour, offer.minDuration) = (1, 1);
        Rental memory rental = _rental(offer);
        bytes32 id = _deposit(rental, DURATION);
        _at(1000);
        _interrupt(rental);

        // The hour that would cost one unit was not served.
        _expectNotDue(rental, T0 + 1000 + 6 hours);
        _at(1000 + 6 hours);
        _expectClosed({id: id, reason: Reason.Interrupted, toHost: 0, fee: 0, toRenter: 0});
        _settle(rental);
    }

    function test_PaysUpToTheLastSecondBeforeClosing() external {
        (Rental memory rental, bytes32 id) = _running(_rolling());
        _at(DURATION + 6 hours - 1);
        _expectPaid({id: id, paid: DURATION - 1, toHost: 10_799_625, fee: 1_199_958});
        _settle(rental);
        _expectNotDue(rental, T0 + DURATION + 6 hours);
        _at(DURATION + 6 hours);

        _expectClosed({id: id, reason: Reason.Completed, toHost: 375, fee: 42, toRenter: 0});
        _settle(rental);

        _assertFlows({toPayee: 10_800_000, toRenter: 0, fee: 1_200_000, freeBond: FUNDED_BOND, held: 0});
    }

    function test_ClosesWithWhatWasNotPaid() external {
        (Rental memory rental, bytes32 id) = _running(_rolling());
        _at(7 hours);
        _settle(rental);
        _at(400 days);
        vm.recordLogs();

        _expectClosed({id: id, reason: Reason.Completed, toHost: 9_450_000, fee: 1_050_000, toRenter: 0});
        _settle(rental);

        assertEq(_escrowEvents(), 1, "events");
        assertEq(
            escrow.getRental(id),
            _payments({state: _state(Status.Closed, T0 + 400 days, DURATION), paid: 1 hours, refunded: 0}),
            "rental"
        );
        _assertFlows({toPayee: 10_800_000, toRenter: 0, fee: 1_200_000, freeBond: FUNDED_BOND, held: 0});
    }

    function test_TakesTheSameFeeHoweverSliced() external {
        uint256[4] memory slices = [uint256(97), 1201, 2 hours, DURATION];
        for (uint256 i = 0; i < slices.length; ++i) {
            _restart();
            (Rental memory rental, ) = _running(_odd(_rolling()));
            for (uint256 time = 1 hours; time < DURATION && time < 120 * slices[i]; time += slices[i]) {
                _at(6 hours + time);
                _settle(rental);
            }
            _at(DURATION + 6 hours);
            _settle(rental);

            _assertFlows({toPayee: 8_888_883, toRenter: 0, fee: 987_653, freeBond: FUNDED_BOND, held: 0});
        }
    }

    function test_PaysTheSameAfterAnExtension() external {
        (Rental memory rental, bytes32 id) = _running(_rolling());
        _at(7 hours);
        _settle(rental);
        _extend(rental, DURATION + 1 hours);

        _expectNotDue(rental, T0 + 7 hours + 1);
        _at(DURATION + 6 hours);
        _expectPaid({id: id, paid: DURATION, toHost: 9_450_000, fee: 1_050_000});
        _settle(rental);
        _at(DURATION + 7 hours);
        _expectClosed({id: id, reason: Reason.Completed, toHost: 1_350_000, fee: 150_000, toRenter: 0});
        _settle(rental);
    }

    // Refunded seconds

    function test_WaitsOutWhatWasRefunded() external {
        (Rental memory rental, bytes32 id) = _running(_rolling());
        _at(2 hours);
        _refund(rental, 1 hours);

        _at(7 hours);
        _expectNotDue(rental, T0 + 7 hours + 1);
        _at(8 hours);
        _expectPaid({id: id, paid: 1 hours, toHost: 1_350_000, fee: 150_000});
        _settle(rental);
    }

    function test_NeverTakesBackWhatWasPaid() external {
        (Rental memory rental, bytes32 id) = _running(_rolling());
        _at(7 hours);
        _refund(rental, 6 hours);

        uint256[3] memory times = [uint256(7 hours), 12 hours, 13 hours];
        for (uint256 i = 0; i < times.length; ++i) {
            _at(times[i]);
            _expectNotDue(rental, T0 + 13 hours + 1);
        }
        assertEq(escrow.getRental(id).paidSeconds, 1 hours, "paid");
        _at(13 hours + 1);
        _expectPaid({id: id, paid: 1 hours + 1, toHost: 375, fee: 41});
        _settle(rental);
    }

    // Interrupted

    function test_PaysInterruptedAsIfItRanOn() external {
        (Rental memory rental, bytes32 id) = _interruptedRental(_rolling());
        _at(6 hours);
        _expectNotDue(rental, T0 + 6 hours + 1);
        _at(7 hours);

        _expectPaid({id: id, paid: 1 hours, toHost: 1_350_000, fee: 150_000});
        _settle(rental);

        assertEq(
            escrow.getRental(id),
            _payments({
                state: _interrupted(_state(Status.Interrupted, T0 + 2 hours, 2 hours)),
                paid: 1 hours,
                refunded: 0
            }),
            "rental"
        );
        _assertMachine({busyUntil: T0 + 2 hours, nonce: 1, depositBlock: DEPOSIT_BLOCK});
        _assertFlows({
            toPayee: 1_350_000,
            toRenter: 39_000_000,
            fee: 150_000,
            freeBond: FUNDED_BOND - BOND,
            held: 1_500_000 + 10_000_000
        });
    }

    function test_ClosesInterruptedWithWhatWasNotPaid() external {
        (Rental memory rental, bytes32 id) = _interruptedRental(_rolling());
        _at(8 hours - 1);
        _expectPaid({id: id, paid: 2 hours - 1, toHost: 2_699_625, fee: 299_958});
        _settle(rental);
        _expectNotDue(rental, T0 + 8 hours);
        _at(8 hours);

        _expectClosed({id: id, reason: Reason.Interrupted, toHost: 375, fee: 42, toRenter: 0});
        _settle(rental);

        _assertFlows({
            toPayee: 2_700_000,
            toRenter: 39_000_000,
            fee: 300_000,
            freeBond: FUNDED_BOND - 30_000_000,
            held: 0
        });
    }

    function test_WaitsOutWhatWasRefundedOfInterrupted() external {
        (Rental memory rental, bytes32 id) = _interruptedRental(_rolling());
        _refund(rental, 30 minutes);
        _at(6 hours + 30 minutes);

        _expectNotDue(rental, T0 + 6 hours + 30 minutes + 1);
        _at(7 hours);
        _expectPaid({id: id, paid: 30 minutes, toHost: 675_000, fee: 75_000});
        _settle(rental);
    }

    // Others

    function test_PaysNothingEarlyWithoutRolling() external {
        (Rental memory rental, ) = _running(_instant());
        _at(7 hours);

        _expectNotDue(rental, T0 + DURATION + 6 hours);
    }

    function test_WorksForAnyone() external {
        address[7] memory callers = [host, operator, payee, renter, payer, arbiter, stranger];
        for (uint256 i = 0; i < callers.length; ++i) {
            _restart();
            (Rental memory rental, bytes32 id) = _running(_rolling());
            _at(7 hours);

            _expectPaid({id: id, paid: 1 hours, toHost: 1_350_000, fee: 150_000});
            vm.prank(callers[i]);
            escrow.settle(rental);
        }
    }

    function test_WorksWithoutAnyAdministration() external {
        (Rental memory rental, bytes32 id) = _running(_rolling());
        escrow.setMarket({token: token, arbiter: address(0), feeBps: 1500, open: false});
        escrow.setHostFee(host, 1500);
        escrow.setGuardian(address(0));
        escrow.renounceOwnership();
        _at(7 hours);

        _expectPaid({id: id, paid: 1 hours, toHost: 1_350_000, fee: 150_000});
        _settle(rental);
    }

    function test_CreditsPayeeThatCannotReceive() external {
        BlocklistToken blocklist = new BlocklistToken();
        token = address(blocklist);
        escrow.setMarket({token: token, arbiter: arbiter, feeBps: FEE_BPS, open: true});
        _fund(payer, token, WALLET);
        (Rental memory rental, bytes32 id) = _running(_unbonded(_rolling()));
        blocklist.setBlocked(payee, true);
        _at(7 hours);

        _expectPaid({id: id, paid: 1 hours, toHost: 1_350_000, fee: 150_000});
        _expectCredited(payee, 1_350_000);
        _settle(rental);
    }

    // Settled first or not (I12)

    function test_I12_RefundIsTheSameSettledFirstOrNot() external {
        _sameSettledFirstOrNot(Verb.Refund);
    }

    function test_I12_DisputeIsTheSameSettledFirstOrNot() external {
        _sameSettledFirstOrNot(Verb.Dispute);
    }

    function test_I12_StopIsTheSameSettledFirstOrNot() external {
        _sameSettledFirstOrNot(Verb.Stop);
    }

    function test_I12_InterruptionIsTheSameSettledFirstOrNot() external {
        _sameSettledFirstOrNot(Verb.Interrupt);
    }

    function _sameSettledFirstOrNot(Verb verb) private {
        uint256[4] memory times = [uint256(6 hours + 1), 6 hours + 2, 7 hours + 1, DURATION - 1];
        for (uint256 i = 0; i < times.length; ++i) {
            Books memory alone = _acted({verb: verb, time: times[i], settleFirst: false, settleLater: false});
            Books memory first = _acted({verb: verb, time: times[i], settleFirst: true, settleLater: false});
            Books memory later = _acted({verb: verb, time: times[i], settleFirst: true, settleLater: true});

            assertEq(alone.escrow, alone.fees + FUNDED_BOND - _paidOfBond(verb, times[i]), "nothing is held");
            assertEq(first, alone, "settled first");
            assertEq(later, alone, "settled first and once more");
        }
    }

    /// @dev One life to its closing.
    function _acted(Verb verb, uint256 time, bool settleFirst, bool settleLater) private returns (Books memory) {
        _restart();
        (Rental memory rental, ) = _running(_odd(_rolling()));
        _at(time);
        if (settleFirst) _settle(rental);

        if (verb == Verb.Refund) _refund(rental, 47 minutes + 11);
        if (verb == Verb.Dispute) _dispute(rental, 1_000_000);
        if (verb == Verb.Stop) _stop(rental);
        if (verb == Verb.Interrupt) _interrupt(rental);

        if (settleLater && (verb == Verb.Refund || verb == Verb.Interrupt)) {
            _at(time + 5 hours + 1);
            _settle(rental);
        }
        _at(time + 2 days);
        if (verb == Verb.Dispute) _resolve(rental, 3333);
        else if (verb != Verb.Stop) _settle(rental);
        return _books();
    }

    /// @dev A third is kept of what was disputed; an interruption pays what was not served.
    function _paidOfBond(Verb verb, uint256 time) private pure returns (uint256) {
        if (verb == Verb.Dispute) return (uint256(7_654_321) * 6667) / 10_000;
        return verb == Verb.Interrupt ? (7_654_321 * (DURATION - time)) / DURATION : 0;
    }
}

/// @dev The same in the native coin.
contract RollingNativeTest is RollingTest {
    function setUp() public override {
        super.setUp();
        token = NATIVE;
    }
}
