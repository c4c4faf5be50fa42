// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IERC20} from "@openzeppelin/contracts/token/ERC20/IERC20.sol";

import {IRentalEscrow, Offer, Reason, Rental, Status} from "../../contracts/interfaces/IRentalEscrow.sol";
import {DisputeBase} from "../DisputeBase.t.sol";
import {BlocklistToken} from "../mocks/BlocklistToken.sol";
import {CountingReceiver} from "../mocks/CountingReceiver.sol";
import {RefusingReceiver} from "../mocks/RefusingReceiver.sol";
import {Vm, vm} from "../Vm.sol";

/// @dev Rentals of one host on machines of their own, each with a bond of a dollar.
contract SettleManyTest is DisputeBase {
    uint96 private constant SMALL_BOND = 1_000_000;
    uint256 private constant COMPLETE_IN = DURATION + 6 hours;
    uint256 private constant TO_HOST = 10_800_000;
    uint256 private constant FEE = 1_200_000;

    // Nothing to settle

    function test_CountsPaymentThatIsAllFee() external {
        Offer memory offer = _rolling();
        offer.pricePerHour = 1;
        Rental[] memory rentals = new Rental[](1);
        rentals[0] = _rental(offer);
        bytes32 id = _deposit(rentals[0], 1 days);
        _at(6 hours + 9 hours);
        assertEq(escrow.settleMany(rentals), 1, "nine units");
        _at(6 hours + 10 hours);

        _expectPaid({id: id, paid: 10 hours, toHost: 0, fee: 1});
        assertEq(escrow.settleMany(rentals), 1, "the tenth");
    }

    function test_SettlesNothingInEmptyArray() external {
        vm.recordLogs();

        assertEq(_settleMany(new Rental[](0)), 0, "settled");

        assertEq(_escrowEvents(), 0, "events");
    }

    function test_SkipsWhatIsNotDue() external {
        Rental[] memory rentals = new Rental[](5);
        rentals[0] = _rental(_bonded());
        rentals[1] = _taken("funded", 1 days, false);
        rentals[2] = _taken("running", 0, false);
        rentals[3] = _taken("rolling", 0, true);
        rentals[4] = _taken("interrupted", 0, false);
        _at(2 hours);
        _interrupt(rentals[4]);
        Books memory before = _books();
        _at(6 hours);
        vm.recordLogs();

        assertEq(_settleMany(rentals), 0, "settled");

        assertEq(_escrowEvents(), 0, "events");
        assertEq(_books(), before, "books");
    }

    function test_SettlesNothingTwice() external {
        Rental[] memory rentals = _complete(2);
        assertEq(_settleMany(rentals), 2, "settled");
        Books memory before = _books();

        assertEq(_settleMany(rentals), 0, "settled again");

        assertEq(_books(), before, "books");
    }

    // A mixture

    function test_SettlesWhatIsDueAndSkipsTheRest() external {
        Rental[] memory rentals = new Rental[](10);
        rentals[0] = _taken("complete", 0, false);
        rentals[1] = _taken("no show", 30 minutes, false);
        rentals[2] = _rental(_bonded());
        rentals[3] = _taken("closed", 0, false);
        rentals[4] = rentals[0];
        rentals[5] = _takenFor("rolling", true, 1 days);
        rentals[6] = _takenFor("running", false, 1 days);
        rentals[7] = _taken("disputed", 0, false);
        rentals[8] = rentals[5];
        rentals[9] = rentals[1];
        _stop(rentals[3]);
        _at(4 hours);
        _dispute(rentals[7], 0);
        _at(COMPLETE_IN);
        Books memory before = _books();
        bytes32[3] memory ids = [escrow.idOf(rentals[0]), escrow.idOf(rentals[1]), escrow.idOf(rentals[5])];
        vm.recordLogs();

        _expectClosed({id: ids[0], reason: Reason.Completed, toHost: TO_HOST, fee: FEE, toRenter: 0});
        _expectCompensated({id: ids[1], amount: 750_000});
        _expectClosed({id: ids[1], reason: Reason.NoShow, toHost: 0, fee: 0, toRenter: PRICE});
        _expectPaid({id: ids[2], paid: 8 hours, toHost: TO_HOST, fee: FEE});
        assertEq(_settleMany(rentals), 3, "settled");

        assertEq(_escrowEvents(), 4, "events");
        assertEq(escrow.getRental(ids[0]), _state(Status.Closed, T0 + COMPLETE_IN, DURATION), "complete");
        assertEq(escrow.getRental(ids[1]), _state(Status.Closed, T0 + COMPLETE_IN, 0), "no show");
        assertEq(escrow.getRental(ids[2]).paidSeconds, 8 hours, "rolling: paid");
        assertEq(_status(ids[2]), Status.Active, "rolling");
        assertEq(_status(escrow.idOf(rentals[2])), Status.None, "unknown");
        assertEq(_status(escrow.idOf(rentals[6])), Status.Active, "running");
        assertEq(_status(escrow.idOf(rentals[7])), Status.Disputed, "disputed");
        Books memory actual = _books();
        assertEq(actual.payee, before.payee + 2 * TO_HOST, "payee balance");
        assertEq(actual.renter, before.renter + PRICE + 750_000, "renter balance");
        assertEq(actual.fees, before.fees + 2 * FEE, "fees");
        assertEq(actual.freeBond, before.freeBond + 2 * SMALL_BOND - 750_000, "free bond");
        assertEq(actual.escrow, before.escrow - 2 * TO_HOST - PRICE - 750_000, "escrow balance");
    }

    function test_SettlesDisputesWhoseArbiterIsSilent() external {
        Rental[] memory rentals = new Rental[](2);
        rentals[0] = _taken("first", 0, false);
        rentals[1] = _taken("second", 0, false);
        _at(4 hours);
        _dispute(rentals[0], 0);
        _at(5 hours);
        _dispute(rentals[1], 0);
        _at(4 hours + 14 days);

        // Six dollars and the bond of one were at risk, and only the first dispute is out of time.
        _expectStakeReleased({id: escrow.idOf(rentals[0]), to: payee, amount: 35_000});
        _expectStakeReleased({id: escrow.idOf(rentals[0]), to: renter, amount: 315_000});
        _expectClosed({
            id: escrow.idOf(rentals[0]),
            reason: Reason.ArbitrationTimeout,
            toHost: 5_400_000,
            fee: 600_000,
            toRenter: 0
        });
        assertEq(_settleMany(rentals), 1, "settled");

        _at(5 hours + 14 days);
        assertEq(_settleMany(rentals), 1, "settled later");
        // Five hours are contested in the second one: stakes of 350 000 and 425 000 lose a tenth.
        _assertFlows({
            toPayee: 5_400_000 + 6_750_000 + 35_000 + 42_500,
            toRenter: int256(2 * PRICE - 13_500_000 - 35_000 - 42_500),
            fee: 1_350_000,
            freeBond: FUNDED_BOND,
            held: 0
        });
    }

    function test_CountsRollingPaymentsAndClosings() external {
        Rental[] memory rentals = new Rental[](2);
        rentals[0] = _taken("rolling", 0, true);
        rentals[1] = rentals[0];
        _at(7 hours);
        assertEq(_settleMany(rentals), 1, "paid");
        assertEq(_settleMany(rentals), 0, "paid again");
        _at(COMPLETE_IN);
        assertEq(_settleMany(rentals), 1, "closed");

        _assertFlows({toPayee: TO_HOST, toRenter: 0, fee: FEE, freeBond: FUNDED_BOND, held: 0});
    }

    // One transfer

    function test_PaysNeighboursInOneTransfer() external {
        _watchPayee();
        Rental[] memory rentals = _complete(3);
        vm.recordLogs();

        assertEq(_settleMany(rentals), 3, "settled");

        assertEq(_transfersTo(payee), 1, "transfers");
        assertEq(_balance(token, payee), 3 * TO_HOST, "payee balance");
    }

    function test_PaysNeighboursOverSkippedOnes() external {
        _watchPayee();
        Rental[] memory rentals = new Rental[](4);
        rentals[0] = _taken("first", 0, false);
        rentals[1] = _takenFor("running", false, 1 days);
        rentals[2] = rentals[0];
        rentals[3] = _taken("second", 0, false);
        _at(COMPLETE_IN);
        vm.recordLogs();

        assertEq(_settleMany(rentals), 2, "settled");

        assertEq(_transfersTo(payee), 1, "transfers");
        assertEq(_balance(token, payee), 2 * TO_HOST, "payee balance");
    }

    function test_PaysNeighboursOverANoShow() external {
        _watchPayee();
        Rental[] memory rentals = new Rental[](3);
        rentals[0] = _taken("first", 0, false);
        rentals[1] = _taken("no show", 30 minutes, false);
        rentals[2] = _taken("second", 0, false);
        _at(COMPLETE_IN);
        vm.recordLogs();

        assertEq(_settleMany(rentals), 3, "settled");

        assertEq(_transfersTo(payee), 1, "transfers");
        assertEq(_balance(token, payee), 2 * TO_HOST, "payee balance");
        assertEq(_balance(token, renter), WALLET + PRICE + 750_000, "renter balance");
    }

    function test_PaysOtherPayeesApart() external {
        _watchPayee();
        address first = payee;
        Rental[] memory rentals = new Rental[](3);
        rentals[0] = _taken("first", 0, false);
        payee = address(new CountingReceiver());
        rentals[1] = _taken("second", 0, false);
        address second = payee;
        payee = first;
        rentals[2] = _taken("third", 0, false);
        _at(COMPLETE_IN);
        vm.recordLogs();

        assertEq(_settleMany(rentals), 3, "settled");

        uint256[2] memory counts = _transfersTo(first, second);
        assertEq(counts[0], 2, "transfers to the first payee");
        assertEq(counts[1], 1, "transfers to the second payee");
        assertEq(_balance(token, first), 2 * TO_HOST, "first payee's balance");
        assertEq(_balance(token, second), TO_HOST, "second payee's balance");
    }

    function test_PaysOtherTokensApart() external {
        Rental[] memory rentals = new Rental[](3);
        rentals[0] = _taken("first", 0, false);
        token = token == NATIVE ? address(usdc) : NATIVE;
        rentals[1] = _taken("second", 0, false);
        token = rentals[0].offer.token;
        rentals[2] = _taken("third", 0, false);
        _at(COMPLETE_IN);

        assertEq(_settleMany(rentals), 3, "settled");

        _assertFlows({toPayee: 2 * TO_HOST, toRenter: 0, fee: 2 * FEE, freeBond: FUNDED_BOND, held: 0});
        token = rentals[1].offer.token;
        _assertFlows({toPayee: TO_HOST, toRenter: 0, fee: FEE, freeBond: FUNDED_BOND, held: 0});
    }

    // Receivers that refuse

    function test_PaysOthersAroundRefusingPayeeOfCoins() external {
        token = NATIVE;

        _paysAround(address(new RefusingReceiver()));
    }

    function test_PaysOthersAroundBlockedPayeeOfTokens() external {
        BlocklistToken blocklist = new BlocklistToken();
        token = address(blocklist);
        escrow.setMarket({token: token, arbiter: arbiter, feeBps: FEE_BPS, open: true});
        _fund(host, token, WALLET);
        _fund(payer, token, WALLET);
        _fundBond(token, FUNDED_BOND);
        blocklist.setBlocked(stranger, true);

        _paysAround(stranger);
    }

    function test_CreditsRefusingRenter() external {
        token = NATIVE;
        address paid = renter;
        Rental[] memory rentals = new Rental[](2);
        renter = address(new RefusingReceiver());
        rentals[0] = _taken("refusing", 30 minutes, false);
        renter = paid;
        rentals[1] = _taken("accepting", 30 minutes, false);
        _at(30 minutes);

        vm.expectEmit(address(escrow));
        emit IRentalEscrow.Credited({token: token, account: rentals[0].renter, amount: PRICE + 750_000});
        assertEq(_settleMany(rentals), 2, "settled");

        assertEq(escrow.credits(token, rentals[0].renter), PRICE + 750_000, "refusing renter's credit");
        assertEq(_balance(token, renter), WALLET + PRICE + 750_000, "accepting renter's balance");
    }

    // Any order, and one by one (I12)

    function test_I12_SettlesTheSameInAnyOrder() external {
        Books memory expected = _settledInOrder({order: 0, batch: false});
        // Of the dispute's stake of 350 000 a tenth goes to the payee.
        assertEq(expected.payee, TO_HOST + 5_435_000 + 2_700_000 + 450_900_000, "payee balance");

        for (uint256 order = 0; order < 120; order += 17) {
            assertEq(_settledInOrder(order, true), expected, "in one batch");
            assertEq(_settledInOrder(order, false), expected, "one by one");
        }
    }

    // Scenarios

    function _settleMany(Rental[] memory rentals) private returns (uint256 settled) {
        vm.prank(keeper);
        settled = escrow.settleMany(rentals);
    }

    function _taken(bytes32 machine, uint32 startWindow, bool rolling) private returns (Rental memory rental) {
        return _takenFor({machine: machine, startWindow: startWindow, rolling: rolling, duration: DURATION});
    }

    function _takenFor(bytes32 machine, bool rolling, uint32 duration) private returns (Rental memory rental) {
        return _takenFor({machine: machine, startWindow: 0, rolling: rolling, duration: duration});
    }

    function _takenFor(
        bytes32 machine,
        uint32 startWindow,
        bool rolling,
        uint32 duration
    ) private returns (Rental memory rental) {
        Offer memory offer = _bonded();
        (offer.machine, offer.nonce, offer.bond) = (machine, 0, SMALL_BOND);
        (offer.startWindow, offer.rolling) = (startWindow, rolling);
        rental = _rental(offer);
        _deposit(rental, duration);
    }

    /// @dev `count` rentals of one payee whose closing is due.
    function _complete(uint256 count) private returns (Rental[] memory rentals) {
        rentals = new Rental[](count);
        for (uint256 i = 0; i < count; ++i) rentals[i] = _taken(bytes32(i), 0, false);
        _at(COMPLETE_IN);
    }

    /// @dev The middle one of three payees, `refusing`, cannot receive.
    function _paysAround(address refusing) private {
        address paid = payee;
        Rental[] memory rentals = new Rental[](3);
        rentals[0] = _taken("first", 0, false);
        payee = refusing;
        rentals[1] = _taken("second", 0, false);
        payee = paid;
        rentals[2] = _taken("third", 0, false);
        _at(COMPLETE_IN);

        _expectCredited(refusing, TO_HOST);
        assertEq(_settleMany(rentals), 3, "settled");

        assertEq(escrow.credits(token, refusing), TO_HOST, "refusing payee's credit");
        assertEq(_balance(token, refusing), 0, "refusing payee's balance");
        assertEq(_balance(token, payee), 2 * TO_HOST, "other payee's balance");
        assertEq(escrow.fees(token), 3 * FEE, "fees");
        assertEq(escrow.bonds(token, host), FUNDED_BOND, "free bond");
    }

    /// @dev Everything that can be due at once, settled in one of its 120 orders.
    function _settledInOrder(uint256 order, bool batch) private returns (Books memory) {
        _restart();
        Rental[] memory rentals = new Rental[](5);
        rentals[0] = _taken("complete", 0, false);
        rentals[1] = _taken("no show", 30 minutes, false);
        rentals[2] = _taken("disputed", 0, false);
        rentals[3] = _taken("interrupted", 0, false);
        rentals[4] = _takenFor("rolling", true, 30 days);
        _at(2 hours);
        _interrupt(rentals[3]);
        _at(4 hours);
        _dispute(rentals[2], 0);
        _at(4 hours + 14 days);

        for (uint256 i = rentals.length; i > 1; --i) {
            uint256 j = order % i;
            (rentals[i - 1], rentals[j]) = (rentals[j], rentals[i - 1]);
            order /= i;
        }
        if (batch) assertEq(_settleMany(rentals), rentals.length, "settled");
        else for (uint256 i = 0; i < rentals.length; ++i) _settle(rentals[i]);
        return _books();
    }

    /// @dev Lets a contract that counts receive for the host.
    function _watchPayee() private {
        payee = address(new CountingReceiver());
    }

    function _transfersTo(address account) private returns (uint256) {
        return _transfersTo(account, account)[0];
    }

    /// @dev How often the escrow paid each of two accounts since `vm.recordLogs`.
    function _transfersTo(address a, address b) private returns (uint256[2] memory counts) {
        if (token == NATIVE) {
            return [CountingReceiver(payable(a)).payments(), CountingReceiver(payable(b)).payments()];
        }
        Vm.Log[] memory logs = vm.getRecordedLogs();
        for (uint256 i = 0; i < logs.length; ++i) {
            if (logs[i].emitter != token || logs[i].topics[0] != IERC20.Transfer.selector) continue;
            address to = address(uint160(uint256(logs[i].topics[2])));
            if (to == a) ++counts[0];
            if (to == b) ++counts[1];
        }
    }
}

/// @dev The same in the native coin.
contract SettleManyNativeTest is SettleManyTest {
    function setUp() public override {
        super.setUp();
        token = NATIVE;
    }
}
