// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {LowLevelCall} from "@openzeppelin/contracts/utils/LowLevelCall.sol";

import {IRentalEscrow, Offer, Rental, Status} from "../../contracts/interfaces/IRentalEscrow.sol";
import {vm} from "../Vm.sol";
import {Arrow, Verb} from "./Counts.sol";
import {Purses} from "./Purses.sol";

/// @dev What would become of a rental: played to its end in a frame that is always undone.
abstract contract Probes is Purses {
    struct Plan {
        bool settleFirst;
        uint256 wait;
        Verb verb;
    }

    struct Outcome {
        bool closed;
        // Balance and credit together: who is blocked today is paid tomorrow.
        uint256 payee;
        uint256 renter;
        uint256 bond;
        uint256 fees;
    }

    /// @dev The only way out of `play`.
    error Undone(Outcome outcome);

    function play(uint256 index, Plan calldata plan) external {
        Rental memory rental = _entries[index].rental;
        if (plan.settleFirst) _try(_keeper, 0, abi.encodeCall(IRentalEscrow.settle, (rental)));
        vm.warp(_now + plan.wait);
        _playVerb(rental, _entries[index].state.refundedSeconds, plan.verb);
        uint256 exitAt = escrow.exitAt(rental);
        if (exitAt > block.timestamp) vm.warp(exitAt);
        _try(_stranger, 0, abi.encodeCall(IRentalEscrow.settle, (rental)));

        revert Undone(_outcome(_entries[index].id, rental));
    }

    /// @dev Now and then after a step: the exit is real, and a keeper's diligence changes nothing.
    function _probeSome() internal override {
        if (_open.length == 0 || !_oneIn(12)) return;
        uint256 index = _open[_below(_open.length)];
        Verb[6] memory verbs = [Verb.Settle, Verb.SettleMany, Verb.Stop, Verb.Interrupt, Verb.Refund, Verb.Dispute];
        Plan memory plan = Plan({settleFirst: false, wait: _below(4 hours), verb: verbs[_below(6)]});
        if (_oneIn(4)) plan.wait = _below(15 days);

        Outcome memory late = _probe(index, plan);
        _hold(7, late.closed, "I7: from exitAt on, anyone closes any rental");
        _count(Arrow.ForcedOutAtExit);
        if (_settleRefusal(index).length > 0) return;
        plan.settleFirst = true;
        bool alike = keccak256(abi.encode(_probe(index, plan))) == keccak256(abi.encode(late));
        _hold(12, alike, "I12: settling first gave other balances");
        _count(Arrow.SettledLateAlike);
    }

    function _probe(uint256 index, Plan memory plan) internal returns (Outcome memory outcome) {
        try this.play(index, plan) {} catch (bytes memory reason) {
            outcome = _outcomeIn(reason);
        }
        vm.warp(_now);
    }

    function _playVerb(Rental memory rental, uint32 refunded, Verb verb) private {
        Offer memory offer = rental.offer;
        if (verb == Verb.Stop)
            return _try(rental.renter, 0, abi.encodeCall(IRentalEscrow.stop, (rental, type(uint256).max)));
        if (verb == Verb.Interrupt)
            return _try(offer.host, 0, abi.encodeCall(IRentalEscrow.interrupt, (rental, type(uint256).max)));
        if (verb == Verb.Refund)
            return _try(offer.host, 0, abi.encodeCall(IRentalEscrow.refund, (rental, refunded + 1)));
        if (verb == Verb.Dispute) {
            uint256 value = offer.token == NATIVE ? PURSE / 2 : 0;
            return _try(rental.renter, value, abi.encodeCall(IRentalEscrow.dispute, (rental, "", NO_PERMIT)));
        }
        if (verb == Verb.Settle) return;
        Rental[] memory rentals = new Rental[](2);
        (rentals[0], rentals[1]) = (rental, rental);
        _try(_keeper, 0, abi.encodeCall(IRentalEscrow.settleMany, (rentals)));
    }

    /// @dev Whether it may or not: what counts is how it ends.
    function _try(address caller, uint256 value, bytes memory call) private {
        vm.prank(caller);
        LowLevelCall.callNoReturn(address(escrow), value, call);
    }

    function _outcome(bytes32 id, Rental memory rental) private view returns (Outcome memory outcome) {
        address token = rental.offer.token;
        outcome.closed = escrow.getRental(id).status == Status.Closed;
        outcome.payee = balanceOf(token, rental.offer.payee) + escrow.credits(token, rental.offer.payee);
        outcome.renter = balanceOf(token, rental.renter) + escrow.credits(token, rental.renter);
        outcome.bond = escrow.bonds(token, rental.offer.host);
        outcome.fees = escrow.fees(token);
    }

    function _outcomeIn(bytes memory reason) private pure returns (Outcome memory) {
        require(bytes4(reason) == Undone.selector, "a probe came to nothing");
        bytes memory data = new bytes(reason.length - 4);
        for (uint256 i = 0; i < data.length; ++i) data[i] = reason[i + 4];
        return abi.decode(data, (Outcome));
    }
}
