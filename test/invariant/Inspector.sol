// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {Machine, Offer, Rental, RentalState, Status} from "../../contracts/interfaces/IRentalEscrow.sol";
import {Lives} from "./Lives.sol";
import {Spec} from "./Spec.sol";

/// @dev Compares the escrow with the books after each step: the money that the step was about, the rental that it
/// touched, and one closed rental of all.
abstract contract Inspector is Lives {
    using Spec for RentalState;

    uint256 private constant _EXIT_UNKNOWN = 0;

    function _inspectToken(address token) internal {
        Totals memory totals = _totals[token];
        uint256 owed = totals.principal + totals.stakes + totals.bondsLocked + totals.bondsFree;
        owed += totals.credits + totals.fees + totals.donations;
        _hold(1, balanceOf(token, address(escrow)) == owed, "I1: the balance is what is owed");
        _hold(3, escrow.fees(token) == totals.fees, "I3: the fees that wait are the fees that were earned");
        _inspectAccount(token, _treasury);
    }

    /// @dev Coins that went to anyone but the accounts that are looked at would be missing with one of them.
    function _inspectAccount(address token, address account) internal {
        _hold(5, balanceOf(token, account) == _wealth[token][account], "I5: everyone has what events say");
        _hold(5, escrow.credits(token, account) == _credit[token][account], "I5: credits are what could not be paid");
    }

    function _inspectHost(address token, address host) internal {
        _hold(14, escrow.bonds(token, host) == _freeBond[token][host], "I14: the free bond is what came back");
        _inspectAccount(token, host);
    }

    function _inspectRental(uint256 index) internal {
        Entry storage entry = _entries[index];
        RentalState memory state = escrow.getRental(entry.id);
        RentalState memory booked = entry.state;
        Rental memory rental = entry.rental;
        _hold(4, state.status == booked.status, "I4: the status is where the arrows led");
        _hold(6, keccak256(abi.encode(state)) == keccak256(abi.encode(booked)), "I6: the slot is what events tell");
        _inspectAmounts(entry.money, state, rental.offer);
        _inspectExit(entry, rental);
        _inspectMachine(rental.offer);
        _inspectAccount(rental.offer.token, rental.offer.payee);
        _inspectAccount(rental.offer.token, rental.renter);
        _inspectHost(rental.offer.token, rental.offer.host);
        if (state.status == Status.Closed) entry.closedSlot = keccak256(abi.encode(state));
    }

    /// @dev `Closed` is final: the rentals that ended long ago, one at a time.
    function _inspectClosed(uint256 index) internal {
        Entry storage entry = _entries[index];
        if (entry.state.status != Status.Closed) return;
        bytes32 slot = keccak256(abi.encode(escrow.getRental(entry.id)));
        _hold(4, slot == entry.closedSlot, "I4: a closed rental stays as it is");
    }

    function _inspectAmounts(Money memory money, RentalState memory state, Offer memory offer) private {
        uint256 gone = uint256(money.toHost) + money.fee + money.toRenter;
        _hold(2, money.deposited == gone + state.held(offer.pricePerHour), "I2: paid in = paid out + held");
        uint256 gross = uint256(money.toHost) + money.fee;
        _hold(3, money.fee == (gross * state.feeBps) / 10000, "I3: the fee is its share of all that was earned");
        _hold(14, money.bond == state.bondLocked(offer), "I14: the bond locked is what is not lost");
        _hold(14, money.stake == state.stake(offer), "I14: the stake is 5 % of what is at risk");
    }

    /// @dev Each step keeps or lowers it, the clock leaves it alone, and `_allowLaterExit` comes before an extension.
    function _inspectExit(Entry storage entry, Rental memory rental) private {
        uint256 exitAt = escrow.exitAt(rental);
        uint256 before = entry.money.exitAt;
        _hold(7, before == _EXIT_UNKNOWN || exitAt <= before, "I7: only an extension raises exitAt");
        entry.money.exitAt = uint128(exitAt);
        bool isOpen = entry.state.status != Status.Closed;
        _hold(7, isOpen == (exitAt > 0), "I7: exactly what is open has an exit");
    }

    function _allowLaterExit(uint256 index) internal {
        _entries[index].money.exitAt = uint128(_EXIT_UNKNOWN);
    }

    function _inspectMachine(Offer memory offer) private {
        (uint40 busyUntil, uint32 nonce, ) = escrow.machines(offer.host, offer.machine);
        _hold(10, busyUntil == _machine[offer.host][offer.machine].busyUntil, "I10: busy until its rental ends");
        _hold(10, nonce == _machine[offer.host][offer.machine].nonce, "I10: the nonce moves when a promise broke");
        uint256 holder = _holder[offer.host][offer.machine];
        if (holder == 0) return;
        RentalState memory last = _entries[holder - 1].state;
        if (!last.isRunning(_now)) return;
        _hold(10, busyUntil == uint256(last.since) + last.duration, "I10: while one runs, busyUntil is its end");
    }
}
