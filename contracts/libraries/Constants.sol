// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

/// @dev The constants of the protocol. Rates are in basis points (bps), times in seconds, gas in gas units.

/// @dev The token address of the chain's native coin (POL on Polygon).
address constant NATIVE = address(0);
/// @dev The ERC-20 contract of Polygon's native coin. A market for it would count the same coins twice.
address constant NATIVE_ERC20_FACE = 0x0000000000000000000000000000000000001010;

/// @dev 100 % in basis points.
uint256 constant BPS = 10_000;
/// @dev The period of a price: prices are per hour.
uint256 constant PRICE_PERIOD = 1 hours;

/// @dev The lowest platform fee.
uint256 constant MIN_FEE_BPS = 1000;
/// @dev The highest platform fee.
uint256 constant MAX_FEE_BPS = 1500;
/// @dev The longest start window of an offer.
uint256 constant MAX_START_WINDOW = 1 days;
/// @dev The shortest challenge window of an offer.
uint256 constant MIN_CHALLENGE_WINDOW = 15 minutes;
/// @dev The longest challenge window of an offer.
uint256 constant MAX_CHALLENGE_WINDOW = 7 days;
/// @dev The longest rental, extensions included.
uint256 constant MAX_RENTAL_DURATION = 400 days;
/// @dev The renter's stake in a dispute, as a share of the amount at risk.
uint256 constant DISPUTE_STAKE_BPS = 500;
/// @dev The most that a rental's bond may be, in prices of the rental.
uint256 constant MAX_BOND_MULTIPLE = 20;
/// @dev The time after a dispute in which the arbiter cannot rule yet. Conceding costs the whole stake after it.
uint256 constant EVIDENCE_WINDOW = 1 days;
/// @dev The part of the evidence window that a concession is charged for from the first second: a tenth.
uint256 constant CONCESSION_FLOOR = 1 days / 10;
/// @dev The time after a dispute until which the arbiter can rule.
uint256 constant ARBITRATION_WINDOW = 14 days;

/// @dev The gas passed to the call frame of one payout.
uint256 constant PAYOUT_GAS = 300_000;
/// @dev The gas kept to credit a payout that failed: one new storage slot, one event, and a reserve for repricing.
uint256 constant CREDIT_GAS = 60_000;

/// @dev The `busyUntil` of a machine whose rental waits for its start.
uint40 constant RESERVED = type(uint40).max;
/// @dev The length in bytes of an encoded EIP-2612 permit `(value, deadline, v, r, s)`.
uint256 constant PERMIT_LENGTH = 160;
/// @dev The `settlingUntil` of a dispute in which nothing is contested any more: conceding stays free.
uint16 constant FREE_TO_CONCEDE = type(uint16).max;
