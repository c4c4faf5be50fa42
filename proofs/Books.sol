// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {Status} from "../contracts/interfaces/IRentalEscrow.sol";

/// @title Books: the money of one rental, under any calls in any order
/// @dev Real code: the enum Status. Model: the verbs, reduced to what each moves, as in RentalEscrow.sol, Disputes.sol and
/// Rentals.sol. Every amount that the escrow computes is an argument here, bounded by what Amounts.sol and the lemmas
/// prove of the real one: a gross is at most what is held, a fee at most its gross, a share at most the whole. What is
/// left is taken by subtraction, as in `_close` and `_split`. Callers and clocks are left out.
contract Books {
    Status private _status;
    uint256 private _closings;

    uint256 private _deposited;
    uint256 private _held;
    uint256 private _toHost;
    uint256 private _fee;
    uint256 private _toRenter;

    uint256 private _bondTaken;
    uint256 private _bondLocked;
    uint256 private _bondToRenter;
    uint256 private _bondReturned;

    uint256 private _stakeTaken;
    uint256 private _stakeHeld;
    uint256 private _stakeToHost;
    uint256 private _stakeToRenter;

    // Verbs

    function deposit(bool instant, uint128 amount, uint96 bond) external {
        require(_status == Status.None && amount > 0);
        _status = instant ? Status.Active : Status.Funded;
        _deposited = amount;
        _held = amount;
        _bondTaken = bond;
        _bondLocked = bond;
    }

    function start() external {
        require(_status == Status.Funded);
        _status = Status.Active;
    }

    function extend(uint128 amount) external {
        require(_status == Status.Active && amount > 0);
        _deposited += amount;
        _held += amount;
    }

    /// @dev A rolling payment, by `settle`, `refund` or `dispute`.
    function collect(uint256 gross, uint256 fee) external {
        require(_status == Status.Active || _status == Status.Interrupted);
        require(gross <= _held);
        _held -= gross;
        _split(gross, fee);
    }

    function refund(uint256 amount, uint256 stakeReturned) external {
        require(_status == Status.Active || _status == Status.Interrupted || _status == Status.Disputed);
        require(amount <= _held && stakeReturned <= _stakeHeld);
        _held -= amount;
        _toRenter += amount;
        _stakeHeld -= stakeReturned;
        _stakeToRenter += stakeReturned;
    }

    function interrupt(uint256 unserved, uint256 compensation) external {
        require(_status == Status.Active && unserved <= _held && compensation <= _bondLocked);
        _status = Status.Interrupted;
        _held -= unserved;
        _toRenter += unserved;
        _bondLocked -= compensation;
        _bondToRenter += compensation;
    }

    function dispute(uint256 unbilled, uint256 stake) external {
        require(_status == Status.Active || _status == Status.Interrupted);
        require(unbilled <= _held && stake <= (_held - unbilled + _bondLocked) / 20);
        _status = Status.Disputed;
        _held -= unbilled;
        _toRenter += unbilled;
        _stakeTaken = stake;
        _stakeHeld = stake;
    }

    /// @dev Every closing: `stop`, `settle`, a declined start, a no-show, a ruling.
    function close(uint256 gross, uint256 fee, uint256 bondToRenter, uint256 stakeToHost) external {
        require(_status != Status.None && _status != Status.Closed);
        require(gross <= _held && bondToRenter <= _bondLocked && stakeToHost <= _stakeHeld);
        _status = Status.Closed;
        ++_closings;
        _toRenter += _held - gross;
        _held = 0;
        _split(gross, fee);
        _bondToRenter += bondToRenter;
        _bondReturned += _bondLocked - bondToRenter;
        _bondLocked = 0;
        _stakeToHost += stakeToHost;
        _stakeToRenter += _stakeHeld - stakeToHost;
        _stakeHeld = 0;
    }

    // What holds after any of them

    function prove_everyDepositIsAccountedFor() external view {
        assert(_deposited == _toHost + _fee + _toRenter + _held);
    }

    function prove_nothingIsHeldOnceClosed() external view {
        assert(_status != Status.Closed || (_held == 0 && _bondLocked == 0 && _stakeHeld == 0));
    }

    function prove_everyBondIsAccountedFor() external view {
        assert(_bondTaken == _bondLocked + _bondToRenter + _bondReturned);
    }

    function prove_everyStakeIsAccountedFor() external view {
        assert(_stakeTaken == _stakeHeld + _stakeToHost + _stakeToRenter);
    }

    function prove_renterGetsNoMoreThanDepositAndBond() external view {
        assert(_toRenter + _bondToRenter <= _deposited + _bondTaken);
    }

    function prove_stakeIsHeldOnlyWhileDisputed() external view {
        assert(_status == Status.Disputed || _stakeHeld == 0);
    }

    function prove_nothingMovesBeforeADeposit() external view {
        assert(_status != Status.None || (_held == 0 && _toHost == 0 && _fee == 0 && _toRenter == 0));
    }

    function prove_settlesOnce() external view {
        assert(_closings <= 1);
    }

    /// @dev Must be reported: an interrupted or conceded rental pays the renter's part before it closes.
    function canary_renterIsPaidOnlyByClosing() external view {
        assert(_status == Status.Closed || _toRenter == 0);
    }

    /// @dev As Rentals._split.
    function _split(uint256 gross, uint256 fee) private {
        require(fee <= gross);
        _fee += fee;
        _toHost += gross - fee;
    }
}
