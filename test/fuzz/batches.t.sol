// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {Offer, Rental, Status} from "../../contracts/interfaces/IRentalEscrow.sol";
import {vm} from "../Vm.sol";
import {bound} from "./bound.sol";
import {FuzzBase} from "./FuzzBase.t.sol";

/// @dev `settleMany` beside `settle`: the same money, whoever stands where in the list.
contract BatchesFuzzTest is FuzzBase {
    uint256 private constant COUNT = 4;

    function testFuzz_PaysAsOneByOne(Terms memory terms, uint32[4] memory durations, uint256 time) external {
        Rental[] memory rentals = _several(terms, durations, time);
        uint256 snapshot = vm.snapshotState();
        uint256 due = 0;
        for (uint256 i = 0; i < COUNT; ++i) if (_trySettle(rentals[i])) ++due;
        Books memory singly = _books(terms);
        vm.revertToState(snapshot);

        vm.prank(keeper);
        assertEq(escrow.settleMany(rentals), due, "settled");

        _assertSame(_books(terms), singly);
    }

    function testFuzz_OrderDoesNotMatter(Terms memory terms, uint32[4] memory durations, uint256 order) external {
        Rental[] memory rentals = _several(terms, durations, order);
        uint256 snapshot = vm.snapshotState();
        uint256 settled = escrow.settleMany(rentals);
        Books memory inOrder = _books(terms);
        vm.revertToState(snapshot);

        for (uint256 i = COUNT - 1; i > 0; --i) {
            uint256 other = (order >> (8 * i)) % (i + 1);
            (rentals[i], rentals[other]) = (rentals[other], rentals[i]);
        }
        assertEq(escrow.settleMany(rentals), settled, "settled");

        _assertSame(_books(terms), inOrder);
    }

    function testFuzz_DuplicatesArePaidOnce(Terms memory terms, uint32[4] memory durations, uint256 which) external {
        Rental[] memory rentals = _several(terms, durations, which);
        uint256 snapshot = vm.snapshotState();
        uint256 settled = escrow.settleMany(rentals);
        Books memory once = _books(terms);
        vm.revertToState(snapshot);
        Rental[] memory twice = new Rental[](2 * COUNT);
        for (uint256 i = 0; i < COUNT; ++i) {
            twice[i] = rentals[i];
            twice[COUNT + i] = rentals[(which >> (8 * i)) % COUNT];
        }

        assertEq(escrow.settleMany(twice), settled, "settled");

        _assertSame(_books(terms), once);
    }

    function testFuzz_UnknownRentalsAreSkipped(
        Terms memory terms,
        uint32[4] memory durations,
        uint256 which,
        bytes32 salt
    ) external {
        Rental[] memory rentals = _several(terms, durations, which);
        which = which % COUNT;
        rentals[which].salt = keccak256(abi.encode("never paid", salt));
        bytes32 unknown = escrow.idOf(rentals[which]);
        uint256 due = 0;
        uint256 snapshot = vm.snapshotState();
        for (uint256 i = 0; i < COUNT; ++i) if (_trySettle(rentals[i])) ++due;
        vm.revertToState(snapshot);

        assertEq(escrow.settleMany(rentals), due, "settled");

        assertEq(_status(unknown), Status.None, "unknown stays unknown");
    }

    function testFuzz_ASecondBatchFindsNothing(Terms memory terms, uint32[4] memory durations, uint256 time) external {
        Rental[] memory rentals = _several(terms, durations, time);
        escrow.settleMany(rentals);
        Books memory books = _books(terms);

        assertEq(escrow.settleMany(rentals), 0, "settled");

        _assertSame(_books(terms), books);
    }

    /// @dev Rentals of random lengths on as many machines, half of them rolling, at a random time.
    function _several(
        Terms memory terms,
        uint32[4] memory durations,
        uint256 time
    ) private returns (Rental[] memory rentals) {
        _bounded(terms);
        terms.minDuration = 1;
        (terms.bond, terms.price) = (0, uint96(bound(terms.price, 3600, type(uint88).max)));
        _open(terms);
        rentals = new Rental[](COUNT);
        for (uint256 i = 0; i < COUNT; ++i) {
            Offer memory offer = _offerOf(terms, true);
            offer.machine = bytes32(i);
            offer.rolling = i % 2 == 0;
            rentals[i] = _rental(offer);
            _deposit(rentals[i], uint32(bound(durations[i], 1, 400 days)));
        }
        _at(bound(time, 0, 410 days));
    }

    function _trySettle(Rental memory rental) private returns (bool) {
        try escrow.settle(rental) {
            return true;
        } catch {
            return false;
        }
    }
}
