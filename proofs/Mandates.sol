// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {Math} from "@openzeppelin/contracts/utils/math/Math.sol";

/// @title Extensions: how far and when a mandate extends
/// @dev Model: the next duration and the time from which it is due, as in RentalMandate._next; OpenZeppelin's `Math`
/// (models/Math.sol). Assumed: only what each `require` states, which are the checks of the contract.
contract Extensions {
    function prove_longerByAtMostTheStep(uint32 duration, uint32 step, uint32 maxDuration) external pure {
        require(step > 0 && duration < maxDuration);
        uint32 next = _next(duration, step, maxDuration);

        assert(next > duration && next - duration <= step);
    }

    function prove_neverAboveTheMaximum(uint32 duration, uint32 step, uint32 maxDuration) external pure {
        require(duration < maxDuration);

        assert(_next(duration, step, maxDuration) <= maxDuration);
    }

    function prove_shorterOnlyAtTheMaximum(uint32 duration, uint32 step, uint32 maxDuration) external pure {
        require(duration < maxDuration);
        uint256 next = _next(duration, step, maxDuration);

        assert(next == uint256(duration) + step || next == maxDuration);
    }

    function prove_dueOnlyNearTheEnd(uint40 now_, uint40 since, uint32 duration, uint32 extendBefore) external pure {
        uint256 end = uint256(since) + duration;
        require(now_ < end && now_ >= _dueAt(end, extendBefore));

        assert(end - now_ < extendBefore);
    }

    function prove_dueAsSoonAsSigned(uint40 now_, uint40 since, uint32 duration, uint32 extendBefore) external pure {
        uint256 end = uint256(since) + duration;
        require(now_ < end && end - now_ < extendBefore);

        assert(now_ >= _dueAt(end, extendBefore));
    }

    /// @dev A canary, which the checker must refute: the last extension ends at the maximum.
    function canary_alwaysTheWholeStep(uint32 duration, uint32 step, uint32 maxDuration) external pure {
        require(duration < maxDuration);

        assert(_next(duration, step, maxDuration) == uint256(duration) + step);
    }

    function _next(uint32 duration, uint32 step, uint32 maxDuration) private pure returns (uint32) {
        return uint32(Math.min(uint256(duration) + step, maxDuration));
    }

    function _dueAt(uint256 end, uint32 extendBefore) private pure returns (uint256) {
        return Math.saturatingSub(end + 1, extendBefore);
    }
}

/// @title Spending: what mandates with one salt take in all, whatever calls come in whatever order
/// @dev Model: the counter of RentalMandate. Each call names a mandate of its own with its own total; prices, which the
/// escrow lets be no less than one unit, and tips are arbitrary. Extra variables record what was taken in all, as an
/// observer would, the largest total, and whether anything was taken after its end.
contract Spending {
    uint256 private _spent;
    bool private _revoked;
    uint256 private _taken;
    uint256 private _largest;
    bool private _takenAfterRevocation;

    function execute(uint96 maxTotal, uint128 amount, uint96 tip) external {
        require(!_revoked && amount > 0);
        uint256 left = Math.saturatingSub(maxTotal, _spent);
        require(uint256(amount) + tip <= left);
        uint256 sum = _spent + amount + tip;
        assert(sum <= maxTotal);
        if (maxTotal > _largest) _largest = maxTotal;
        if (_revoked) _takenAfterRevocation = true;
        _spent = sum;
        _taken += uint256(amount) + tip;
    }

    function revoke() external {
        _revoked = true;
    }

    function prove_neverAboveTheLargestTotal() external view {
        assert(_taken <= _largest);
    }

    function prove_nothingAfterRevocation() external view {
        assert(!_takenAfterRevocation);
    }
}

/// @title Rate: how much time a mandate buys, whatever calls come in whatever order
/// @dev Model: the rental's end and the check of the time, as in RentalMandate. Strangers extend, time passes, and the
/// mandate is executed as often as it lets itself be. The first execution begins the measurement.
contract Rate {
    uint256 private _now;
    uint256 private _end;
    uint256 private immutable _STEP;
    uint256 private immutable _EXTEND_BEFORE;
    bool private _begun;
    uint256 private _first;
    uint256 private _added;

    constructor(uint40 now_, uint32 duration, uint32 step, uint32 extendBefore) {
        (_now, _end, _STEP, _EXTEND_BEFORE) = (now_, uint256(now_) + duration, step, extendBefore);
    }

    function wait_(uint32 seconds_) external {
        _now += seconds_;
    }

    function extend(uint32 seconds_) external {
        require(_now < _end);
        _end += seconds_;
    }

    function execute(uint32 seconds_) external {
        require(_now < _end && _end - _now < _EXTEND_BEFORE);
        require(seconds_ <= _STEP);
        if (!_begun) (_begun, _first) = (true, _now);
        _end += seconds_;
        _added += seconds_;
        assert(_added < _now - _first + _EXTEND_BEFORE + _STEP);
    }
}
