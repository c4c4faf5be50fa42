// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {Status} from "../contracts/interfaces/IRentalEscrow.sol";

/// @title Settlement: one closing per rental, under any calls in any order
/// @dev Real code: the enum Status. Model: the verbs, reduced to the status that each requires and the one it sets, as in
/// RentalEscrow.sol, Disputes.sol and Rentals.sol. Callers, clocks and amounts are left out, so every verb may come
/// at any time: what holds here holds for fewer calls too. The mark is what an onlooker would have written down.
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

    /// @dev `stop`, `settle`, `resolve` and every interruption that closes.
    function close() external {
        require(_status != Status.None && _status != Status.Closed);
        assert(!_settled);
        _settled = true;
        _status = Status.Closed;
    }

    function prove_closedMeansSettled() external view {
        assert(_settled == (_status == Status.Closed));
    }

    /// @dev Must be reported: rentals do close.
    function canary_neverSettled() external view {
        assert(!_settled);
    }
}

/// @title Deposits: one deposit per rental, under any calls in any order
/// @dev Real code and model: as Settlement.
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

    /// @dev `stop`, `settle`, `resolve` and every interruption that closes.
    function close() external {
        require(_status != Status.None && _status != Status.Closed);
        assert(_deposited);
        _status = Status.Closed;
    }

    function prove_noStatusWithoutDeposit() external view {
        assert(_deposited == (_status != Status.None));
    }
}

/// @title Contests: one dispute per rental, under any calls in any order
/// @dev Real code and model: as Settlement.
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

    /// @dev `stop`, `settle`, `resolve` and every interruption that closes.
    function close() external {
        require(_status != Status.None && _status != Status.Closed);
        _status = Status.Closed;
    }

    function prove_nothingButClosedFollowsADispute() external view {
        assert(!_disputed || _status == Status.Disputed || _status == Status.Closed);
    }
}
