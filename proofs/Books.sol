// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {Status} from "../contracts/interfaces/IRentalEscrow.sol";

/// @title Principal: where the money of every deposit is, after any calls in any order
/// @dev Real code: the enum Status. Model: the verbs, reduced to the principal that each moves, as in RentalEscrow.sol,
/// Disputes.sol and Rentals.sol. Every amount that the escrow computes is an argument here, with the bounds that
/// Amounts.sol and the lemmas prove for the real amount: a gross is at most the principal held, and a fee is at most
/// its gross. The rest is computed by subtraction, as in `_close` and `_split`. Callers and time are not modelled.
contract Principal {
    Status private _status;
    uint256 private _deposited;
    uint256 private _held;
    uint256 private _toHost;
    uint256 private _fee;
    uint256 private _toRenter;

    function deposit(uint128 amount) external {
        require(_status == Status.None);
        _status = Status.Active;
        _deposited = amount;
        _held = amount;
    }

    function extend(uint128 amount) external {
        require(_status == Status.Active);
        _deposited += amount;
        _held += amount;
    }

    /// @dev A rolling payment, by `settle`, `refund` or `dispute`.
    function collect(uint256 gross, uint256 fee) external {
        require(_status == Status.Active || _status == Status.Interrupted);
        require(gross <= _held && fee <= gross);
        _held -= gross;
        _fee += fee;
        _toHost += gross - fee;
    }

    /// @dev What is returned before the closing: by `refund`, and for the time not billed by `interrupt` and `dispute`.
    function giveBack(uint256 amount, Status to) external {
        require(_status == Status.Active || _status == Status.Interrupted || _status == Status.Disputed);
        require(to >= _status && to < Status.Closed && amount <= _held);
        _status = to;
        _held -= amount;
        _toRenter += amount;
    }

    function close(uint256 gross, uint256 fee) external {
        require(_status != Status.None && _status != Status.Closed);
        require(gross <= _held && fee <= gross);
        _status = Status.Closed;
        _fee += fee;
        _toHost += gross - fee;
        _toRenter += _held - gross;
        _held = 0;
    }

    function prove_everyDepositIsAccountedFor() external view {
        assert(_deposited == _toHost + _fee + _toRenter + _held);
    }

    function prove_nothingIsHeldOutsideLife() external view {
        assert((_status != Status.Closed && _status != Status.None) || _held == 0);
    }

    function prove_nothingMovesBeforeADeposit() external view {
        assert(_status != Status.None || _toHost + _fee + _toRenter == 0);
    }

    /// @dev A canary, which the checker must refute: an interruption pays the renter before the closing.
    function canary_renterIsPaidOnlyByClosing() external view {
        assert(_status == Status.Closed || _toRenter == 0);
    }
}

/// @title Bond: where the host's bond is, after any calls in any order
/// @dev Real code and model: as in Principal.
contract Bond {
    Status private _status;
    uint256 private _taken;
    uint256 private _locked;
    uint256 private _toRenter;
    uint256 private _returned;

    function deposit(uint96 bond) external {
        require(_status == Status.None);
        _status = Status.Active;
        _taken = bond;
        _locked = bond;
    }

    /// @dev An extension takes from the host's free bond what it raises the rental's bond by.
    function extend(uint96 raise) external {
        require(_status == Status.Active);
        _taken += raise;
        _locked += raise;
    }

    function interrupt(uint256 compensation) external {
        require(_status == Status.Active && compensation <= _locked);
        _status = Status.Interrupted;
        _locked -= compensation;
        _toRenter += compensation;
    }

    function close(uint256 bondToRenter) external {
        require(_status != Status.None && _status != Status.Closed && bondToRenter <= _locked);
        _status = Status.Closed;
        _toRenter += bondToRenter;
        _returned += _locked - bondToRenter;
        _locked = 0;
    }

    function prove_everyBondIsAccountedFor() external view {
        assert(_taken == _locked + _toRenter + _returned);
    }

    function prove_costsAtMostOneBond() external view {
        assert(_toRenter <= _taken);
    }

    function prove_noBondIsLockedOutsideLife() external view {
        assert((_status != Status.Closed && _status != Status.None) || _locked == 0);
    }
}

/// @title Stake: where the renter's stake is, after any calls in any order
/// @dev Real code and model: as in Principal.
contract Stake {
    Status private _status;
    uint256 private _taken;
    uint256 private _held;
    uint256 private _toHost;
    uint256 private _toRenter;

    function deposit() external {
        require(_status == Status.None);
        _status = Status.Active;
    }

    function dispute(uint128 stake) external {
        require(_status == Status.Active);
        _status = Status.Disputed;
        _taken = stake;
        _held = stake;
    }

    function refund(uint256 returned) external {
        require(_status == Status.Disputed && returned <= _held);
        _held -= returned;
        _toRenter += returned;
    }

    /// @dev By a ruling, a concession or a time-out: `stakeToHost` is a share (Amounts.sol) or what the renter forfeits
    /// (Concessions.sol), and the renter gets the rest.
    function close(uint256 stakeToHost) external {
        require(_status != Status.None && _status != Status.Closed && stakeToHost <= _held);
        _status = Status.Closed;
        _toHost += stakeToHost;
        _toRenter += _held - stakeToHost;
        _held = 0;
    }

    function prove_everyStakeIsAccountedFor() external view {
        assert(_taken == _held + _toHost + _toRenter);
    }

    function prove_heldOnlyWhileDisputed() external view {
        assert(_status == Status.Disputed || _held == 0);
    }
}
