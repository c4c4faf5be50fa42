// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {LowLevelCall} from "@openzeppelin/contracts/utils/LowLevelCall.sol";

import {Token} from "./Token.sol";

/// @dev A dollar token that can block accounts, pause, return false, burn gas, return megabytes and call receivers.
contract MoodyToken is Token("Moody Dollar", "MOOD", 6) {
    enum Mood {
        Fine,
        Paused,
        Lying,
        Burning,
        Verbose
    }

    Mood public mood;
    mapping(address account => bool) public blocked;

    error Blocked(address account);
    error Paused();

    function setMood(Mood mood_) external {
        mood = mood_;
    }

    function setBlocked(address account, bool blocked_) external {
        blocked[account] = blocked_;
    }

    function transfer(address to, uint256 amount) public override returns (bool) {
        if (!_willing()) return false;
        super.transfer(to, amount);
        if (to.code.length > 0) LowLevelCall.callNoReturn(to, abi.encodeWithSignature("tokensReceived()"));
        return true;
    }

    function transferFrom(address from, address to, uint256 amount) public override returns (bool) {
        return _willing() && super.transferFrom(from, to, amount);
    }

    function _update(address from, address to, uint256 amount) internal override {
        require(!blocked[from], Blocked(from));
        require(!blocked[to], Blocked(to));
        super._update(from, to, amount);
    }

    function _willing() private view returns (bool) {
        Mood mood_ = mood;
        require(mood_ != Mood.Paused, Paused());
        if (mood_ == Mood.Burning) {
            assembly ("memory-safe") {
                invalid()
            }
        }
        if (mood_ == Mood.Verbose) {
            assembly ("memory-safe") {
                revert(0, 300000)
            }
        }
        return mood_ != Mood.Lying;
    }
}
