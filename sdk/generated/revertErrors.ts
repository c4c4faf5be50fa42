// Written by `npm run generate`. Do not edit.

import { revertError } from "../core/revertError.ts"

/** The arbitration window ended at `deadline`, so the arbiter can no longer rule. Settle the rental. */
export class ArbitrationOverError extends /* @__PURE__ */ revertError("ArbitrationOver", "The arbitration window ended at `deadline`, so the arbiter can no longer rule. Settle the rental.", "uint256 deadline") {}

/** The challenge window is not from `minimum` to `maximum`. Ask the host for an offer within these bounds. */
export class ChallengeWindowOutOfBoundsError extends /* @__PURE__ */ revertError("ChallengeWindowOutOfBounds", "The challenge window is not from `minimum` to `maximum`. Ask the host for an offer within these bounds.", "uint256 challengeWindow,uint256 minimum,uint256 maximum") {}

/** The challenge window ended at `deadline`, so the renter can no longer dispute. Settle the rental. */
export class ChallengeWindowOverError extends /* @__PURE__ */ revertError("ChallengeWindowOver", "The challenge window ended at `deadline`, so the renter can no longer dispute. Settle the rental.", "uint256 deadline") {}

/** The duration is not from `minimum` to `maximum`. Choose one within these bounds. */
export class DurationOutOfBoundsError extends /* @__PURE__ */ revertError("DurationOutOfBounds", "The duration is not from `minimum` to `maximum`. Choose one within these bounds.", "uint256 duration,uint256 minimum,uint256 maximum") {}

/** The evidence window is open until `until`. Rule from that time on. */
export class EvidenceWindowOpenError extends /* @__PURE__ */ revertError("EvidenceWindowOpen", "The evidence window is open until `until`. Rule from that time on.", "uint256 until") {}

/** The receiver refused the coins. Send them to another address. */
export class FailedCallError extends /* @__PURE__ */ revertError("FailedCall", "The receiver refused the coins. Send them to another address.") {}

/** The platform fee exceeds the maximum of the offer. Ask the host for an offer with a higher `maxFeeBps`. */
export class FeeAboveMaximumError extends /* @__PURE__ */ revertError("FeeAboveMaximum", "The platform fee exceeds the maximum of the offer. Ask the host for an offer with a higher `maxFeeBps`.", "uint16 feeBps,uint16 maxFeeBps") {}

/** The fee is not from `minimum` to `maximum`. Choose one within these bounds. */
export class FeeOutOfBoundsError extends /* @__PURE__ */ revertError("FeeOutOfBounds", "The fee is not from `minimum` to `maximum`. Choose one within these bounds.", "uint256 feeBps,uint256 minimum,uint256 maximum") {}

/** The allowance of the escrow does not cover `required`. Approve the escrow or pass a permit. */
export class InsufficientAllowanceError extends /* @__PURE__ */ revertError("InsufficientAllowance", "The allowance of the escrow does not cover `required`. Approve the escrow or pass a permit.", "uint256 allowance,uint256 required") {}

/** The balance does not cover `required`. Add funds first. */
export class InsufficientBalanceError extends /* @__PURE__ */ revertError("InsufficientBalance", "The balance does not cover `required`. Add funds first.", "uint256 balance,uint256 required") {}

/** The host's free bond does not cover `required`. Fund the bond first. */
export class InsufficientBondError extends /* @__PURE__ */ revertError("InsufficientBond", "The host's free bond does not cover `required`. Fund the bond first.", "uint256 free,uint256 required") {}

/** The gas does not suffice to pay or to credit. Send the transaction with more gas. */
export class InsufficientGasError extends /* @__PURE__ */ revertError("InsufficientGas", "The gas does not suffice to pay or to credit. Send the transaction with more gas.", "uint256 available,uint256 required") {}

/** The arbiter is the zero address, the host or the renter. Choose another arbiter. */
export class InvalidArbiterError extends /* @__PURE__ */ revertError("InvalidArbiter", "The arbiter is the zero address, the host or the renter. Choose another arbiter.", "address arbiter") {}

/** The host is the zero address. Name the host in the offer. */
export class InvalidHostError extends /* @__PURE__ */ revertError("InvalidHost", "The host is the zero address. Name the host in the offer.", "address host") {}

/** The operator is the renter or the arbiter. Ask the host for an offer with another operator. */
export class InvalidOperatorError extends /* @__PURE__ */ revertError("InvalidOperator", "The operator is the renter or the arbiter. Ask the host for an offer with another operator.", "address operator") {}

/** The payee is the zero address, the escrow, the arbiter or the token. Ask the host for an offer with another payee. */
export class InvalidPayeeError extends /* @__PURE__ */ revertError("InvalidPayee", "The payee is the zero address, the escrow, the arbiter or the token. Ask the host for an offer with another payee.", "address payee") {}

/** The receiver is the zero address or the escrow. Choose another receiver. */
export class InvalidReceiverError extends /* @__PURE__ */ revertError("InvalidReceiver", "The receiver is the zero address or the escrow. Choose another receiver.", "address to") {}

/** The renter is the zero address, the host, the escrow or the token. Name another renter. */
export class InvalidRenterError extends /* @__PURE__ */ revertError("InvalidRenter", "The renter is the zero address, the host, the escrow or the token. Name another renter.", "address renter") {}

/** The name of the contract is too long. Report this. */
export class InvalidShortStringError extends /* @__PURE__ */ revertError("InvalidShortString", "The name of the contract is too long. Report this.") {}

/** The host's signer did not sign this offer for this escrow and chain. Ask the host for a new offer. */
export class InvalidSignatureError extends /* @__PURE__ */ revertError("InvalidSignature", "The host's signer did not sign this offer for this escrow and chain. Ask the host for a new offer.", "address signer") {}

/** The token has no code, is the escrow, or is the ERC-20 face of the native coin. Choose another token. */
export class InvalidTokenError extends /* @__PURE__ */ revertError("InvalidToken", "The token has no code, is the escrow, or is the ERC-20 face of the native coin. Choose another token.", "address token") {}

/** The treasury is the zero address or the escrow. Choose another address. */
export class InvalidTreasuryError extends /* @__PURE__ */ revertError("InvalidTreasury", "The treasury is the zero address or the escrow. Choose another address.", "address treasury") {}

/** The machine is rented until `busyUntil`. Choose another machine or wait. */
export class MachineBusyError extends /* @__PURE__ */ revertError("MachineBusy", "The machine is rented until `busyUntil`. Choose another machine or wait.", "uint256 busyUntil") {}

/** The market of this token is not open. Choose a token with an open market. */
export class MarketNotOpenError extends /* @__PURE__ */ revertError("MarketNotOpen", "The market of this token is not open. Choose a token with an open market.", "address token") {}

/** The longest duration of the offer exceeds `maximum`. Ask the host for an offer with a shorter one. */
export class MaxDurationTooLongError extends /* @__PURE__ */ revertError("MaxDurationTooLong", "The longest duration of the offer exceeds `maximum`. Ask the host for an offer with a shorter one.", "uint256 maxDuration,uint256 maximum") {}

/** The shortest duration of the offer is zero. Ask the host for an offer with at least one second. */
export class MinDurationZeroError extends /* @__PURE__ */ revertError("MinDurationZero", "The shortest duration of the offer is zero. Ask the host for an offer with at least one second.") {}

/** There are no fees to collect in this token. Wait until a rental has paid some. */
export class NoFeesError extends /* @__PURE__ */ revertError("NoFees", "There are no fees to collect in this token. Wait until a rental has paid some.", "address token") {}

/** Only the owner of a credit may send it to another address. Send it to the owner's own address. */
export class NotAccountError extends /* @__PURE__ */ revertError("NotAccount", "Only the owner of a credit may send it to another address. Send it to the owner's own address.", "address caller,address account") {}

/** Only the offer's arbiter may do this. Use the arbiter's account. */
export class NotArbiterError extends /* @__PURE__ */ revertError("NotArbiter", "Only the offer's arbiter may do this. Use the arbiter's account.", "address caller,address arbiter") {}

/** Nothing is due before `dueAt`. Settle from that time on. */
export class NotDueError extends /* @__PURE__ */ revertError("NotDue", "Nothing is due before `dueAt`. Settle from that time on.", "uint256 dueAt") {}

/** Only the guardian may do this. Use the guardian's account. */
export class NotGuardianError extends /* @__PURE__ */ revertError("NotGuardian", "Only the guardian may do this. Use the guardian's account.", "address caller,address guardian") {}

/** Only the host may do this. Use the host's account. */
export class NotHostError extends /* @__PURE__ */ revertError("NotHost", "Only the host may do this. Use the host's account.", "address caller,address host") {}

/** Only the host or its operator may do this. Use one of their accounts. */
export class NotHostOrOperatorError extends /* @__PURE__ */ revertError("NotHostOrOperator", "Only the host or its operator may do this. Use one of their accounts.", "address caller") {}

/** Only the rental's renter, host or operator may do this. Use one of their accounts. */
export class NotPartyError extends /* @__PURE__ */ revertError("NotParty", "Only the rental's renter, host or operator may do this. Use one of their accounts.", "address caller") {}

/** Only the renter may do this. Use the renter's account. */
export class NotRenterError extends /* @__PURE__ */ revertError("NotRenter", "Only the renter may do this. Use the renter's account.", "address caller,address renter") {}

/** Only the escrow may call this function. Use `withdraw` to collect a credit. */
export class NotSelfError extends /* @__PURE__ */ revertError("NotSelf", "Only the escrow may call this function. Use `withdraw` to collect a credit.", "address caller") {}

/** Neither price nor bond is left to dispute. Stop or settle the rental. */
export class NothingAtRiskError extends /* @__PURE__ */ revertError("NothingAtRisk", "Neither price nor bond is left to dispute. Stop or settle the rental.") {}

/** This account has no credit in this token. Payouts that arrived need no withdrawal. */
export class NothingCreditedError extends /* @__PURE__ */ revertError("NothingCredited", "This account has no credit in this token. Payouts that arrived need no withdrawal.", "address token,address account") {}

/** The offer expired at `expiry`. Ask the host for a new offer. */
export class OfferExpiredError extends /* @__PURE__ */ revertError("OfferExpired", "The offer expired at `expiry`. Ask the host for a new offer.", "uint256 expiry") {}

/** The owner is the zero address. Name another owner. */
export class OwnableInvalidOwnerError extends /* @__PURE__ */ revertError("OwnableInvalidOwner", "The owner is the zero address. Name another owner.", "address owner") {}

/** Only the owner may do this. Use the owner's account. */
export class OwnableUnauthorizedAccountError extends /* @__PURE__ */ revertError("OwnableUnauthorizedAccount", "Only the owner may do this. Use the owner's account.", "address account") {}

/** The escrow was called from within its own call. Call it in a separate transaction. */
export class ReentrancyGuardReentrantCallError extends /* @__PURE__ */ revertError("ReentrancyGuardReentrantCall", "The escrow was called from within its own call. Call it in a separate transaction.") {}

/** The refund is not more than the present total, or exceeds `maximum`. Pass the new total of refunded seconds: more than the present one, at most `maximum`. */
export class RefundOutOfBoundsError extends /* @__PURE__ */ revertError("RefundOutOfBounds", "The refund is not more than the present total, or exceeds `maximum`. Pass the new total of refunded seconds: more than the present one, at most `maximum`.", "uint256 refundedSeconds,uint256 maximum") {}

/** This rental has already been paid. Choose another salt to rent again. */
export class RentalExistsError extends /* @__PURE__ */ revertError("RentalExists", "This rental has already been paid. Choose another salt to rent again.", "bytes32 id") {}

/** The promised time ended at `end`. Settle the rental once its challenge window is over. */
export class RentalOverError extends /* @__PURE__ */ revertError("RentalOver", "The promised time ended at `end`. Settle the rental once its challenge window is over.", "uint256 end") {}

/** The token refused the transfer. Check the rules of the token, or choose another receiver. */
export class SafeERC20FailedOperationError extends /* @__PURE__ */ revertError("SafeERC20FailedOperation", "The token refused the transfer. Check the rules of the token, or choose another receiver.", "address token") {}

/** The closing settlement has been due since `dueAt`. Settle the rental. */
export class SettlementDueError extends /* @__PURE__ */ revertError("SettlementDue", "The closing settlement has been due since `dueAt`. Settle the rental.", "uint256 dueAt") {}

/** The share exceeds `maximum`. Choose one from 0 to `maximum`, in basis points. */
export class ShareOutOfBoundsError extends /* @__PURE__ */ revertError("ShareOutOfBounds", "The share exceeds `maximum`. Choose one from 0 to `maximum`, in basis points.", "uint256 hostBps,uint256 maximum") {}

/** The start window ended at `deadline`, so the rental can no longer start. Settle the no-show. */
export class StartWindowOverError extends /* @__PURE__ */ revertError("StartWindowOver", "The start window ended at `deadline`, so the rental can no longer start. Settle the no-show.", "uint256 deadline") {}

/** The start window exceeds `maximum`. Ask the host for an offer with a shorter one. */
export class StartWindowTooLongError extends /* @__PURE__ */ revertError("StartWindowTooLong", "The start window exceeds `maximum`. Ask the host for an offer with a shorter one.", "uint256 startWindow,uint256 maximum") {}

/** The name of the contract is too long. Report this. */
export class StringTooLongError extends /* @__PURE__ */ revertError("StringTooLong", "The name of the contract is too long. Report this.", "string str") {}

/** The call would send more than you allow. Read the rental again, then pass a bound that fits. */
export class TooMuchError extends /* @__PURE__ */ revertError("TooMuch", "The call would send more than you allow. Read the rental again, then pass a bound that fits.", "uint256 amount,uint256 maximum") {}

/** The token refused the transfer although allowance and balance suffice. Check the rules of the token. */
export class TransferRefusedError extends /* @__PURE__ */ revertError("TransferRefused", "The token refused the transfer although allowance and balance suffice. Check the rules of the token.", "address token") {}

/** The token delivered another amount than was sent. Choose a token without transfer fees. */
export class WrongAmountReceivedError extends /* @__PURE__ */ revertError("WrongAmountReceived", "The token delivered another amount than was sent. Choose a token without transfer fees.", "uint256 received,uint256 expected") {}

/** The offer names another arbiter than the market. Ask the host for a new offer. */
export class WrongArbiterError extends /* @__PURE__ */ revertError("WrongArbiter", "The offer names another arbiter than the market. Ask the host for a new offer.", "address arbiter,address marketArbiter") {}

/** The host revoked this offer when it changed its signer. Ask the host for a new offer. */
export class WrongEpochError extends /* @__PURE__ */ revertError("WrongEpoch", "The host revoked this offer when it changed its signer. Ask the host for a new offer.", "uint32 epoch,uint32 current") {}

/** The host revoked the offers of this machine. Ask the host for a new offer. */
export class WrongNonceError extends /* @__PURE__ */ revertError("WrongNonce", "The host revoked the offers of this machine. Ask the host for a new offer.", "uint32 nonce,uint32 current") {}

/** The offer is for another renter. Ask the host for an offer to this renter. */
export class WrongRenterError extends /* @__PURE__ */ revertError("WrongRenter", "The offer is for another renter. Ask the host for an offer to this renter.", "address renter,address expected") {}

/** The rental's status does not allow this. Read its state first. With status `None` there is no such rental. */
export class WrongStatusError extends /* @__PURE__ */ revertError("WrongStatus", "The rental's status does not allow this. Read its state first. With status `None` there is no such rental.", "bytes32 id,Status status") {}

/** The native coin that was sent differs from the amount due. Send exactly `expected`. */
export class WrongValueError extends /* @__PURE__ */ revertError("WrongValue", "The native coin that was sent differs from the amount due. Send exactly `expected`.", "uint256 value,uint256 expected") {}

/** The amount is zero. Choose a higher amount or a longer duration. */
export class ZeroAmountError extends /* @__PURE__ */ revertError("ZeroAmount", "The amount is zero. Choose a higher amount or a longer duration.") {}

/** The classes of all contract errors. */
export const revertErrors = [
  ArbitrationOverError,
  ChallengeWindowOutOfBoundsError,
  ChallengeWindowOverError,
  DurationOutOfBoundsError,
  EvidenceWindowOpenError,
  FailedCallError,
  FeeAboveMaximumError,
  FeeOutOfBoundsError,
  InsufficientAllowanceError,
  InsufficientBalanceError,
  InsufficientBondError,
  InsufficientGasError,
  InvalidArbiterError,
  InvalidHostError,
  InvalidOperatorError,
  InvalidPayeeError,
  InvalidReceiverError,
  InvalidRenterError,
  InvalidShortStringError,
  InvalidSignatureError,
  InvalidTokenError,
  InvalidTreasuryError,
  MachineBusyError,
  MarketNotOpenError,
  MaxDurationTooLongError,
  MinDurationZeroError,
  NoFeesError,
  NotAccountError,
  NotArbiterError,
  NotDueError,
  NotGuardianError,
  NotHostError,
  NotHostOrOperatorError,
  NotPartyError,
  NotRenterError,
  NotSelfError,
  NothingAtRiskError,
  NothingCreditedError,
  OfferExpiredError,
  OwnableInvalidOwnerError,
  OwnableUnauthorizedAccountError,
  ReentrancyGuardReentrantCallError,
  RefundOutOfBoundsError,
  RentalExistsError,
  RentalOverError,
  SafeERC20FailedOperationError,
  SettlementDueError,
  ShareOutOfBoundsError,
  StartWindowOverError,
  StartWindowTooLongError,
  StringTooLongError,
  TooMuchError,
  TransferRefusedError,
  WrongAmountReceivedError,
  WrongArbiterError,
  WrongEpochError,
  WrongNonceError,
  WrongRenterError,
  WrongStatusError,
  WrongValueError,
  ZeroAmountError,
]
