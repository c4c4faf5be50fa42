// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {Ownable} from "@openzeppelin/contracts/access/Ownable.sol";

import {IRentalEscrow, Rental} from "../../contracts/interfaces/IRentalEscrow.sol";
import {MoodyToken} from "../mocks/MoodyToken.sol";
import {Rogue} from "../mocks/Rogue.sol";
import {vm} from "../Vm.sol";
import {Verb} from "./Counts.sol";
import {Probes} from "./Probes.sol";

/// @dev An owner and a guardian who change everything all the time, a token and receivers that turn bad, and good again.
abstract contract Governing is Probes {
    struct Worth {
        uint256 accrued;
        uint256 toHost;
        uint256 fee;
        uint256 toRenter;
        uint256 stake;
        uint256 exitAt;
        Outcome outcome;
    }

    function govern(uint256 seed) external step(seed) {
        (address caller, bytes memory call, bytes memory refusal) = _change();
        if (_open.length == 0) {
            _play(Verb.Govern, caller, 0, call, refusal);
            return;
        }
        uint256 index = _open[_below(_open.length)];
        bytes memory before = abi.encode(_worthOf(index));

        _play(Verb.Govern, caller, 0, call, refusal);
        _hold(9, keccak256(abi.encode(_worthOf(index))) == keccak256(before), "I9: a parameter reached an open rental");
        _inspectRental(index);
        _inspectMoney(_entries[index].rental.offer.token, caller);
    }

    /// @dev The token or a receiver changes its ways, and something is settled under them.
    function trouble(uint256 seed) external step(seed) {
        uint256 what = _below(4);
        if (what == 0) _moody.setMood(_oneIn(3) ? MoodyToken.Mood.Fine : MoodyToken.Mood(_below(5)));
        else if (what == 1) _moody.setBlocked(_renters[_below(3)], _oneIn(2));
        else if (what == 2) _moody.setBlocked(_payees[_below(4)], _oneIn(2));
        else _rogues[_below(2)].behave(Rogue.Manner(_below(5)));
        if (_oneIn(12)) _moody.setBlocked(_oneIn(2) ? address(escrow) : _payer, true);
        else if (_oneIn(3)) _moody.setBlocked(_oneIn(2) ? address(escrow) : _payer, false);
        if (_oneIn(8)) _donate();

        _settle();
    }

    /// @dev Coins that arrive uninvited stay, and are nobody's.
    function _donate() private {
        _usdc.mint(address(escrow), 1e6);
        _totals[address(_usdc)].donations += 1e6;
        vm.deal(address(escrow), address(escrow).balance + 1e18);
        _totals[NATIVE].donations += 1e18;
    }

    function _change() private returns (address caller, bytes memory call, bytes memory refusal) {
        caller = _owner;
        uint256 what = _below(6);
        uint16 feeBps = uint16(_oneIn(12) ? 1501 + _below(100) : 1000 + _below(501));
        if (feeBps > 1500 && what < 3) {
            refusal = abi.encodeWithSelector(IRentalEscrow.FeeOutOfBounds.selector, feeBps, 1000, 1500);
        }
        address token = _tokens[_below(3)];
        if (what < 2) {
            call = abi.encodeCall(IRentalEscrow.setMarket, (token, _arbiters[_below(2)], feeBps, !_oneIn(5)));
        } else if (what == 2) {
            call = abi.encodeCall(IRentalEscrow.setHostFee, (_hosts[_below(2)], feeBps));
        } else if (what == 3) {
            call = abi.encodeCall(IRentalEscrow.setTreasury, (_treasuries[_below(2)]));
        } else if (what == 4) {
            call = abi.encodeCall(IRentalEscrow.setGuardian, (_guardians[_below(2)]));
        } else {
            return _closeMarket(token);
        }
        if (!_oneIn(12)) return (caller, call, refusal);
        do caller = _outsider(); while (caller == _owner);
        refusal = abi.encodeWithSelector(Ownable.OwnableUnauthorizedAccount.selector, caller);
    }

    /// @dev By the guardian; now and then by the other one.
    function _closeMarket(address token) private returns (address caller, bytes memory call, bytes memory refusal) {
        caller = _oneIn(12) ? _guardians[_below(2)] : _guardian;
        if (caller != _guardian) {
            refusal = abi.encodeWithSelector(IRentalEscrow.NotGuardian.selector, caller, _guardian);
        }
        call = abi.encodeCall(IRentalEscrow.closeMarket, (token));
        // Closed for good, the rest of the run would be poor.
        if (refusal.length == 0 && !_oneIn(3)) {
            (caller, call) = (_owner, abi.encodeCall(IRentalEscrow.setMarket, (token, _arbiters[0], 1000, true)));
        }
    }

    /// @dev All that the rental is worth to its parties, now and when it is forced out.
    function _worthOf(uint256 index) private returns (Worth memory worth) {
        Rental memory rental = _entries[index].rental;
        worth.accrued = escrow.accrued(rental);
        (worth.toHost, worth.fee, worth.toRenter) = escrow.due(rental);
        worth.stake = escrow.stakeOf(rental);
        worth.exitAt = escrow.exitAt(rental);
        worth.outcome = _probe(index, Plan({settleFirst: false, wait: 0, verb: Verb.Settle}));
    }
}
