// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {Status} from "../contracts/interfaces/IRentalEscrow.sol";

/// @title Settlement: a rental is closed at most once, whatever calls come in whatever order
/// @dev Real code: the enum Status. Model: the verbs, reduced to the status that each requires and the one it sets, as
/// in RentalEscrow.sol, Disputes.sol and Rentals.sol. Callers, time and amounts are not modelled, so every verb can
/// come at any time. What holds for all these calls also holds for the fewer calls that the contract allows. An extra
/// variable records what has happened, as an observer would.
contract Settlement {
    Status private _status;
    bool private _settled;

    function deposit(bool instant) external {
        require(_status == Status.None);
        assert(!_settled);
        _status = instant ? Status.Active : Status.Funded;
    }

    function start() external {
        require(_status == Status.Funded);
        _status = Status.Active;
    }

    function interrupt() external {
        require(_status == Status.Active);
        _status = Status.Interrupted;
    }

    function dispute() external {
        require(_status == Status.Active || _status == Status.Interrupted);
        _status = Status.Disputed;
    }

    /// @dev Stands for `stop`, `settle`, `resolve` and an interruption that closes the rental.
    function close() external {
        require(_status != Status.None && _status != Status.Closed);
        assert(!_settled);
        _settled = true;
        _status = Status.Closed;
    }

    function prove_closedMeansSettled() external view {
        assert(_settled == (_status == Status.Closed));
    }

    /// @dev A canary, which the checker must refute: rentals are closed.
    function canary_neverSettled() external view {
        assert(!_settled);
    }
}

/// @title Deposits: a rental is paid at most once, whatever calls come in whatever order
/// @dev Real code and model: as in Settlement.
contract Deposits {
    Status private _status;
    bool private _deposited;

    function deposit(bool instant) external {
        require(_status == Status.None);
        assert(!_deposited);
        _deposited = true;
        _status = instant ? Status.Active : Status.Funded;
    }

    function start() external {
        require(_status == Status.Funded);
        _status = Status.Active;
    }

    function interrupt() external {
        require(_status == Status.Active);
        _status = Status.Interrupted;
    }

    function dispute() external {
        require(_status == Status.Active || _status == Status.Interrupted);
        _status = Status.Disputed;
    }

    /// @dev Stands for `stop`, `settle`, `resolve` and an interruption that closes the rental.
    function close() external {
        require(_status != Status.None && _status != Status.Closed);
        assert(_deposited);
        _status = Status.Closed;
    }

    function prove_noStatusWithoutDeposit() external view {
        assert(_deposited == (_status != Status.None));
    }
}

/// @title Contests: a rental is disputed at most once, whatever calls come in whatever order
/// @dev Real code and model: as in Settlement.
contract Contests {
    Status private _status;
    bool private _disputed;

    function deposit(bool instant) external {
        require(_status == Status.None);
        _status = instant ? Status.Active : Status.Funded;
    }

    function start() external {
        require(_status == Status.Funded);
        _status = Status.Active;
    }

    function interrupt() external {
        require(_status == Status.Active);
        assert(!_disputed);
        _status = Status.Interrupted;
    }

    function dispute() external {
        require(_status == Status.Active || _status == Status.Interrupted);
        assert(!_disputed);
        _disputed = true;
        _status = Status.Disputed;
    }

    /// @dev Stands for `stop`, `settle`, `resolve` and an interruption that closes the rental.
    function close() external {
        require(_status != Status.None && _status != Status.Closed);
        _status = Status.Closed;
    }

    function prove_nothingButClosedFollowsADispute() external view {
        assert(!_disputed || _status == Status.Disputed || _status == Status.Closed);
    }
}
