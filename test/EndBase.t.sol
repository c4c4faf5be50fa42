// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IRentalEscrow, Offer, Reason, Rental, RentalState, Status} from "../contracts/interfaces/IRentalEscrow.sol";
import {Base} from "./Base.t.sol";
import {Vm, vm} from "./Vm.sol";

/// @dev What every test of an ending needs: a bonded rental of eight hours for 12 dollars, and whole outcomes.
/// A child that sets `token` after `super.setUp` runs the same tests on another market.
abstract contract EndBase is Base {
    uint32 internal constant DURATION = 8 hours;
    uint256 internal constant PRICE = 12_000_000;
    uint96 internal constant BOND = 40_000_000;
    uint256 internal constant FUNDED_BOND = 100_000_000;
    uint256 internal constant WALLET = type(uint128).max;
    uint40 internal constant DEPOSIT_BLOCK = 1000;

    address internal token;

    function setUp() public virtual override {
        super.setUp();
        vm.roll(DEPOSIT_BLOCK);
        token = address(usdc);
        _fundBond(address(usdc), FUNDED_BOND);
        _fundBond(NATIVE, FUNDED_BOND);
    }

    // Terms

    function _bonded() internal view returns (Offer memory offer) {
        offer = _offer();
        offer.token = token;
        offer.bond = BOND;
    }

    function _instant() internal view returns (Offer memory offer) {
        offer = _bonded();
        offer.startWindow = 0;
    }

    /// @dev The same machine under a fresh signature, `seconds_` after the first deposit.
    function _again(Rental memory rental, uint256 seconds_) internal view returns (Rental memory) {
        Offer memory offer = abi.decode(abi.encode(rental.offer), (Offer));
        offer.expiry = uint40(T0 + seconds_ + 10 minutes);
        (, offer.nonce, ) = escrow.machines(host, offer.machine);
        return Rental({offer: offer, renter: rental.renter, salt: "again"});
    }

    // Time

    /// @dev Moves to `seconds_` after the deposit, in a later block.
    function _at(uint256 seconds_) internal {
        vm.warp(T0 + seconds_);
        vm.roll(DEPOSIT_BLOCK + 1 + seconds_);
    }

    // Verbs

    function _stop(Rental memory rental) internal {
        vm.prank(rental.renter);
        escrow.stop(rental, NO_BOUND);
    }

    function _interrupt(Rental memory rental) internal {
        vm.prank(host);
        escrow.interrupt(rental, NO_BOUND);
    }

    /// @dev One unit below `toHost` it is refused.
    function _stopAtBound(Rental memory rental, uint256 toHost) internal {
        _expectTooMuch({amount: toHost, maximum: toHost - 1});
        vm.prank(rental.renter);
        escrow.stop(rental, toHost - 1);

        vm.prank(rental.renter);
        escrow.stop(rental, toHost);
    }

    /// @dev One unit below `fromBond` it is refused.
    function _interruptAtBound(Rental memory rental, uint256 fromBond) internal {
        _expectTooMuch({amount: fromBond, maximum: fromBond - 1});
        vm.prank(operator);
        escrow.interrupt(rental, fromBond - 1);

        vm.prank(operator);
        escrow.interrupt(rental, fromBond);
    }

    /// @dev To `duration` in all, of which nothing was refunded.
    function _extend(Rental memory rental, uint32 duration) internal {
        uint256 price = rental.offer.pricePerHour;
        uint256 present = escrow.getRental(escrow.idOf(rental)).duration;
        uint256 amount = (price * duration) / 1 hours - (price * present) / 1 hours;
        vm.prank(payer);
        escrow.extend{value: rental.offer.token == NATIVE ? amount : 0}(rental, duration, NO_PERMIT);
    }

    function _settle(Rental memory rental) internal {
        vm.prank(keeper);
        escrow.settle(rental);
    }

    // Whole events and errors

    function _expectClosed(bytes32 id, Reason reason, uint256 toHost, uint256 fee, uint256 toRenter) internal {
        vm.expectEmit(address(escrow));
        emit IRentalEscrow.Closed({id: id, reason: reason, toHost: toHost, fee: fee, toRenter: toRenter});
    }

    function _expectInterrupted(bytes32 id, uint32 served, uint256 refund) internal {
        vm.expectEmit(address(escrow));
        emit IRentalEscrow.Interrupted({id: id, billedSeconds: served, refund: refund});
    }

    function _expectCompensated(bytes32 id, uint256 amount) internal {
        vm.expectEmit(address(escrow));
        emit IRentalEscrow.Compensated({id: id, amount: amount});
    }

    function _expectCredited(address account, uint256 amount) internal {
        vm.expectEmit(address(escrow));
        emit IRentalEscrow.Credited({token: token, account: account, amount: amount});
    }

    function _expectWrongStatus(bytes32 id, Status status) internal {
        vm.expectRevert(abi.encodeWithSelector(IRentalEscrow.WrongStatus.selector, id, status));
    }

    function _expectTooMuch(uint256 amount, uint256 maximum) internal {
        vm.expectRevert(abi.encodeWithSelector(IRentalEscrow.TooMuch.selector, amount, maximum));
    }

    /// @dev Events of the escrow itself since `vm.recordLogs`.
    function _escrowEvents() internal returns (uint256 count) {
        Vm.Log[] memory logs = vm.getRecordedLogs();
        for (uint256 i = 0; i < logs.length; ++i) if (logs[i].emitter == address(escrow)) ++count;
    }

    // Whole outcomes

    function _interrupted(RentalState memory state) internal pure returns (RentalState memory) {
        state.interrupted = true;
        return state;
    }

    /// @dev A rental's state as written `since` its last transition, `DURATION` promised.
    function _state(Status status, uint256 since, uint32 served) internal pure returns (RentalState memory state) {
        state.status = status;
        state.feeBps = FEE_BPS;
        state.depositBlock = DEPOSIT_BLOCK;
        state.since = uint40(since);
        state.duration = DURATION;
        state.billedSeconds = served;
    }

    function _assertMachine(uint256 busyUntil, uint256 nonce, uint256 depositBlock) internal view {
        (uint40 actualBusyUntil, uint32 actualNonce, uint40 actualBlock) = escrow.machines(host, "a100-0");
        assertEq(actualBusyUntil, busyUntil, "machine: busyUntil");
        assertEq(actualNonce, nonce, "machine: nonce");
        assertEq(actualBlock, depositBlock, "machine: depositBlock");
    }

    /// @dev Every account's money after the only rental of this market: what is not `held` is where it belongs.
    function _assertMoney(
        uint256 toPayee,
        uint256 toRenter,
        uint256 fee,
        uint256 freeBond,
        uint256 held
    ) internal view {
        assertEq(_balance(token, payee), toPayee, "payee balance");
        assertEq(_balance(token, renter), WALLET + toRenter, "renter balance");
        assertEq(_balance(token, host), WALLET - FUNDED_BOND, "host balance");
        assertEq(_balance(token, treasury), 0, "treasury balance");
        assertEq(escrow.fees(token), fee, "fees");
        assertEq(escrow.bonds(token, host), freeBond, "free bond");
        assertEq(escrow.credits(token, payee), 0, "payee credit");
        assertEq(escrow.credits(token, renter), 0, "renter credit");
        assertEq(_balance(token, address(escrow)), fee + freeBond + held, "escrow balance");
    }
}
