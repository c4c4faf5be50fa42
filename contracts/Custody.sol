// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IERC20} from "@openzeppelin/contracts/token/ERC20/IERC20.sol";
import {IERC20Permit} from "@openzeppelin/contracts/token/ERC20/extensions/IERC20Permit.sol";
import {SafeERC20} from "@openzeppelin/contracts/token/ERC20/utils/SafeERC20.sol";
import {Address} from "@openzeppelin/contracts/utils/Address.sol";
import {LowLevelCall} from "@openzeppelin/contracts/utils/LowLevelCall.sol";
import {Math} from "@openzeppelin/contracts/utils/math/Math.sol";

import {IRentalEscrow} from "./interfaces/IRentalEscrow.sol";
import {CREDIT_GAS, NATIVE, PAYOUT_GAS, PERMIT_LENGTH} from "./libraries/Constants.sol";
import {Policy} from "./Policy.sol";

/// @dev Takes and pays money, and keeps the balances that wait for their owners: credits, bonds and fees.
abstract contract Custody is Policy {
    using SafeERC20 for IERC20;

    /// @inheritdoc IRentalEscrow
    mapping(address token => mapping(address account => uint256)) public credits;
    /// @inheritdoc IRentalEscrow
    mapping(address token => mapping(address host => uint256)) public bonds;
    /// @inheritdoc IRentalEscrow
    mapping(address token => uint256) public fees;

    // Bonds

    /// @inheritdoc IRentalEscrow
    function fundBond(address token, uint256 amount) external payable nonReentrant {
        require(markets[token].open, MarketNotOpen(token));
        require(amount > 0, ZeroAmount());

        bonds[token][msg.sender] += amount;

        emit BondFunded(token, msg.sender, amount);

        _pull(token, amount, msg.data[:0]);
    }

    /// @inheritdoc IRentalEscrow
    function withdrawBond(address token, uint256 amount, address to) external nonReentrant {
        require(amount > 0, ZeroAmount());
        _requireReceiver(to);

        _takeBond(token, msg.sender, amount);

        emit BondWithdrawn(token, msg.sender, to, amount);

        _send(token, to, amount);
    }

    // Credits and fees

    /// @inheritdoc IRentalEscrow
    function withdraw(address token, address account, address to) external nonReentrant {
        require(msg.sender == account || to == account, NotAccount(msg.sender, account));
        _requireReceiver(to);
        uint256 amount = credits[token][account];
        require(amount > 0, NothingCredited(token, account));

        delete credits[token][account];

        emit Withdrawn(token, account, to, amount);

        _send(token, to, amount);
    }

    /// @inheritdoc IRentalEscrow
    function collectFees(address token) external nonReentrant {
        uint256 amount = fees[token];
        require(amount > 0, NoFees(token));

        delete fees[token];

        emit FeesCollected(token, treasury, amount);

        _send(token, treasury, amount);
    }

    // The payout frame

    /// @dev Callable by `_push` only. Its own call frame undoes a partial transfer when the transfer fails. It is the
    /// only entry point without the reentrancy guard, because its caller holds the guard already.
    function transferOut(address token, address to, uint256 amount) external {
        require(msg.sender == address(this), NotSelf(msg.sender));

        _send(token, to, amount);
    }

    // Internal

    /// @dev Takes exactly `amount` from the caller.
    function _pull(address token, uint256 amount, bytes calldata permit) internal {
        if (token == NATIVE) {
            require(msg.value == amount, WrongValue(msg.value, amount));
            return;
        }
        require(msg.value == 0, WrongValue(msg.value, 0));
        if (amount == 0) return;

        _tryPermit(token, permit);
        uint256 before = IERC20(token).balanceOf(address(this));
        if (!IERC20(token).trySafeTransferFrom(msg.sender, address(this), amount)) _explainRefusal(token, amount);
        uint256 received = Math.saturatingSub(IERC20(token).balanceOf(address(this)), before);
        require(received == amount, WrongAmountReceived(received, amount));
    }

    /// @dev Pays, or credits the amount if it cannot be paid, so that neither a receiver nor a token can block the
    /// call. Requires the gas for both first, so that a caller cannot force a credit by sending little gas.
    function _push(address token, address to, uint256 amount) internal {
        if (amount == 0) return;
        // A call can pass on at most 63/64 of the remaining gas, so PAYOUT_GAS needs 1/63 more.
        uint256 required = PAYOUT_GAS + PAYOUT_GAS / 63 + CREDIT_GAS;
        require(gasleft() >= required, InsufficientGas(gasleft(), required));

        try this.transferOut{gas: PAYOUT_GAS}(token, to, amount) {} catch {
            credits[token][to] += amount;

            emit Credited(token, to, amount);
        }
    }

    function _takeBond(address token, address host, uint256 amount) internal {
        uint256 free = bonds[token][host];
        require(amount <= free, InsufficientBond(free, amount));

        bonds[token][host] = free - amount;
    }

    function _returnBond(address token, address host, uint256 amount) internal {
        if (amount > 0) bonds[token][host] += amount;
    }

    function _addFee(address token, uint256 amount) internal {
        if (amount > 0) fees[token] += amount;
    }

    /// @dev Reverts if the transfer fails.
    function _send(address token, address to, uint256 amount) private {
        if (token == NATIVE) Address.sendValue(payable(to), amount);
        else IERC20(token).safeTransfer(to, amount);
    }

    /// @dev Ignores a failure: anyone can submit a permit before its owner does, and this must not block the owner.
    function _tryPermit(address token, bytes calldata permit) private {
        if (permit.length != PERMIT_LENGTH) return;

        LowLevelCall.callNoReturn(
            token,
            abi.encodePacked(IERC20Permit.permit.selector, abi.encode(msg.sender, address(this)), permit)
        );
    }

    /// @dev Reverts with the reason why a transfer has failed: the allowance, the balance or the token itself.
    function _explainRefusal(address token, uint256 amount) private view {
        uint256 allowance = IERC20(token).allowance(msg.sender, address(this));
        require(allowance >= amount, InsufficientAllowance(allowance, amount));
        uint256 balance = IERC20(token).balanceOf(msg.sender);
        require(balance >= amount, InsufficientBalance(balance, amount));
        revert TransferRefused(token);
    }

    function _requireReceiver(address to) private view {
        require(to != address(0) && to != address(this), InvalidReceiver(to));
    }
}
