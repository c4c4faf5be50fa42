// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IERC20} from "@openzeppelin/contracts/token/ERC20/IERC20.sol";

/// @dev The least that an escrow with a fee can do: one slot per payment, no signature, no events, no clock, no checks
/// but existence. Not a usable system: the lower bound of the comparison.
contract FloorEscrow {
    IERC20 private immutable _TOKEN;

    struct Payment {
        address payee;
        uint88 amount;
        bool started;
    }

    mapping(uint256 id => Payment) private _payments;
    uint256 private _fees;

    constructor(IERC20 token) {
        _TOKEN = token;
    }

    function rent(uint256 id, address payee, uint88 amount) external {
        _payments[id] = Payment(payee, amount, false);
        _TOKEN.transferFrom(msg.sender, address(this), amount);
    }

    function start(uint256 id) external {
        _payments[id].started = true;
    }

    function settle(uint256 id) external {
        Payment memory payment = _payments[id];
        require(payment.amount > 0);
        uint256 fee = payment.amount / 10;
        _payments[id].amount = 0;
        _fees += fee;
        _TOKEN.transfer(payment.payee, payment.amount - fee);
    }
}
