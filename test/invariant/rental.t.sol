// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {Offer, RentalState, Status} from "../../contracts/interfaces/IRentalEscrow.sol";
import {Assert} from "../Assert.sol";
import {Escrow} from "../Escrow.sol";
import {Token} from "../mocks/Token.sol";
import {Handler} from "./Handler.sol";
import {Ledger} from "./Ledger.sol";

/// @dev Named in this file because the test runner knows the contracts of test files alone.
contract RentalHandler is Handler {}

/// @dev The numbered invariants of docs/protocol.md, after every step of honest users.
contract RentalInvariants is Assert {
    struct FuzzSelector {
        address addr;
        bytes4[] selectors;
    }

    address private constant NATIVE = address(0);

    RentalHandler private _handler;
    Escrow private _escrow;

    function setUp() public {
        _handler = new RentalHandler();
        _handler.setUp();
        _escrow = _handler.escrowInPlay();
    }

    function targetContracts() public view returns (address[] memory targets) {
        targets = new address[](1);
        targets[0] = address(_handler);
    }

    function targetSelectors() public view returns (FuzzSelector[] memory selectors) {
        selectors = new FuzzSelector[](1);
        selectors[0] = FuzzSelector({addr: address(_handler), selectors: _handler.verbs()});
    }

    /// @dev A run that left a verb out has shown nothing about it.
    function afterInvariant() public view {
        bytes4[] memory verbs = _handler.verbs();
        for (uint256 i = 0; i < verbs.length; ++i) {
            assertTrue(_handler.done(verbs[i]) > 0, string.concat("verb never done: ", _verbName(i)));
        }
    }

    /// @dev Balance = held principal + bonds, locked and free, + credits + fees.
    function invariant_I1_BalanceIsWhatIsOwed() public view {
        for (uint256 t = 0; t < 2; ++t) {
            address token = _handler.tokens(t);
            uint256 owed = _escrow.fees(token);
            for (uint256 i = 0; i < _handler.count(); ++i) {
                Ledger.Entry memory entry = _handler.entry(i);
                if (entry.rental.offer.token == token) owed += _held(entry) + _bondLocked(entry);
            }
            for (uint256 i = 0; i < 2; ++i) {
                address host = _handler.hostsInPlay(i);
                assertEq(_escrow.bonds(token, host), _handler.freeBond(token, host), "free bond");
                owed += _escrow.bonds(token, host) + _escrow.credits(token, _handler.payees(i));
            }
            for (uint256 i = 0; i < 3; ++i) owed += _escrow.credits(token, _handler.renters(i));

            assertEq(_balance(token, address(_escrow)), owed, "balance");
        }
    }

    /// @dev Deposited = paid to host + fee + paid to renter + held; and what events report has reached its owner.
    function invariant_I2_EveryDepositIsAccountedFor() public view {
        for (uint256 i = 0; i < _handler.count(); ++i) {
            Ledger.Entry memory entry = _handler.entry(i);
            uint256 gone = entry.toHost + entry.fee + entry.refunded;

            assertEq(entry.deposited, gone + _held(entry), "deposited");
            assertEq(entry.bondReturned, entry.status == Status.Closed, "bond returns with the closing");
        }
        for (uint256 t = 0; t < 2; ++t) {
            address token = _handler.tokens(t);
            for (uint256 i = 0; i < 2; ++i) _assertReceived(token, _handler.payees(i), 0);
            for (uint256 i = 0; i < 2; ++i) _assertReceived(token, _handler.renters(i), type(uint128).max);
            _assertReceived(token, _handler.renters(2), 0);
            assertEq(
                _escrow.fees(token) + _handler.feesCollected(token),
                _handler.feesEarned(token),
                "fees, waiting and collected"
            );
            assertEq(_balance(token, _escrow.treasury()), _handler.feesCollected(token), "treasury balance");
        }
    }

    /// @dev Every step was one of the arrows, and no closed rental changed.
    function invariant_I4_StatusMovesAlongArrows() public view {
        assertEq(bytes(_handler.wrongStep()).length, 0, _handler.wrongStep());
    }

    /// @dev At most one rental per machine is waiting or running, and `busyUntil` is its end.
    function invariant_I10_MachineHasOneRentalAtATime() public view {
        for (uint256 i = 0; i < 4; ++i) _assertOneRental(_handler.hostsInPlay(i / 2), _handler.machinesInPlay(i % 2));
    }

    function _assertOneRental(address host, bytes32 machine) private view {
        uint256 holding;
        (uint40 busyUntil, , ) = _escrow.machines(host, machine);
        for (uint256 i = 0; i < _handler.count(); ++i) {
            Ledger.Entry memory entry = _handler.entry(i);
            if (entry.rental.offer.host != host || entry.rental.offer.machine != machine) continue;
            RentalState memory state = _escrow.getRental(entry.id);
            uint256 end = uint256(state.since) + state.duration;
            if (state.status == Status.Funded) assertEq(busyUntil, type(uint40).max, "reserved");
            else if (state.status == Status.Active && _handler.clock() < end) assertEq(busyUntil, end, "busyUntil");
            else continue;
            ++holding;
        }
        assertTrue(holding <= 1, "one rental at a time");
    }

    // What the specification says about a ledger entry

    function _held(Ledger.Entry memory entry) private pure returns (uint256) {
        if (entry.status == Status.Closed) return 0;
        uint256 seconds_ = entry.status == Status.Interrupted ? entry.served : entry.duration;
        return (entry.rental.offer.pricePerHour * seconds_) / 1 hours;
    }

    function _bondLocked(Ledger.Entry memory entry) private pure returns (uint256) {
        return entry.status == Status.Closed ? 0 : entry.rental.offer.bond - entry.compensated;
    }

    function _assertReceived(address token, address account, uint256 initial) private view {
        assertEq(
            _balance(token, account) + _escrow.credits(token, account) + _handler.withdrawn(token, account),
            initial + _handler.income(token, account),
            "received, credited and withdrawn"
        );
    }

    function _balance(address token, address account) private view returns (uint256) {
        return token == NATIVE ? account.balance : Token(token).balanceOf(account);
    }

    function _verbName(uint256 index) private pure returns (string memory) {
        return
            [
                "deposit",
                "start",
                "extend",
                "stop",
                "interrupt",
                "settle",
                "fundBond",
                "withdrawBond",
                "withdraw",
                "collectFees",
                "revokeOffers",
                "wait"
            ][index];
    }
}
