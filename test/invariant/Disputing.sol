// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IRentalEscrow, Offer, Rental, RentalState, Status} from "../../contracts/interfaces/IRentalEscrow.sol";
import {Verb} from "./Counts.sol";
import {Ending} from "./Ending.sol";
import {Spec} from "./Spec.sol";

/// @dev Renters that dispute with and without reason, and an arbiter that rules at random, at random times.
abstract contract Disputing is Ending {
    using Spec for RentalState;

    function dispute(uint256 seed) external step(seed) {
        (bool found, uint256 index, bytes memory refusal) = _pick(_disputeRefusal);
        if (!found) return _deposit();
        Rental memory rental = _entries[index].rental;
        (bool isNative, uint256 value) = (rental.offer.token == NATIVE, 0);
        if (refusal.length == 0) {
            (, , value) = _stakeNow(index);
            refusal = isNative || value == 0 ? NOTHING : _pullRefusal(rental.offer.token, rental.renter);
        }
        if (isNative && refusal.length == 0 && value > 0 && _oneIn(12)) {
            refusal = abi.encodeWithSelector(IRentalEscrow.WrongValue.selector, value - 1, value);
            --value;
        } else if (_oneIn(3)) {
            // More than needed comes back.
            value += _below(1e18);
        }
        address caller = rental.renter;
        Status status = _entries[index].state.status;
        if ((status == Status.Active || status == Status.Interrupted) && _oneIn(12)) {
            caller = rental.offer.host;
            refusal = abi.encodeWithSelector(IRentalEscrow.NotRenter.selector, caller, rental.renter);
        }

        bytes memory call = abi.encodeCall(IRentalEscrow.dispute, (rental, "ipfs://log", NO_PERMIT));
        _playRental(index, Verb.Dispute, caller, isNative ? value : 0, call, refusal);
    }

    function submitEvidence(uint256 seed) external step(seed) {
        (bool found, uint256 index, bytes memory refusal) = _pick(_evidenceRefusal);
        if (!found) return _deposit();
        Rental memory rental = _entries[index].rental;
        address caller = _oneIn(2) ? rental.renter : _hostSide(rental.offer);
        if (refusal.length == 0 && _oneIn(12)) {
            caller = _outsider();
            refusal = abi.encodeWithSelector(IRentalEscrow.NotParty.selector, caller);
        }

        bytes memory call = abi.encodeCall(IRentalEscrow.submitEvidence, (rental, "ipfs://log"));
        _playRental(index, Verb.SubmitEvidence, caller, 0, call, refusal);
    }

    function resolve(uint256 seed) external step(seed) {
        (bool found, uint256 index, ) = _pick(_evidenceRefusal);
        if (!found) return _deposit();
        Rental memory rental = _entries[index].rental;
        if (_entries[index].state.status == Status.Disputed && !_oneIn(6)) {
            _waitUntil(uint256(_entries[index].state.since) + 1 days + (_oneIn(3) ? _below(14 days) : 0));
        }
        uint16 hostBps = uint16(
            _oneIn(12)
                ? 10001 + _below(10)
                : _oneIn(4)
                    ? 10000 * _below(2)
                    : _below(10001)
        );
        bytes memory refusal = _rulingRefusal(index, hostBps);
        address caller = rental.offer.arbiter;
        if (_entries[index].state.status == Status.Disputed && _oneIn(12)) {
            caller = caller == _arbiters[0] ? _arbiters[1] : _arbiters[0];
            refusal = abi.encodeWithSelector(IRentalEscrow.NotArbiter.selector, caller, rental.offer.arbiter);
        }

        bytes memory call = abi.encodeCall(IRentalEscrow.resolve, (rental, hostBps));
        _playRental(index, Verb.Resolve, caller, 0, call, refusal);
        _hold(6, refusal.length > 0 || _ruling == hostBps, "I6: the share is the one that the arbiter gave");
    }

    // What refuses the right caller

    function _disputeRefusal(uint256 index) private view returns (bytes memory) {
        (RentalState memory state, Offer memory offer) = (_entries[index].state, _entries[index].rental.offer);
        if (state.status != Status.Active && state.status != Status.Interrupted) return _wrongStatus(index);
        uint256 closesAt = state.closesAt(offer);
        if (_now >= closesAt) return abi.encodeWithSelector(IRentalEscrow.ChallengeWindowOver.selector, closesAt);
        (uint256 atRisk, , ) = _stakeNow(index);
        return atRisk > 0 ? NOTHING : abi.encodeWithSelector(IRentalEscrow.NothingAtRisk.selector);
    }

    /// @return atRisk What a dispute now would be about
    /// @return stake What the renter must stake
    /// @return shortfall What of the stake the refund does not cover
    function _stakeNow(uint256 index) internal view returns (uint256 atRisk, uint256 stake, uint256 shortfall) {
        (RentalState memory state, Offer memory offer) = (_entries[index].state, _entries[index].rental.offer);
        state.paidSeconds = state.paidBy(offer, _now);
        uint256 before = state.held(offer.pricePerHour);
        if (state.status == Status.Active) state.billedSeconds = state.billedByRenter(offer.minDuration, _now);
        state.status = Status.Disputed;
        uint256 contested = state.held(offer.pricePerHour);
        atRisk = contested + state.bondLocked(offer);
        stake = state.stake(offer);
        shortfall = stake > before - contested ? stake - (before - contested) : 0;
    }

    function _evidenceRefusal(uint256 index) private view returns (bytes memory) {
        return _entries[index].state.status == Status.Disputed ? NOTHING : _wrongStatus(index);
    }

    function _rulingRefusal(uint256 index, uint16 hostBps) private view returns (bytes memory) {
        Entry storage entry = _entries[index];
        if (entry.state.status != Status.Disputed) return _wrongStatus(index);
        uint256 from = uint256(entry.state.since) + 1 days;
        if (_now < from) return abi.encodeWithSelector(IRentalEscrow.EvidenceWindowOpen.selector, from);
        bytes memory refusal = _arbitrationRefusal(entry);
        if (refusal.length > 0 || hostBps <= 10000) return refusal;
        return abi.encodeWithSelector(IRentalEscrow.ShareOutOfBounds.selector, hostBps, 10000);
    }
}
