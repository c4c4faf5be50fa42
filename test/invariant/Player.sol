// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {Strings} from "@openzeppelin/contracts/utils/Strings.sol";

import {IRentalEscrow, Offer, Rental, RentalState, Status} from "../../contracts/interfaces/IRentalEscrow.sol";
import {MoodyToken} from "../mocks/MoodyToken.sol";
import {vm} from "../Vm.sol";
import {Arrow, Verb} from "./Counts.sol";
import {Inspector} from "./Inspector.sol";
import {Spec} from "./Spec.sol";

/// @dev Plays one call of the escrow, holds it to what must come of it, and has everything inspected.
abstract contract Player is Inspector {
    using Spec for RentalState;

    uint256 private constant _GAS = 30_000_000;
    /// @dev As a refusal: the call must succeed.
    bytes internal constant NOTHING = "";

    /// @dev Index of the rental in play, for those who call back.
    uint256 private _inPlay;

    modifier step(uint256 seed) {
        _seed(seed);
        _wait(_oneIn(8) ? _below(1 hours) : _below(2 minutes));
        _;
        if (_entries.length > 0) _inspectClosed(_below(_entries.length));
        _probeSome();
    }

    function _probeSome() internal virtual;

    /// @dev What a rogue receiver tries: every verb in turn, with the rental that is just being paid.
    function reentry() external view override returns (address, bytes memory) {
        uint256 turn = _rogues[0].attempts() + _rogues[1].attempts();
        Rental memory rental = _entries[_inPlay].rental;
        bytes4[10] memory verbs = [
            IRentalEscrow.start.selector,
            IRentalEscrow.stop.selector,
            IRentalEscrow.interrupt.selector,
            IRentalEscrow.settle.selector,
            IRentalEscrow.resolve.selector,
            IRentalEscrow.refund.selector,
            // Of these the rental is not the argument, but it decodes as one.
            IRentalEscrow.revokeOffers.selector,
            IRentalEscrow.setSigner.selector,
            IRentalEscrow.fundBond.selector,
            IRentalEscrow.closeMarket.selector
        ];
        turn %= 18;
        // A rental is a static struct: a number after it is the second argument, or is ignored.
        if (turn < 10) return (address(escrow), abi.encodeWithSelector(verbs[turn], rental, uint256(1)));
        return (address(escrow), _reentryWith(turn, rental));
    }

    function _reentryWith(uint256 turn, Rental memory rental) private view returns (bytes memory) {
        address token = rental.offer.token;
        if (turn == 10) return abi.encodeCall(IRentalEscrow.withdraw, (token, msg.sender, msg.sender));
        if (turn == 11) return abi.encodeCall(IRentalEscrow.withdrawBond, (token, 1, msg.sender));
        if (turn == 12) return abi.encodeCall(IRentalEscrow.collectFees, (token));
        if (turn == 13) return abi.encodeCall(escrow.transferOut, (token, msg.sender, 1));
        if (turn == 14) return abi.encodeCall(IRentalEscrow.dispute, (rental, "", NO_PERMIT));
        if (turn == 15) return abi.encodeCall(IRentalEscrow.deposit, (rental, 1 hours, "", NO_PERMIT));
        if (turn == 16) return abi.encodeCall(IRentalEscrow.submitEvidence, (rental, ""));
        Rental[] memory rentals = new Rental[](1);
        rentals[0] = rental;
        return abi.encodeCall(IRentalEscrow.settleMany, (rentals));
    }

    function _playRental(
        uint256 index,
        Verb verb,
        address caller,
        uint256 value,
        bytes memory call,
        bytes memory refusal
    ) internal {
        _inPlay = index;
        bool success = _play(verb, caller, value, call, refusal);
        // A retry that doubles nothing: of all that is done to a rental only evidence may come twice.
        if (success && verb != Verb.SubmitEvidence && _oneIn(8)) {
            _play(verb, caller, value, call, _repeatRefusal(verb, index));
            _count(Arrow.RepeatRefused);
        }
        _inspectRental(index);
        _inspectMoney(_entries[index].rental.offer.token, caller);
    }

    function _inspectMoney(address token, address account) internal {
        _inspectAccount(token, account);
        _inspectToken(token);
    }

    /// @param refusal The whole error that it must fail with, or `NOTHING`
    function _play(
        Verb verb,
        address caller,
        uint256 value,
        bytes memory call,
        bytes memory refusal
    ) internal returns (bool success) {
        _verb = verb;
        uint256 attempts = _rogues[0].attempts() + _rogues[1].attempts();
        vm.recordLogs();
        vm.prank(caller);
        bytes memory answer;
        (success, answer) = address(escrow).call{value: value, gas: _GAS}(call);
        _count(verb, success);
        if (success) _book(vm.getRecordedLogs());
        if (success != (refusal.length == 0)) _misbehaved(verb, refusal.length == 0 ? 11 : _lawOf(verb), answer);
        else if (!success && keccak256(answer) != keccak256(refusal)) _misbehaved(verb, _lawOf(verb), answer);
        else if (!success) _countRefusal(verb, bytes4(refusal));
        if (_rogues[0].attempts() + _rogues[1].attempts() > attempts) _count(Arrow.ReentryRefused);
        _hold(5, _rogues[0].slips() + _rogues[1].slips() == 0, "I5: nobody gets in while money goes out");
    }

    /// @dev What must be refused went through, what must go through was refused, or for a wrong reason.
    function _misbehaved(Verb verb, uint256 number, bytes memory answer) private {
        string memory what = string.concat("I", Strings.toString(number), ": verb ", Strings.toString(uint256(verb)));
        _hold(number, false, string.concat(what, " answered ", Strings.toHexString(uint32(bytes4(answer)), 4)));
    }

    function _countRefusal(Verb verb, bytes4 error_) private {
        if (error_ == IRentalEscrow.TooMuch.selector)
            _count(verb == Verb.Stop ? Arrow.StopRefusedByBound : Arrow.InterruptionRefusedByBound);
        else if (error_ == IRentalEscrow.InsufficientBond.selector && verb == Verb.Extend)
            _count(Arrow.ExtensionRefusedForBond);
    }

    /// @dev What answers a call that has just succeeded when it is sent again.
    function _repeatRefusal(Verb verb, uint256 index) private view returns (bytes memory) {
        (RentalState memory state, Offer memory offer) = (_entries[index].state, _entries[index].rental.offer);
        if (verb == Verb.Extend) return _durationRefusal(state.duration, state.duration, offer.maxDuration);
        if (verb == Verb.Settle && state.status != Status.Closed)
            return abi.encodeWithSelector(IRentalEscrow.NotDue.selector, state.dueAt(offer));
        if (verb != Verb.Refund) return _wrongStatus(index);
        uint256 billed = state.status == Status.Active ? state.elapsed(_now) : state.billedSeconds;
        bytes4 error_ = IRentalEscrow.RefundOutOfBounds.selector;
        return abi.encodeWithSelector(error_, state.refundedSeconds, billed - state.paidSeconds);
    }

    // Who and what

    /// @dev A rental for which `refusalOf` has nothing to say; now and then one for which it has.
    function _pick(
        function(uint256) view returns (bytes memory) refusalOf
    ) internal returns (bool found, uint256 index, bytes memory refusal) {
        uint256 count = _open.length;
        if (count == 0) return (false, 0, "");
        uint256 first = _below(count);
        for (uint256 i = 0; i < count; ++i) {
            index = _open[(first + i) % count];
            refusal = refusalOf(index);
            if (refusal.length == 0) return (true, index, refusal);
        }
        return (_oneIn(6), index, refusal);
    }

    /// @dev Somebody without a part in any rental.
    function _outsider() internal returns (address) {
        return powerful()[_below(7)];
    }

    function _wrongStatus(uint256 index) internal view returns (bytes memory) {
        Entry storage entry = _entries[index];
        return abi.encodeWithSelector(IRentalEscrow.WrongStatus.selector, entry.id, entry.state.status);
    }

    function _durationRefusal(uint256 duration, uint256 present, uint256 maximum) internal pure returns (bytes memory) {
        return abi.encodeWithSelector(IRentalEscrow.DurationOutOfBounds.selector, duration, present + 1, maximum);
    }

    /// @dev What comes of locking so much more of the host's free bond.
    function _bondRefusal(Offer memory offer, uint256 amount) internal view returns (bytes memory) {
        uint256 free = _freeBond[offer.token][offer.host];
        if (amount <= free) return NOTHING;
        return abi.encodeWithSelector(IRentalEscrow.InsufficientBond.selector, free, amount);
    }

    /// @dev What comes of pulling money from `account`; every payer has coins, and all but one have approved.
    function _pullRefusal(address token, address account) internal view returns (bytes memory) {
        if (token != address(_moody)) return NOTHING;
        bool fine =
            _moody.mood() == MoodyToken.Mood.Fine && !_moody.blocked(account) && !_moody.blocked(address(escrow));
        return fine ? NOTHING : abi.encodeWithSelector(IRentalEscrow.TransferRefused.selector, token);
    }

    function _marketRefusal(address token, address arbiter) internal view returns (bytes memory) {
        if (!_market[token].open) return abi.encodeWithSelector(IRentalEscrow.MarketNotOpen.selector, token);
        if (_market[token].arbiter == arbiter) return NOTHING;
        return abi.encodeWithSelector(IRentalEscrow.WrongArbiter.selector, arbiter, _market[token].arbiter);
    }

    /// @dev The number that is broken if a call goes through that must not.
    function _lawOf(Verb verb) private pure returns (uint256) {
        if (verb == Verb.Deposit) return 13;
        if (verb == Verb.Govern || verb == Verb.CollectFees) return 8;
        if (verb >= Verb.FundBond) return 5;
        return 4;
    }
}
