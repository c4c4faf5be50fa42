// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {Status} from "../contracts/interfaces/IRentalEscrow.sol";

/// @title Order: the statuses of one rental, under any calls in any order
/// @dev Real code: the enum Status. Model: the verbs, reduced to the status that each requires and the one it sets, as in
/// RentalEscrow.sol, Disputes.sol and Rentals.sol. Callers, clocks and amounts are left out, so every verb may come
/// at any time: what holds here holds for fewer calls too. `_move` keeps what an onlooker would have written down.
contract Order {
    Status private _status;
    Status private _previous;
    uint256 private _deposits;
    uint256 private _starts;
    uint256 private _closings;

    // Verbs

    function deposit(bool instant) external {
        require(_status == Status.None);
        ++_deposits;
        if (instant) ++_starts;
        _move(instant ? Status.Active : Status.Funded);
    }

    function start() external {
        require(_status == Status.Funded);
        ++_starts;
        _move(Status.Active);
    }

    function stop() external {
        require(_status != Status.None && _status != Status.Closed);
        _close();
    }

    /// @dev `nothingLeft`: neither price nor bond is at risk, so the interruption closes at once.
    function interrupt(bool nothingLeft) external {
        require(_status == Status.Funded || _status == Status.Active);
        if (_status == Status.Funded) return _close();
        _move(Status.Interrupted);
        if (nothingLeft) _close();
    }

    function refund() external view {
        require(_status != Status.None && _status != Status.Funded && _status != Status.Closed);
    }

    /// @dev `closes`: the closing is due; otherwise a rolling payment, or nothing.
    function settle(bool closes) external {
        require(_status != Status.None && _status != Status.Closed);
        if (closes) _close();
    }

    function dispute() external {
        require(_status == Status.Active || _status == Status.Interrupted);
        _move(Status.Disputed);
    }

    function resolve() external {
        require(_status == Status.Disputed);
        _close();
    }

    // What holds after any of them

    function prove_movesAlongTheArrows() external view {
        assert(_status == Status.None || _isArrow(_previous, _status));
    }

    function prove_closesAtMostOnce() external view {
        assert(_closings <= 1);
    }

    function prove_closedMeansClosedOnce() external view {
        assert((_status == Status.Closed) == (_closings == 1));
    }

    function prove_isDepositedOnce() external view {
        assert(_deposits == (_status == Status.None ? 0 : 1));
    }

    function prove_startsAtMostOnce() external view {
        assert(_starts <= 1);
    }

    function prove_onlyAStartedRentalIsContested() external view {
        assert((_status != Status.Interrupted && _status != Status.Disputed) || _starts == 1);
    }

    /// @dev Must be reported: a dispute need not come from a running rental.
    function canary_disputeComesFromActive() external view {
        assert(_status != Status.Disputed || _previous == Status.Active);
    }

    function _move(Status to) private {
        // Here, where a status is left: nothing leaves `Closed`.
        assert(_status != Status.Closed);
        _previous = _status;
        _status = to;
    }

    function _close() private {
        ++_closings;
        _move(Status.Closed);
    }

    function _isArrow(Status from, Status to) private pure returns (bool) {
        if (from == Status.None) return to == Status.Funded || to == Status.Active;
        if (from == Status.Funded) return to == Status.Active || to == Status.Closed;
        if (from == Status.Active) return to == Status.Interrupted || to == Status.Disputed || to == Status.Closed;
        if (from == Status.Interrupted) return to == Status.Disputed || to == Status.Closed;
        if (from == Status.Disputed) return to == Status.Closed;
        return false;
    }
}
