// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IRentalEscrow, Offer, Reason, Rental, RentalState, Status} from "../../contracts/interfaces/IRentalEscrow.sol";
import {Base} from "../Base.t.sol";
import {Vm, vm} from "../Vm.sol";

/// @dev Running totals, kept from the escrow's events as an indexer would, and never from its formulas or storage.
abstract contract Ledger is Base {
    struct Entry {
        Rental rental;
        bytes32 id;
        // Last seen, and the whole slot as it was when first seen `Closed`.
        Status status;
        bytes32 closedSlot;
        // Seconds promised, and served until an interruption.
        uint32 duration;
        uint32 served;
        // Principal.
        uint256 deposited;
        uint256 toHost;
        uint256 fee;
        uint256 refunded;
        // Bond.
        uint256 compensated;
        bool bondReturned;
    }

    Entry[] internal _entries;
    mapping(bytes32 id => uint256 index) private _indices;

    /// @dev What an account was promised by events so far, paid or credited.
    mapping(address token => mapping(address account => uint256)) public income;
    mapping(address token => mapping(address account => uint256)) public withdrawn;
    mapping(address token => mapping(address host => uint256)) public freeBond;
    mapping(address token => uint256) public feesEarned;
    mapping(address token => uint256) public feesCollected;

    /// @dev Set once by a step that no arrow of the life cycle allows, or that touched a closed rental.
    string public wrongStep;

    function count() external view returns (uint256) {
        return _entries.length;
    }

    function entry(uint256 index) external view returns (Entry memory) {
        return _entries[index];
    }

    /// @dev Books everything that the escrow emitted since `vm.recordLogs`.
    function _book() internal {
        Vm.Log[] memory logs = vm.getRecordedLogs();
        for (uint256 i = 0; i < logs.length; ++i) if (logs[i].emitter == address(escrow)) _book(logs[i]);
        for (uint256 i = 0; i < _entries.length; ++i) _see(_entries[i]);
    }

    function _book(Vm.Log memory log) private {
        bytes32 kind = log.topics[0];
        if (kind == IRentalEscrow.Deposited.selector) _bookDeposit(log);
        else if (kind == IRentalEscrow.Extended.selector) _bookExtension(log);
        else if (kind == IRentalEscrow.Interrupted.selector) _bookInterruption(log);
        else if (kind == IRentalEscrow.Compensated.selector) _bookCompensation(log);
        else if (kind == IRentalEscrow.Closed.selector) _bookClosing(log);
        else _bookMoney(log);
    }

    function _bookDeposit(Vm.Log memory log) private {
        (Rental memory rental, uint32 duration, uint256 amount, , , ) = abi.decode(
            log.data,
            (Rental, uint32, uint256, uint16, address, uint40)
        );
        _indices[log.topics[1]] = _entries.length;
        Entry storage added = _entries.push();
        (added.rental, added.id) = (rental, log.topics[1]);
        (added.duration, added.deposited) = (duration, amount);
        freeBond[rental.offer.token][rental.offer.host] -= rental.offer.bond;
    }

    function _bookExtension(Vm.Log memory log) private {
        Entry storage extended = _entries[_indices[log.topics[1]]];
        (, uint32 duration, uint256 amount) = abi.decode(log.data, (address, uint32, uint256));
        extended.duration = duration;
        extended.deposited += amount;
    }

    function _bookInterruption(Vm.Log memory log) private {
        Entry storage ended = _entries[_indices[log.topics[1]]];
        (uint32 served, uint256 refund) = abi.decode(log.data, (uint32, uint256));
        ended.served = served;
        ended.refunded += refund;
        income[ended.rental.offer.token][ended.rental.renter] += refund;
    }

    function _bookCompensation(Vm.Log memory log) private {
        Entry storage compensated = _entries[_indices[log.topics[1]]];
        uint256 amount = abi.decode(log.data, (uint256));
        compensated.compensated += amount;
        income[compensated.rental.offer.token][compensated.rental.renter] += amount;
    }

    function _bookClosing(Vm.Log memory log) private {
        Entry storage closed = _entries[_indices[log.topics[1]]];
        Offer memory offer = closed.rental.offer;
        (, uint256 toHost, uint256 fee, uint256 toRenter) = abi.decode(log.data, (Reason, uint256, uint256, uint256));
        closed.toHost += toHost;
        closed.fee += fee;
        closed.refunded += toRenter;
        closed.bondReturned = true;
        income[offer.token][offer.payee] += toHost;
        income[offer.token][closed.rental.renter] += toRenter;
        feesEarned[offer.token] += fee;
        freeBond[offer.token][offer.host] += offer.bond - closed.compensated;
    }

    function _bookMoney(Vm.Log memory log) private {
        bytes32 kind = log.topics[0];
        address token = address(uint160(uint256(log.topics[1])));
        if (kind == IRentalEscrow.BondFunded.selector) {
            freeBond[token][_account(log)] += abi.decode(log.data, (uint256));
        } else if (kind == IRentalEscrow.BondWithdrawn.selector) {
            (, uint256 amount) = abi.decode(log.data, (address, uint256));
            freeBond[token][_account(log)] -= amount;
        } else if (kind == IRentalEscrow.Withdrawn.selector) {
            (, uint256 amount) = abi.decode(log.data, (address, uint256));
            withdrawn[token][_account(log)] += amount;
        } else if (kind == IRentalEscrow.FeesCollected.selector) {
            (, uint256 amount) = abi.decode(log.data, (address, uint256));
            feesCollected[token] += amount;
        }
    }

    function _account(Vm.Log memory log) private pure returns (address) {
        return address(uint160(uint256(log.topics[2])));
    }

    /// @dev Holds a rental's step to the arrows, and a closed one to its slot.
    function _see(Entry storage seen) private {
        RentalState memory state = escrow.getRental(seen.id);
        bytes32 slot = keccak256(abi.encode(state));
        if (!_isArrow(seen.status, state.status)) wrongStep = "no arrow allows this step";
        if (seen.status == Status.Closed && slot != seen.closedSlot) wrongStep = "a closed rental changed";
        (seen.status, seen.closedSlot) = (state.status, slot);
    }

    function _isArrow(Status from, Status to) private pure returns (bool) {
        if (from == to) return from != Status.None;
        if (from == Status.None) return to == Status.Funded || to == Status.Active;
        if (from == Status.Funded) return to == Status.Active || to == Status.Closed;
        if (from == Status.Active) return to == Status.Interrupted || to == Status.Closed;
        return from == Status.Interrupted && to == Status.Closed;
    }
}
