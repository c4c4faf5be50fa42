// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {Status} from "../contracts/interfaces/IRentalEscrow.sol";

/// @title Order: the statuses of one rental, under any calls in any order
/// @dev Real code: the enum Status. Model: the verbs, reduced to the status that each requires and the one it sets, as in
/// RentalEscrow.sol, Disputes.sol and Rentals.sol. Callers, clocks and amounts are left out, so every verb may come
/// at any time: what holds here holds for fewer calls too.
contract Order {
    Status private _status;
    Status private _previous;

    // Verbs

    function deposit(bool instant) external {
        require(_status == Status.None);
        _previous = _status;
        _status = instant ? Status.Active : Status.Funded;
    }

    function start() external {
        require(_status == Status.Funded);
        _previous = _status;
        _status = Status.Active;
    }

    function interrupt() external {
        require(_status == Status.Active);
        _previous = _status;
        _status = Status.Interrupted;
    }

    function dispute() external {
        require(_status == Status.Active || _status == Status.Interrupted);
        _previous = _status;
        _status = Status.Disputed;
    }

    /// @dev `stop`, `settle` and the interruption of a funded rental.
    function close() external {
        require(_status != Status.None && _status != Status.Closed);
        _previous = _status;
        _status = Status.Closed;
    }

    function resolve() external {
        require(_status == Status.Disputed);
        _previous = _status;
        _status = Status.Closed;
    }

    // What holds after any of them

    function prove_nothingFollowsClosed() external view {
        assert(_previous != Status.Closed);
    }

    function prove_nothingReturnsToNone() external view {
        assert(_status != Status.None || _previous == Status.None);
    }

    function prove_neverBackwards() external view {
        assert(_previous < _status || _status == Status.None);
    }

    function prove_fundedComesFromNone() external view {
        assert(_status != Status.Funded || _previous == Status.None);
    }

    function prove_interruptedComesFromActive() external view {
        assert(_status != Status.Interrupted || _previous == Status.Active);
    }

    function prove_disputedComesFromARentalThatRan() external view {
        assert(_status != Status.Disputed || _previous == Status.Active || _previous == Status.Interrupted);
    }

    /// @dev Must be reported: an interrupted rental may be disputed too.
    function canary_disputedComesFromActive() external view {
        assert(_status != Status.Disputed || _previous == Status.Active);
    }
}

/// @title Settlement: one closing per rental, under any calls in any order
/// @dev Real code and model: as Order.
contract Settlement {
    Status private _status;
    bool private _started;
    bool private _settled;

    function deposit(bool instant) external {
        require(_status == Status.None);
        assert(!_settled);
        _status = instant ? Status.Active : Status.Funded;
        _started = instant;
    }

    function start() external {
        require(_status == Status.Funded);
        assert(!_started);
        _started = true;
        _status = Status.Active;
    }

    function interrupt() external {
        require(_status == Status.Active);
        _status = Status.Interrupted;
    }

    function dispute() external {
        require(_status == Status.Active || _status == Status.Interrupted);
        assert(_started);
        _status = Status.Disputed;
    }

    function close() external {
        require(_status != Status.None && _status != Status.Closed);
        assert(!_settled);
        _settled = true;
        _status = Status.Closed;
    }

    function resolve() external {
        require(_status == Status.Disputed);
        assert(!_settled);
        _settled = true;
        _status = Status.Closed;
    }

    function prove_closedMeansSettled() external view {
        assert(_settled == (_status == Status.Closed));
    }
}
