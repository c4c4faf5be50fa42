// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {Offer, Rental, RentalState, Status} from "../../contracts/interfaces/IRentalEscrow.sol";
import {Base} from "../Base.t.sol";
import {vm} from "../Vm.sol";

/// @dev Two honest markets with the same people in them: a running rental, fees, free and locked bonds in both, and a
/// credit in one. Whatever a hostile token does, nothing of theirs may move.
abstract contract Neighbours is Base {
    struct Books {
        uint256 balance;
        uint256 held;
        uint256 bond;
        uint256 credit;
        uint256 fees;
        bytes32 slot;
    }

    uint32 private constant _DURATION = 8 hours;
    address private constant _REFUSER = address(0xdead);

    function setUp() public virtual override {
        super.setUp();
        // Refuses any coin.
        vm.etch(_REFUSER, hex"fe");
        _moveIn(address(usdc));
        _moveIn(NATIVE);
        assertTrue(escrow.credits(NATIVE, _REFUSER) > 0, "a neighbour has a credit");
    }

    function _neighbour(address token) internal view returns (Books memory books) {
        Rental memory rental = _neighbourRental(token, "running");
        RentalState memory state = escrow.getRental(escrow.idOf(rental));
        books.balance = _balance(token, address(escrow));
        books.held = _heldFor(rental);
        books.bond = escrow.bonds(token, host);
        books.credit = escrow.credits(token, _REFUSER) + escrow.credits(token, renter) + escrow.credits(token, payee);
        books.fees = escrow.fees(token);
        books.slot = keccak256(abi.encode(state));
    }

    /// @dev Not one unit moved (I9), and what is there is what is owed (I1).
    function _assertUntouched(address token, Books memory before, string memory label) internal view {
        Books memory books = _neighbour(token);
        assertEq(
            books.balance,
            books.held + books.bond + books.credit + books.fees,
            string.concat(label, ": I1 of a neighbour")
        );
        assertEq(
            keccak256(abi.encode(books)),
            keccak256(abi.encode(before)),
            string.concat(label, ": a neighbour was touched")
        );
    }

    /// @dev All that the escrow owes for a rental: principal, stake, locked bond.
    function _heldFor(Rental memory rental) internal view returns (uint256) {
        RentalState memory state = escrow.getRental(escrow.idOf(rental));
        if (state.status == Status.None || state.status == Status.Closed) return 0;
        uint256 seconds_ = state.status == Status.Disputed ? state.billedSeconds : state.duration;
        uint256 stake = state.status == Status.Disputed ? escrow.stakeOf(rental) : 0;
        return (uint256(rental.offer.pricePerHour) * seconds_) / 1 hours + stake + rental.offer.bond;
    }

    function _neighbourRental(address token, bytes32 salt) private view returns (Rental memory rental) {
        Offer memory offer = _offer();
        offer.token = token;
        offer.bond = 3_000_000;
        offer.startWindow = 0;
        offer.machine = keccak256(abi.encode(token, salt));
        (, offer.nonce, ) = escrow.machines(host, offer.machine);
        offer.expiry = T0 + 10 minutes;
        if (token == NATIVE && salt == "over") offer.payee = _REFUSER;
        rental = Rental({offer: offer, renter: renter, salt: salt});
    }

    function _moveIn(address token) private {
        _fundBond(token, 9_000_000);
        Rental memory over = _neighbourRental(token, "over");
        _deposit(over, _DURATION);
        _deposit(_neighbourRental(token, "running"), _DURATION);
        vm.warp(T0 + 1 hours);
        vm.prank(renter);
        escrow.stop(over, NO_BOUND);
        vm.warp(T0);
    }
}
