// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {UsdcToken} from "./UsdcToken.sol";

/// @dev USDC as it might be upgraded to: transfers between one pair of accounts deliver or cost another amount, an
/// allowance is never used up, a transfer of zero is refused, or a call is made within a transfer.
contract OddUsdcToken is UsdcToken {
    /// @dev The sender and the receiver whose transfers are odd.
    address public oddFrom;
    address public oddTo;
    /// @dev What the receiver gets on top of the value; a fee on transfer if negative.
    int256 public extra;
    /// @dev What the sender pays on top of the value.
    uint256 public charge;
    bool public keepsAllowances;
    bool public refusesZero;
    address public target;
    bytes public call;
    bool public called;
    bytes public answer;

    error Zero();

    function misbehave(address from, address to, int256 extra_, uint256 charge_) external {
        (oddFrom, oddTo, extra, charge) = (from, to, extra_, charge_);
    }

    function keepAllowances() external {
        keepsAllowances = true;
    }

    function refuseZero() external {
        refusesZero = true;
    }

    /// @dev Calls `target_` within the next transfer from `from` to `to`, and keeps the answer.
    function callBack(address from, address to, address target_, bytes calldata call_) external {
        (oddFrom, oddTo, target, call) = (from, to, target_, call_);
    }

    function _update(address from, address to, uint256 value) internal override {
        require(value > 0 || !refusesZero, Zero());
        super._update(from, to, value);
        if (from != oddFrom || to != oddTo) return;
        if (extra < 0) _burn(to, uint256(-extra));
        else if (extra > 0) _mint(to, uint256(extra));
        if (charge > 0) _burn(from, charge);
        if (target == address(0)) return;
        address once = target;
        target = address(0);
        (called, answer) = once.call(call);
    }

    function _spendAllowance(address owner, address spender, uint256 value) internal override {
        if (!keepsAllowances) super._spendAllowance(owner, spender, value);
    }
}
