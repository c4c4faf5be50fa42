// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

/// @dev The protocol's fixed numbers. Rates are in basis points (bps), times in seconds, gas in gas units.

/// @dev The token address that stands for the chain's native coin (POL on Polygon).
address constant NATIVE = address(0);
/// @dev ERC-20 face of Polygon's native coin. Opening it as a market would count the same coins twice.
address constant NATIVE_ERC20_FACE = 0x0000000000000000000000000000000000001010;

uint256 constant BPS = 10_000;
uint256 constant PRICE_PERIOD = 1 hours;

uint256 constant MIN_FEE_BPS = 1000;
uint256 constant MAX_FEE_BPS = 1500;
uint256 constant MAX_START_WINDOW = 1 days;
uint256 constant MIN_CHALLENGE_WINDOW = 15 minutes;
uint256 constant MAX_CHALLENGE_WINDOW = 7 days;
uint256 constant MAX_RENTAL_DURATION = 400 days;
uint256 constant DISPUTE_STAKE_BPS = 500;
/// @dev The most that a rental's bond may be, in prices of the rental.
uint256 constant MAX_BOND_MULTIPLE = 20;
uint256 constant EVIDENCE_WINDOW = 1 days;
/// @dev A tenth of the evidence window: what conceding costs at once, in seconds of that window.
uint256 constant CONCESSION_FLOOR = 1 days / 10;
uint256 constant ARBITRATION_WINDOW = 14 days;

/// @dev Gas given to the call frame of one pushed payout.
uint256 constant PAYOUT_GAS = 300_000;
/// @dev Gas kept back to credit a payout whose frame reverted: one new storage slot, one event, room for repricing.
uint256 constant CREDIT_GAS = 60_000;

/// @dev `busyUntil` of a machine that is reserved until its host starts or the start window is over.
uint40 constant RESERVED = type(uint40).max;
/// @dev Length of an encoded EIP-2612 permit `(value, deadline, v, r, s)`.
uint256 constant PERMIT_LENGTH = 160;
/// @dev `settlingUntil` of a dispute in which nothing is contested any more: conceding stays free.
uint16 constant FREE_TO_CONCEDE = type(uint16).max;
