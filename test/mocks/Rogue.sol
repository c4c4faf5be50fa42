// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {ReentrancyGuardTransient} from "@openzeppelin/contracts/utils/ReentrancyGuardTransient.sol";

import {IRentalEscrow} from "../../contracts/interfaces/IRentalEscrow.sol";

interface IScript {
    /// @dev The calls that a receiver makes when it is paid.
    function reentry() external view returns (address target, bytes memory call);
}

/// @dev A receiver that accepts, rejects, burns gas, returns many bytes, or calls back, as a test sets.
contract Rogue {
    enum Manner {
        Accept,
        Refuse,
        Burn,
        Bomb,
        Reenter
    }

    IScript private immutable _SCRIPT;
    Manner public manner;
    uint32 public attempts;
    /// @dev The number of calls back that the reentrancy guard did not reject.
    uint32 public slips;

    error Refused();

    constructor(IScript script) {
        _SCRIPT = script;
    }

    receive() external payable {
        _receive();
    }

    function tokensReceived() external {
        _receive();
    }

    function behave(Manner manner_) external {
        manner = manner_;
    }

    function _receive() private {
        Manner manner_ = manner;
        require(manner_ != Manner.Refuse, Refused());
        if (manner_ == Manner.Burn) {
            assembly ("memory-safe") {
                invalid()
            }
        }
        if (manner_ == Manner.Bomb) {
            assembly ("memory-safe") {
                revert(0, 300000)
            }
        }
        if (manner_ == Manner.Reenter) _reenter();
    }

    function _reenter() private {
        (address target, bytes memory call) = _SCRIPT.reentry();
        (bool success, bytes memory answer) = target.call(call);
        ++attempts;
        bytes4 reason = bytes4(answer);
        bool refused = reason == ReentrancyGuardTransient.ReentrancyGuardReentrantCall.selector;
        if (success || !(refused || reason == IRentalEscrow.NotSelf.selector)) ++slips;
    }
}
