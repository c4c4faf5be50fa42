// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IRentalEscrow, Machine, Offer, Rental, RentalState, Status} from "../../contracts/interfaces/IRentalEscrow.sol";
import {DepositBase} from "../DepositBase.t.sol";
import {AnsweringWallet} from "../mocks/AnsweringWallet.sol";
import {vm} from "../Vm.sol";

contract StartTest is DepositBase {
    uint40 private constant DEADLINE = T0 + 30 minutes;

    function test_RevertGiven_Unknown() external {
        Rental memory rental = _rental(_offer());

        _expectWrongStatus(rental, Status.None);
    }

    function test_RevertWhen_TermsDiffer() external {
        Rental memory rental = _rental(_offer());
        _deposit(rental, 8 hours);

        rental.offer.spec = keccak256("another box");
        _expectWrongStatus(rental, Status.None);
    }

    function test_RevertGiven_Active() external {
        Rental memory rental = _rental(_offer());
        _deposit(rental, 8 hours);
        _start(rental);

        _expectWrongStatus(rental, Status.Active);
    }

    function test_RevertGiven_Instant() external {
        Rental memory rental = _rental(_instantOffer());
        _deposit(rental, 8 hours);

        _expectWrongStatus(rental, Status.Active);
    }

    function test_RevertGiven_Interrupted() external {
        Rental memory rental = _rental(_instantOffer());
        _deposit(rental, 8 hours);
        vm.warp(T0 + 1 hours);
        vm.prank(host);
        escrow.interrupt(rental, NO_BOUND);

        _expectWrongStatus(rental, Status.Interrupted);
    }

    function test_RevertGiven_Closed() external {
        Rental memory rental = _rental(_offer());
        _deposit(rental, 8 hours);
        vm.prank(renter);
        escrow.stop(rental, NO_BOUND);

        _expectWrongStatus(rental, Status.Closed);
    }

    function test_RevertWhen_CallerIsNotHostOrOperator() external {
        Rental memory rental = _rental(_offer());
        _deposit(rental, 8 hours);

        address[8] memory callers = [renter, payer, payee, arbiter, address(this), guardian, treasury, stranger];
        for (uint256 i = 0; i < callers.length; ++i) {
            vm.expectRevert(abi.encodeWithSelector(IRentalEscrow.NotHostOrOperator.selector, callers[i]));
            vm.prank(callers[i]);
            escrow.start(rental);
        }
    }

    function test_RevertWhen_CallerIsSigner() external {
        Rental memory rental = _rental(_offer());
        _deposit(rental, 8 hours);
        vm.prank(host);
        escrow.setSigner(stranger);

        vm.expectRevert(abi.encodeWithSelector(IRentalEscrow.NotHostOrOperator.selector, stranger));
        vm.prank(stranger);
        escrow.start(rental);
    }

    function test_RevertWhen_StartWindowIsOver() external {
        Rental memory rental = _rental(_offer());
        _deposit(rental, 8 hours);

        vm.warp(DEADLINE);
        vm.expectRevert(abi.encodeWithSelector(IRentalEscrow.StartWindowOver.selector, DEADLINE));
        _start(rental);
    }

    function test_RevertWhen_StartWindowIsLongOver() external {
        Rental memory rental = _rental(_offer());
        _deposit(rental, 8 hours);

        vm.warp(DEADLINE + 400 days);
        vm.expectRevert(abi.encodeWithSelector(IRentalEscrow.StartWindowOver.selector, DEADLINE));
        _start(rental);
    }

    function test_StartsForOperator() external {
        Offer memory offer = _offer();
        offer.bond = 5_000_000;
        Rental memory rental = _rental(offer);
        _fundBond(address(usdc), 7_000_000);
        vm.roll(100);
        bytes32 id = _deposit(rental, 8 hours);

        vm.roll(160);
        vm.warp(T0 + 2 minutes);
        vm.expectEmit(address(escrow));
        emit IRentalEscrow.Started(id);
        _start(rental);

        assertEq(escrow.getRental(id), _running(T0 + 2 minutes, 100), "rental");
        assertEq(
            _machine(offer),
            Machine({busyUntil: T0 + 2 minutes + 8 hours, nonce: 0, depositBlock: 100}),
            "machine"
        );

        _assertMoney({token: address(usdc), paid: 12_000_000, freeBond: 2_000_000, inEscrow: 19_000_000});
    }

    function test_StartsForHost() external {
        Rental memory rental = _rental(_offer());
        vm.roll(100);
        bytes32 id = _deposit(rental, 8 hours);

        vm.expectEmit(address(escrow));
        emit IRentalEscrow.Started(id);
        vm.prank(host);
        escrow.start(rental);

        assertEq(escrow.getRental(id), _running(T0, 100), "rental");
    }

    function test_StartsInLastSecond() external {
        Rental memory rental = _rental(_offer());
        vm.roll(100);
        bytes32 id = _deposit(rental, 8 hours);

        vm.warp(DEADLINE - 1);
        _start(rental);

        assertEq(escrow.getRental(id), _running(DEADLINE - 1, 100), "rental");
    }

    function testFuzz_RunsFromTheCall(uint32 window, uint32 delay, uint32 duration) external {
        Offer memory offer = _offer();
        offer.startWindow = 1 + (window % 1 days);
        delay = delay % offer.startWindow;
        duration = 1 + (duration % 30 days);
        Rental memory rental = _rental(offer);
        bytes32 id = _deposit(rental, duration);

        vm.warp(T0 + delay);
        _start(rental);

        assertEq(escrow.getRental(id).since, T0 + delay, "since");
        assertEq(escrow.getRental(id).duration, duration, "duration");
        assertEq(_machine(offer).busyUntil, T0 + delay + duration, "busyUntil");
    }

    function test_StartsGiven_MarketIsClosed() external {
        Rental memory rental = _rental(_offer());
        bytes32 id = _deposit(rental, 8 hours);
        vm.prank(guardian);
        escrow.closeMarket(address(usdc));

        _start(rental);

        assertEq(_status(id), Status.Active, "status");
    }

    function test_StartsGiven_OfferIsDead() external {
        Rental memory rental = _rental(_offer());
        bytes32 id = _deposit(rental, 8 hours);
        vm.startPrank(host);
        escrow.revokeOffers(rental.offer.machine);
        escrow.setSigner(stranger);
        vm.stopPrank();

        vm.warp(rental.offer.expiry);
        _start(rental);

        assertEq(_status(id), Status.Active, "status");
        assertEq(_machine(rental.offer).busyUntil, rental.offer.expiry + 8 hours, "busyUntil");
        assertEq(_machine(rental.offer).nonce, 1, "nonce");
    }

    function test_StartsGiven_TokenRefuses() external {
        Rental memory rental = _rental(_offer());
        bytes32 id = _deposit(rental, 8 hours);
        vm.etch(address(usdc), address(new AnsweringWallet("")).code);

        _start(rental);

        assertEq(_status(id), Status.Active, "status");
    }

    function _expectWrongStatus(Rental memory rental, Status status) private {
        bytes32 id = escrow.idOf(rental);
        vm.expectRevert(abi.encodeWithSelector(IRentalEscrow.WrongStatus.selector, id, status));
        _start(rental);
    }

    /// @dev Eight hours at the market's fee, just started.
    function _running(uint40 since, uint40 depositBlock) private pure returns (RentalState memory state) {
        state.status = Status.Active;
        state.feeBps = FEE_BPS;
        state.depositBlock = depositBlock;
        state.since = since;
        state.duration = 8 hours;
    }
}
