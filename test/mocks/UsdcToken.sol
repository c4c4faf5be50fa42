// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {PolygonToken} from "../../sdk/testing/contracts/PolygonToken.sol";

/// @dev A token that behaves as USDC 2.2 does: EIP-2612 and ERC-3009, each as `(v, r, s)` and as `bytes`, where an
/// account with code is asked by ERC-1271 and never by its key; a blocklist and a pause. Anyone has every role.
contract UsdcToken is PolygonToken {
    mapping(address account => bool) public isBlocked;
    bool public paused;

    error Blocked(address account);
    error Paused();

    function setBlocked(address account, bool blocked) external {
        isBlocked[account] = blocked;
    }

    function setPaused(bool paused_) external {
        paused = paused_;
    }

    function transferFrom(address from, address to, uint256 value) public override returns (bool) {
        require(!isBlocked[msg.sender], Blocked(msg.sender));
        return super.transferFrom(from, to, value);
    }

    function _update(address from, address to, uint256 value) internal virtual override {
        require(!paused, Paused());
        require(!isBlocked[from], Blocked(from));
        require(!isBlocked[to], Blocked(to));
        super._update(from, to, value);
    }

    function _approve(address owner, address spender, uint256 value, bool emitEvent) internal virtual override {
        require(!paused, Paused());
        super._approve(owner, spender, value, emitEvent);
    }
}

function deployUsdc() returns (UsdcToken token) {
    token = new UsdcToken();
    describeAsUsdc(token);
}

function describeAsUsdc(PolygonToken token) {
    token.describe(
        PolygonToken.Description({
            name: "USD Coin",
            symbol: "USDC",
            version: "2",
            decimals: 6,
            showsVersion: true,
            hasAuthorizations: true,
            wraps: false
        })
    );
}
