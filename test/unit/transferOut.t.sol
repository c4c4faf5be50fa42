// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IRentalEscrow, Reason, Rental, Status} from "../../contracts/interfaces/IRentalEscrow.sol";
import {EndBase} from "../EndBase.t.sol";
import {BlocklistToken} from "../mocks/BlocklistToken.sol";
import {GasBurningReceiver} from "../mocks/GasBurningReceiver.sol";
import {GasBurningToken} from "../mocks/GasBurningToken.sol";
import {HalfDoneToken} from "../mocks/HalfDoneToken.sol";
import {MegabyteToken} from "../mocks/MegabyteToken.sol";
import {NotifyingToken} from "../mocks/NotifyingToken.sol";
import {ReentrantReceiver} from "../mocks/ReentrantReceiver.sol";
import {RefusingReceiver} from "../mocks/RefusingReceiver.sol";
import {TalkativeReceiver} from "../mocks/TalkativeReceiver.sol";
import {ThirstyReceiver} from "../mocks/ThirstyReceiver.sol";
import {vm} from "../Vm.sol";

/// @dev Half of a rental of eight hours is served everywhere here: 5.4 dollars to the payee, 6 to the renter.
contract TransferOutTest is EndBase {
    uint256 private constant TO_PAYEE = 5_400_000;
    uint256 private constant TO_RENTER = 6_000_000;
    uint256 private constant FEE = 600_000;
    /// @dev `PAYOUT_GAS` and its 1/63, and what crediting may take.
    uint256 private constant REQUIRED_GAS = 300_000 + 4761 + 60_000;

    /// @dev What one try with `limit` gas led to; thrown, so that the try leaves nothing behind.
    error Tried(bool success, bytes answer, uint256 paid, uint256 credited, Status status);

    function setUp() public override {
        super.setUp();
        token = NATIVE;
    }

    function test_RevertWhen_CallerIsNotTheEscrow() external {
        address[5] memory others = [host, renter, address(this), treasury, stranger];
        for (uint256 i = 0; i < others.length; ++i) {
            vm.expectRevert(abi.encodeWithSelector(IRentalEscrow.NotSelf.selector, others[i]));
            vm.prank(others[i]);
            escrow.transferOut(NATIVE, others[i], 1);
        }
    }

    // Receivers of the native coin

    function test_CreditsRefusingPayee() external {
        _creditsPayee(address(new RefusingReceiver()));
    }

    function test_CreditsRefusingRenter() external {
        renter = address(new RefusingReceiver());
        (Rental memory rental, bytes32 id) = _halfServed();

        _expectClosed({id: id, reason: Reason.Released, toHost: TO_PAYEE, fee: FEE, toRenter: TO_RENTER});
        _expectCredited(renter, TO_RENTER);
        _stop(rental);

        _assertOutcome({paidPayee: TO_PAYEE, paidRenter: 0});
    }

    function test_CreditsBothWhenBothRefuse() external {
        payee = address(new RefusingReceiver());
        renter = address(new RefusingReceiver());

        _creditsBoth();
    }

    function test_AddsUpCredits() external {
        payee = address(new RefusingReceiver());
        (Rental memory rental, ) = _halfServed();
        _stop(rental);
        Rental memory again = _again(rental, 4 hours);
        _deposit(again, DURATION);
        _at(8 hours);

        _expectCredited(payee, TO_PAYEE);
        _stop(again);

        assertEq(escrow.credits(token, payee), 2 * TO_PAYEE, "payee credit");
    }

    function test_CreditsRenterOfCancelledRental() external {
        Rental memory rental = _fundedByRefuser();

        _expectCredited(renter, PRICE);
        _stop(rental);

        assertEq(escrow.credits(token, renter), PRICE, "renter credit");
        assertEq(_status(escrow.idOf(rental)), Status.Closed, "status");
    }

    function test_CreditsRenterOfDeclinedRental() external {
        Rental memory rental = _fundedByRefuser();

        _expectCredited(renter, PRICE + 750_000);
        _interrupt(rental);

        assertEq(escrow.credits(token, renter), PRICE + 750_000, "renter credit");
        assertEq(_status(escrow.idOf(rental)), Status.Closed, "status");
    }

    function test_CreditsRenterOfNoShow() external {
        Rental memory rental = _fundedByRefuser();
        _at(30 minutes);

        _expectCredited(renter, PRICE + 750_000);
        _settle(rental);

        assertEq(escrow.credits(token, renter), PRICE + 750_000, "renter credit");
        assertEq(_status(escrow.idOf(rental)), Status.Closed, "status");
    }

    function test_CreditsRenterOfInterruptedRental() external {
        renter = address(new RefusingReceiver());
        (Rental memory rental, bytes32 id) = _halfServed();

        _expectInterrupted({id: id, served: 4 hours, refund: TO_RENTER});
        _expectCompensated({id: id, amount: BOND / 2});
        _expectCredited(renter, TO_RENTER + BOND / 2);
        _interrupt(rental);

        assertEq(escrow.credits(token, renter), TO_RENTER + BOND / 2, "renter credit");
        assertEq(_status(id), Status.Interrupted, "status");
    }

    function test_CreditsRenterOfRentalClosedAtOnce() external {
        renter = address(new RefusingReceiver());
        Rental memory rental = _rental(_instant());
        bytes32 id = _deposit(rental, DURATION);

        _expectClosed({id: id, reason: Reason.Interrupted, toHost: 0, fee: 0, toRenter: 0});
        _expectCredited(renter, PRICE + BOND);
        _interrupt(rental);

        assertEq(escrow.credits(token, renter), PRICE + BOND, "renter credit");
        assertEq(_status(id), Status.Closed, "status");
    }

    function test_CreditsGasBurningReceiver() external {
        _creditsPayee(address(new GasBurningReceiver()));
    }

    function test_PaysThirstyReceiver() external {
        _paysPayee(address(new ThirstyReceiver(270_000)));
    }

    function test_CreditsTooThirstyReceiver() external {
        _creditsPayee(address(new ThirstyReceiver(300_000)));
    }

    function test_PaysTalkativeReceiver() external {
        _paysPayee(address(new TalkativeReceiver({length: 256 * 1024, accepting: true})));
    }

    function test_CreditsTalkativeRefuser() external {
        _creditsPayee(address(new TalkativeReceiver({length: 256 * 1024, accepting: false})));
    }

    function test_CreditsReceiverOfAMegabyte() external {
        _creditsPayee(address(new TalkativeReceiver({length: 1024 * 1024, accepting: true})));
    }

    // Tokens

    function test_CreditsBlockedPayee() external {
        BlocklistToken blocklist = new BlocklistToken();
        _open(address(blocklist));
        blocklist.setBlocked(payee, true);

        _creditsPayee(payee);
    }

    function test_CreditsBlockedRenter() external {
        BlocklistToken blocklist = new BlocklistToken();
        _open(address(blocklist));
        (Rental memory rental, ) = _halfServed();
        blocklist.setBlocked(renter, true);

        _expectCredited(renter, TO_RENTER);
        _stop(rental);

        _assertOutcome({paidPayee: TO_PAYEE, paidRenter: 0});
    }

    function test_CreditsBothWhenTheEscrowIsBlocked() external {
        BlocklistToken blocklist = new BlocklistToken();
        _open(address(blocklist));
        (Rental memory rental, bytes32 id) = _halfServed();
        blocklist.setBlocked(address(escrow), true);

        _creditsBothOf(rental, id);
    }

    function test_CreditsBothWhenTokenBurnsGas() external {
        GasBurningToken burning = new GasBurningToken();
        _open(address(burning));
        (Rental memory rental, bytes32 id) = _halfServed();
        burning.setHostile(true);

        _creditsBothOf(rental, id);
    }

    function test_CreditsBothWhenTokenReturnsAMegabyte() external {
        _open(address(new MegabyteToken()));

        _creditsBoth();
    }

    function test_UndoesHalfDoneTransfers() external {
        HalfDoneToken halfDone = new HalfDoneToken();
        _open(address(halfDone));
        halfDone.setHostile(true);

        _creditsBoth();
    }

    function test_CreditsBothWhenTokenHasNoCode() external {
        _open(address(new BlocklistToken()));
        (Rental memory rental, bytes32 id) = _halfServed();
        vm.etch(token, "");

        _expectClosed({id: id, reason: Reason.Released, toHost: TO_PAYEE, fee: FEE, toRenter: TO_RENTER});
        _expectCredited(payee, TO_PAYEE);
        _expectCredited(renter, TO_RENTER);
        _stop(rental);

        assertEq(escrow.credits(token, payee), TO_PAYEE, "payee credit");
        assertEq(escrow.credits(token, renter), TO_RENTER, "renter credit");
    }

    // Re-entry

    function test_PaysReentrantReceiver() external {
        ReentrantReceiver reentrant = new ReentrantReceiver({escrow: address(escrow), stubborn: false});

        _paysPayee(address(reentrant));

        assertEq(reentrant.answered(), 1, "payouts answered");
        assertEq(reentrant.refused(), reentrant.entryPoints().length, "entry points refused");
    }

    function test_CreditsStubbornReentrantReceiver() external {
        _creditsPayee(address(new ReentrantReceiver({escrow: address(escrow), stubborn: true})));
    }

    function test_RefusesReentryFromTokenHook() external {
        _open(address(new NotifyingToken()));
        ReentrantReceiver reentrant = new ReentrantReceiver({escrow: address(escrow), stubborn: false});

        _paysPayee(address(reentrant));

        assertEq(reentrant.answered(), 1, "payouts answered");
        assertEq(reentrant.refused(), reentrant.entryPoints().length, "entry points refused");
    }

    // Gas

    function test_RevertWhen_GasIsInsufficient() external {
        (Rental memory rental, ) = _halfServed();

        (bool success, bytes memory answer, , , ) = _try(rental, payee, REQUIRED_GAS);

        assertEq(success, false, "success");
        (uint256 available, uint256 required) = _insufficientGas(answer);
        assertEq(required, REQUIRED_GAS, "required");
        assertTrue(available < required, "available is below what is required");
    }

    function test_NeverCreditsAcceptingReceiver() external {
        payee = address(new ThirstyReceiver(270_000));

        _sweep({credited: 0, paid: TO_PAYEE});
    }

    function test_NeverLosesRefusedPayout() external {
        payee = address(new RefusingReceiver());

        _sweep({credited: TO_PAYEE, paid: 0});
    }

    /// @dev Always reverts, with what came of it.
    function tryWith(Rental calldata rental, address account, uint256 limit) external {
        uint256 before = account.balance;
        vm.prank(renter);
        (bool success, bytes memory answer) = address(escrow).call{gas: limit}(
            abi.encodeCall(escrow.stop, (rental, NO_BOUND))
        );
        revert Tried({
            success: success,
            answer: answer,
            paid: account.balance - before,
            credited: escrow.credits(token, account),
            status: _status(escrow.idOf(rental))
        });
    }

    function _try(
        Rental memory rental,
        address account,
        uint256 limit
    ) private returns (bool success, bytes memory answer, uint256 paid, uint256 credited, Status status) {
        try this.tryWith(rental, account, limit) {} catch (bytes memory tried) {
            assertEq(bytes32(bytes4(tried)), bytes32(Tried.selector), "the try ran");
            return abi.decode(_arguments(tried), (bool, bytes, uint256, uint256, Status));
        }
    }

    /// @dev Every gas limit from far too little to plenty in coarse steps, then unit by unit around the first that did.
    function _sweep(uint256 credited, uint256 paid) private {
        (Rental memory rental, ) = _halfServed();
        uint256 enough;
        for (uint256 limit = 50_000; limit < 1_200_000; limit += 2503) {
            bool closed = _holdsOutcome(rental, limit, credited, paid);
            if (closed && enough == 0) enough = limit;
        }
        assertTrue(enough > REQUIRED_GAS, "some limits were too low, some enough");

        bool first = true;
        for (uint256 limit = enough - 2503; limit <= enough; ++limit) {
            bool closed = _holdsOutcome(rental, limit, credited, paid);
            if (closed && first) first = false;
            assertTrue(first || closed, "enough gas stays enough");
        }
    }

    function _holdsOutcome(
        Rental memory rental,
        uint256 limit,
        uint256 credited,
        uint256 paid
    ) private returns (bool closed) {
        (bool success, , uint256 actualPaid, uint256 actualCredited, Status status) = _try(rental, payee, limit);
        closed = status == Status.Closed;
        assertEq(success, closed, "success and closed");
        assertEq(actualPaid, closed ? paid : 0, "paid");
        assertEq(actualCredited, closed ? credited : 0, "credited");
    }

    function _insufficientGas(bytes memory answer) private pure returns (uint256 available, uint256 required) {
        assertEq(bytes32(bytes4(answer)), bytes32(IRentalEscrow.InsufficientGas.selector), "error");
        return abi.decode(_arguments(answer), (uint256, uint256));
    }

    function _arguments(bytes memory data) private pure returns (bytes memory arguments) {
        arguments = new bytes(data.length - 4);
        for (uint256 i = 0; i < arguments.length; ++i) arguments[i] = data[i + 4];
    }

    // Scenarios

    /// @dev Opens a market for `token_`, which the tests below it use.
    function _open(address token_) private {
        token = token_;
        escrow.setMarket({token: token_, arbiter: arbiter, feeBps: FEE_BPS, open: true});
        _fund(host, token_, WALLET);
        _fund(payer, token_, WALLET);
        _fundBond(token_, FUNDED_BOND);
    }

    function _halfServed() private returns (Rental memory rental, bytes32 id) {
        rental = _rental(_instant());
        id = _deposit(rental, DURATION);
        _at(4 hours);
    }

    function _fundedByRefuser() private returns (Rental memory rental) {
        renter = address(new RefusingReceiver());
        rental = _rental(_bonded());
        _deposit(rental, DURATION);
    }

    function _creditsPayee(address payee_) private {
        payee = payee_;
        (Rental memory rental, bytes32 id) = _halfServed();
        uint256 before = _balance(token, renter);

        _expectClosed({id: id, reason: Reason.Released, toHost: TO_PAYEE, fee: FEE, toRenter: TO_RENTER});
        _expectCredited(payee, TO_PAYEE);
        _stop(rental);

        assertEq(_balance(token, renter) - before, TO_RENTER, "renter paid");
        _assertOutcome({paidPayee: 0, paidRenter: TO_RENTER});
    }

    function _paysPayee(address payee_) private {
        payee = payee_;
        (Rental memory rental, bytes32 id) = _halfServed();
        uint256 before = _balance(token, renter);
        vm.recordLogs();

        _expectClosed({id: id, reason: Reason.Released, toHost: TO_PAYEE, fee: FEE, toRenter: TO_RENTER});
        _stop(rental);

        assertEq(_escrowEvents(), 1, "events");
        assertEq(_balance(token, renter) - before, TO_RENTER, "renter paid");
        _assertOutcome({paidPayee: TO_PAYEE, paidRenter: TO_RENTER});
    }

    function _creditsBoth() private {
        (Rental memory rental, bytes32 id) = _halfServed();
        _creditsBothOf(rental, id);
    }

    function _creditsBothOf(Rental memory rental, bytes32 id) private {
        _expectClosed({id: id, reason: Reason.Released, toHost: TO_PAYEE, fee: FEE, toRenter: TO_RENTER});
        _expectCredited(payee, TO_PAYEE);
        _expectCredited(renter, TO_RENTER);
        _stop(rental);

        _assertOutcome({paidPayee: 0, paidRenter: 0});
    }

    /// @dev What is not paid is credited, and the escrow still has it.
    function _assertOutcome(uint256 paidPayee, uint256 paidRenter) private view {
        assertEq(_balance(token, payee), paidPayee, "payee balance");
        assertEq(escrow.credits(token, payee), TO_PAYEE - paidPayee, "payee credit");
        assertEq(escrow.credits(token, renter), TO_RENTER - paidRenter, "renter credit");
        assertEq(escrow.fees(token), FEE, "fees");
        assertEq(escrow.bonds(token, host), FUNDED_BOND, "free bond");
        assertEq(
            _balance(token, address(escrow)),
            FEE + FUNDED_BOND + TO_PAYEE - paidPayee + TO_RENTER - paidRenter,
            "escrow balance"
        );
    }
}
