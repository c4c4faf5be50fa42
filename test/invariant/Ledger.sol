// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {Host, IRentalEscrow, Machine, Market, Rental, RentalState} from "../../contracts/interfaces/IRentalEscrow.sol";
import {Vm} from "../Vm.sol";
import {Arrow, Counts, Verb} from "./Counts.sol";
import {Laws} from "./Laws.sol";
import {World} from "./World.sol";

/// @dev Running totals, kept from the escrow's events as an indexer would keep them, and never from its storage.
abstract contract Ledger is World, Laws, Counts {
    struct Money {
        uint128 deposited;
        uint128 toRenter;
        uint128 toHost;
        uint128 fee;
        // What of the bond is still locked, and what of it went to the renter.
        uint128 bond;
        uint128 bondLost;
        // What of the stake is still held, and what of it went to the payee without a ruling.
        uint128 stake;
        uint128 stakeLost;
        // Latest second from which the money can be forced out, as last seen.
        uint128 exitAt;
    }

    struct Entry {
        Rental rental;
        bytes32 id;
        bytes32 closedSlot;
        RentalState state;
        Money money;
        uint256 position;
    }

    struct Totals {
        uint256 principal;
        uint256 stakes;
        uint256 bondsLocked;
        uint256 bondsFree;
        uint256 credits;
        uint256 fees;
        uint256 donations;
    }

    Entry[] internal _entries;
    uint256[] internal _open;
    mapping(bytes32 id => uint256 index) internal _indexOf;

    mapping(address token => Totals) internal _totals;
    /// @dev What each account must have, by all that events promised it and all that it paid.
    mapping(address token => mapping(address account => uint256)) internal _wealth;
    mapping(address token => mapping(address account => uint256)) internal _credit;
    mapping(address token => mapping(address host => uint256)) internal _freeBond;

    mapping(address token => Market) internal _market;
    mapping(address host => Host) internal _host;
    mapping(address host => mapping(bytes32 machine => Machine)) internal _machine;
    /// @dev Index of the machine's latest rental, plus one.
    mapping(address host => mapping(bytes32 machine => uint256)) internal _holder;
    /// @dev How often each signed offer was taken, and what it has cost its host without a ruling.
    mapping(bytes32 offer => uint256) internal _timesTaken;
    mapping(bytes32 offer => uint256) internal _compensated;
    /// @dev The verb of the step.
    Verb internal _verb;
    address internal _treasury;
    address internal _guardian;

    function _bookRental(bytes32 kind, Vm.Log memory log) internal virtual;

    /// @dev Books everything that one call emitted.
    function _book(Vm.Log[] memory logs) internal {
        for (uint256 i = 0; i < logs.length; ++i) {
            if (logs[i].emitter != address(escrow)) continue;
            bytes32 kind = logs[i].topics[0];
            if (!_bookMoney(kind, logs[i]) && !_bookParameter(kind, logs[i])) _bookRental(kind, logs[i]);
        }
    }

    /// @dev Coins are on their way to `account`, or will be credited.
    function _promise(address token, address account, uint256 amount) internal {
        if (amount > 0) _wealth[token][account] += amount;
    }

    // Money that no rental holds

    function _bookMoney(bytes32 kind, Vm.Log memory log) private returns (bool) {
        if (kind == IRentalEscrow.Credited.selector) _bookCredit(_account(log, 1), _account(log, 2), log.data);
        else if (kind == IRentalEscrow.Withdrawn.selector)
            _bookWithdrawal(_account(log, 1), _account(log, 2), log.data);
        else if (kind == IRentalEscrow.BondFunded.selector) _bookFunding(_account(log, 1), _account(log, 2), log.data);
        else if (kind == IRentalEscrow.BondWithdrawn.selector)
            _bookTaking(_account(log, 1), _account(log, 2), log.data);
        else if (kind == IRentalEscrow.FeesCollected.selector) _bookCollection(_account(log, 1), log.data);
        else return false;
        return true;
    }

    function _bookCredit(address token, address account, bytes memory data) private {
        uint256 amount = abi.decode(data, (uint256));
        _wealth[token][account] -= amount;
        _credit[token][account] += amount;
        _totals[token].credits += amount;
        _count(Arrow.Credited);
    }

    function _bookWithdrawal(address token, address account, bytes memory data) private {
        (address to, uint256 amount) = abi.decode(data, (address, uint256));
        _hold(5, amount == _credit[token][account], "I5: a withdrawal is the whole credit");
        _credit[token][account] -= amount;
        _totals[token].credits -= amount;
        _promise(token, to, amount);
        _count(Arrow.CreditWithdrawn);
    }

    function _bookFunding(address token, address host, bytes memory data) private {
        uint256 amount = abi.decode(data, (uint256));
        _wealth[token][host] -= amount;
        _freeBond[token][host] += amount;
        _totals[token].bondsFree += amount;
        _count(Arrow.BondFunded);
    }

    function _bookTaking(address token, address host, bytes memory data) private {
        (address to, uint256 amount) = abi.decode(data, (address, uint256));
        _freeBond[token][host] -= amount;
        _totals[token].bondsFree -= amount;
        _promise(token, to, amount);
        _count(Arrow.BondWithdrawn);
    }

    function _bookCollection(address token, bytes memory data) private {
        (address to, uint256 amount) = abi.decode(data, (address, uint256));
        _hold(5, to == _treasury, "I5: fees go to the treasury");
        _hold(5, amount == _totals[token].fees, "I5: all fees and nothing else are collected");
        _totals[token].fees -= amount;
        _promise(token, to, amount);
        _count(Arrow.FeesCollected);
    }

    // Parameters

    function _bookParameter(bytes32 kind, Vm.Log memory log) private returns (bool) {
        if (kind == IRentalEscrow.OffersRevoked.selector) {
            ++_machine[_account(log, 1)][log.topics[2]].nonce;
            _count(Arrow.OffersRevoked);
        } else if (kind == IRentalEscrow.SignerSet.selector) {
            Host storage host = _host[_account(log, 1)];
            (host.signer, ) = abi.decode(log.data, (address, uint32));
            ++host.epoch;
            _count(Arrow.SignerSet);
        } else if (kind == IRentalEscrow.MarketSet.selector) {
            Market storage market = _market[_account(log, 1)];
            (market.arbiter, market.feeBps, market.open) = abi.decode(log.data, (address, uint16, bool));
            _count(Arrow.ParameterSet);
        } else if (kind == IRentalEscrow.HostFeeSet.selector) {
            _host[_account(log, 1)].feeBps = abi.decode(log.data, (uint16));
            _count(Arrow.ParameterSet);
        } else if (kind == IRentalEscrow.TreasurySet.selector) {
            _treasury = abi.decode(log.data, (address));
            _count(Arrow.ParameterSet);
        } else if (kind == IRentalEscrow.GuardianSet.selector) {
            _guardian = abi.decode(log.data, (address));
            _count(Arrow.ParameterSet);
        } else {
            return false;
        }
        return true;
    }

    function _account(Vm.Log memory log, uint256 topic) private pure returns (address) {
        return address(uint160(uint256(log.topics[topic])));
    }
}
