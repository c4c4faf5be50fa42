// Written by `npm run generate`. Do not edit.

import { RevertError } from "../core/escrowError.ts"

/** The arbitration window ended at `deadline`, so the arbiter can no longer rule. Settle the rental. */
export class ArbitrationOverError extends RevertError<"ArbitrationOver"> {
  constructor(args: RevertError<"ArbitrationOver">["args"], options?: ErrorOptions) {
    super("ArbitrationOver", "The arbitration window ended at `deadline`, so the arbiter can no longer rule. Settle the rental.", args, options)
  }
}

/** The challenge window is not from `minimum` to `maximum`. Ask the host for an offer within these bounds. */
export class ChallengeWindowOutOfBoundsError extends RevertError<"ChallengeWindowOutOfBounds"> {
  constructor(args: RevertError<"ChallengeWindowOutOfBounds">["args"], options?: ErrorOptions) {
    super("ChallengeWindowOutOfBounds", "The challenge window is not from `minimum` to `maximum`. Ask the host for an offer within these bounds.", args, options)
  }
}

/** The challenge window ended at `deadline`, so the renter can no longer dispute. Settle the rental. */
export class ChallengeWindowOverError extends RevertError<"ChallengeWindowOver"> {
  constructor(args: RevertError<"ChallengeWindowOver">["args"], options?: ErrorOptions) {
    super("ChallengeWindowOver", "The challenge window ended at `deadline`, so the renter can no longer dispute. Settle the rental.", args, options)
  }
}

/** The duration is not from `minimum` to `maximum`. Choose one within these bounds. */
export class DurationOutOfBoundsError extends RevertError<"DurationOutOfBounds"> {
  constructor(args: RevertError<"DurationOutOfBounds">["args"], options?: ErrorOptions) {
    super("DurationOutOfBounds", "The duration is not from `minimum` to `maximum`. Choose one within these bounds.", args, options)
  }
}

/** The evidence window is open until `until`. Rule from that time on. */
export class EvidenceWindowOpenError extends RevertError<"EvidenceWindowOpen"> {
  constructor(args: RevertError<"EvidenceWindowOpen">["args"], options?: ErrorOptions) {
    super("EvidenceWindowOpen", "The evidence window is open until `until`. Rule from that time on.", args, options)
  }
}

/** The receiver refused the coins. Send them to another address. */
export class FailedCallError extends RevertError<"FailedCall"> {
  constructor(args: RevertError<"FailedCall">["args"], options?: ErrorOptions) {
    super("FailedCall", "The receiver refused the coins. Send them to another address.", args, options)
  }
}

/** The platform fee exceeds the maximum of the offer. Ask the host for an offer with a higher `maxFeeBps`. */
export class FeeAboveMaximumError extends RevertError<"FeeAboveMaximum"> {
  constructor(args: RevertError<"FeeAboveMaximum">["args"], options?: ErrorOptions) {
    super("FeeAboveMaximum", "The platform fee exceeds the maximum of the offer. Ask the host for an offer with a higher `maxFeeBps`.", args, options)
  }
}

/** The fee is not from `minimum` to `maximum`. Choose one within these bounds. */
export class FeeOutOfBoundsError extends RevertError<"FeeOutOfBounds"> {
  constructor(args: RevertError<"FeeOutOfBounds">["args"], options?: ErrorOptions) {
    super("FeeOutOfBounds", "The fee is not from `minimum` to `maximum`. Choose one within these bounds.", args, options)
  }
}

/** The allowance of the escrow does not cover `required`. Approve the escrow or pass a permit. */
export class InsufficientAllowanceError extends RevertError<"InsufficientAllowance"> {
  constructor(args: RevertError<"InsufficientAllowance">["args"], options?: ErrorOptions) {
    super("InsufficientAllowance", "The allowance of the escrow does not cover `required`. Approve the escrow or pass a permit.", args, options)
  }
}

/** The balance does not cover `required`. Add funds first. */
export class InsufficientBalanceError extends RevertError<"InsufficientBalance"> {
  constructor(args: RevertError<"InsufficientBalance">["args"], options?: ErrorOptions) {
    super("InsufficientBalance", "The balance does not cover `required`. Add funds first.", args, options)
  }
}

/** The host's free bond does not cover `required`. Fund the bond first. */
export class InsufficientBondError extends RevertError<"InsufficientBond"> {
  constructor(args: RevertError<"InsufficientBond">["args"], options?: ErrorOptions) {
    super("InsufficientBond", "The host's free bond does not cover `required`. Fund the bond first.", args, options)
  }
}

/** The gas does not suffice to pay or to credit. Send the transaction with more gas. */
export class InsufficientGasError extends RevertError<"InsufficientGas"> {
  constructor(args: RevertError<"InsufficientGas">["args"], options?: ErrorOptions) {
    super("InsufficientGas", "The gas does not suffice to pay or to credit. Send the transaction with more gas.", args, options)
  }
}

/** The arbiter is the zero address, the host or the renter. Choose another arbiter. */
export class InvalidArbiterError extends RevertError<"InvalidArbiter"> {
  constructor(args: RevertError<"InvalidArbiter">["args"], options?: ErrorOptions) {
    super("InvalidArbiter", "The arbiter is the zero address, the host or the renter. Choose another arbiter.", args, options)
  }
}

/** The host is the zero address. Name the host in the offer. */
export class InvalidHostError extends RevertError<"InvalidHost"> {
  constructor(args: RevertError<"InvalidHost">["args"], options?: ErrorOptions) {
    super("InvalidHost", "The host is the zero address. Name the host in the offer.", args, options)
  }
}

/** The operator is the renter or the arbiter. Ask the host for an offer with another operator. */
export class InvalidOperatorError extends RevertError<"InvalidOperator"> {
  constructor(args: RevertError<"InvalidOperator">["args"], options?: ErrorOptions) {
    super("InvalidOperator", "The operator is the renter or the arbiter. Ask the host for an offer with another operator.", args, options)
  }
}

/** The payee is the zero address, the escrow, the arbiter or the token. Ask the host for an offer with another payee. */
export class InvalidPayeeError extends RevertError<"InvalidPayee"> {
  constructor(args: RevertError<"InvalidPayee">["args"], options?: ErrorOptions) {
    super("InvalidPayee", "The payee is the zero address, the escrow, the arbiter or the token. Ask the host for an offer with another payee.", args, options)
  }
}

/** The receiver is the zero address or the escrow. Choose another receiver. */
export class InvalidReceiverError extends RevertError<"InvalidReceiver"> {
  constructor(args: RevertError<"InvalidReceiver">["args"], options?: ErrorOptions) {
    super("InvalidReceiver", "The receiver is the zero address or the escrow. Choose another receiver.", args, options)
  }
}

/** The renter is the zero address, the host or the escrow. Name another renter. */
export class InvalidRenterError extends RevertError<"InvalidRenter"> {
  constructor(args: RevertError<"InvalidRenter">["args"], options?: ErrorOptions) {
    super("InvalidRenter", "The renter is the zero address, the host or the escrow. Name another renter.", args, options)
  }
}

/** The name of the contract is too long. Report this. */
export class InvalidShortStringError extends RevertError<"InvalidShortString"> {
  constructor(args: RevertError<"InvalidShortString">["args"], options?: ErrorOptions) {
    super("InvalidShortString", "The name of the contract is too long. Report this.", args, options)
  }
}

/** The host's signer did not sign this offer for this escrow and chain. Ask the host for a new offer. */
export class InvalidSignatureError extends RevertError<"InvalidSignature"> {
  constructor(args: RevertError<"InvalidSignature">["args"], options?: ErrorOptions) {
    super("InvalidSignature", "The host's signer did not sign this offer for this escrow and chain. Ask the host for a new offer.", args, options)
  }
}

/** The token has no code, is the escrow, or is the ERC-20 face of the native coin. Choose another token. */
export class InvalidTokenError extends RevertError<"InvalidToken"> {
  constructor(args: RevertError<"InvalidToken">["args"], options?: ErrorOptions) {
    super("InvalidToken", "The token has no code, is the escrow, or is the ERC-20 face of the native coin. Choose another token.", args, options)
  }
}

/** The treasury is the zero address or the escrow. Choose another address. */
export class InvalidTreasuryError extends RevertError<"InvalidTreasury"> {
  constructor(args: RevertError<"InvalidTreasury">["args"], options?: ErrorOptions) {
    super("InvalidTreasury", "The treasury is the zero address or the escrow. Choose another address.", args, options)
  }
}

/** The machine is rented until `busyUntil`. Choose another machine or wait. */
export class MachineBusyError extends RevertError<"MachineBusy"> {
  constructor(args: RevertError<"MachineBusy">["args"], options?: ErrorOptions) {
    super("MachineBusy", "The machine is rented until `busyUntil`. Choose another machine or wait.", args, options)
  }
}

/** The market of this token is not open. Choose a token with an open market. */
export class MarketNotOpenError extends RevertError<"MarketNotOpen"> {
  constructor(args: RevertError<"MarketNotOpen">["args"], options?: ErrorOptions) {
    super("MarketNotOpen", "The market of this token is not open. Choose a token with an open market.", args, options)
  }
}

/** The longest duration of the offer exceeds `maximum`. Ask the host for an offer with a shorter one. */
export class MaxDurationTooLongError extends RevertError<"MaxDurationTooLong"> {
  constructor(args: RevertError<"MaxDurationTooLong">["args"], options?: ErrorOptions) {
    super("MaxDurationTooLong", "The longest duration of the offer exceeds `maximum`. Ask the host for an offer with a shorter one.", args, options)
  }
}

/** The shortest duration of the offer is zero. Ask the host for an offer with at least one second. */
export class MinDurationZeroError extends RevertError<"MinDurationZero"> {
  constructor(args: RevertError<"MinDurationZero">["args"], options?: ErrorOptions) {
    super("MinDurationZero", "The shortest duration of the offer is zero. Ask the host for an offer with at least one second.", args, options)
  }
}

/** There are no fees to collect in this token. Wait until a rental has paid some. */
export class NoFeesError extends RevertError<"NoFees"> {
  constructor(args: RevertError<"NoFees">["args"], options?: ErrorOptions) {
    super("NoFees", "There are no fees to collect in this token. Wait until a rental has paid some.", args, options)
  }
}

/** Only the owner of a credit may send it to another address. Send it to the owner's own address. */
export class NotAccountError extends RevertError<"NotAccount"> {
  constructor(args: RevertError<"NotAccount">["args"], options?: ErrorOptions) {
    super("NotAccount", "Only the owner of a credit may send it to another address. Send it to the owner's own address.", args, options)
  }
}

/** Only the offer's arbiter may do this. Use the arbiter's account. */
export class NotArbiterError extends RevertError<"NotArbiter"> {
  constructor(args: RevertError<"NotArbiter">["args"], options?: ErrorOptions) {
    super("NotArbiter", "Only the offer's arbiter may do this. Use the arbiter's account.", args, options)
  }
}

/** Nothing is due before `dueAt`. Settle from that time on. */
export class NotDueError extends RevertError<"NotDue"> {
  constructor(args: RevertError<"NotDue">["args"], options?: ErrorOptions) {
    super("NotDue", "Nothing is due before `dueAt`. Settle from that time on.", args, options)
  }
}

/** Only the guardian may do this. Use the guardian's account. */
export class NotGuardianError extends RevertError<"NotGuardian"> {
  constructor(args: RevertError<"NotGuardian">["args"], options?: ErrorOptions) {
    super("NotGuardian", "Only the guardian may do this. Use the guardian's account.", args, options)
  }
}

/** Only the host may do this. Use the host's account. */
export class NotHostError extends RevertError<"NotHost"> {
  constructor(args: RevertError<"NotHost">["args"], options?: ErrorOptions) {
    super("NotHost", "Only the host may do this. Use the host's account.", args, options)
  }
}

/** Only the host or its operator may do this. Use one of their accounts. */
export class NotHostOrOperatorError extends RevertError<"NotHostOrOperator"> {
  constructor(args: RevertError<"NotHostOrOperator">["args"], options?: ErrorOptions) {
    super("NotHostOrOperator", "Only the host or its operator may do this. Use one of their accounts.", args, options)
  }
}

/** Only the rental's renter, host or operator may do this. Use one of their accounts. */
export class NotPartyError extends RevertError<"NotParty"> {
  constructor(args: RevertError<"NotParty">["args"], options?: ErrorOptions) {
    super("NotParty", "Only the rental's renter, host or operator may do this. Use one of their accounts.", args, options)
  }
}

/** Only the renter may do this. Use the renter's account. */
export class NotRenterError extends RevertError<"NotRenter"> {
  constructor(args: RevertError<"NotRenter">["args"], options?: ErrorOptions) {
    super("NotRenter", "Only the renter may do this. Use the renter's account.", args, options)
  }
}

/** Only the escrow may call this function. Use `withdraw` to collect a credit. */
export class NotSelfError extends RevertError<"NotSelf"> {
  constructor(args: RevertError<"NotSelf">["args"], options?: ErrorOptions) {
    super("NotSelf", "Only the escrow may call this function. Use `withdraw` to collect a credit.", args, options)
  }
}

/** Neither price nor bond is left to dispute. Stop or settle the rental. */
export class NothingAtRiskError extends RevertError<"NothingAtRisk"> {
  constructor(args: RevertError<"NothingAtRisk">["args"], options?: ErrorOptions) {
    super("NothingAtRisk", "Neither price nor bond is left to dispute. Stop or settle the rental.", args, options)
  }
}

/** This account has no credit in this token. Payouts that arrived need no withdrawal. */
export class NothingCreditedError extends RevertError<"NothingCredited"> {
  constructor(args: RevertError<"NothingCredited">["args"], options?: ErrorOptions) {
    super("NothingCredited", "This account has no credit in this token. Payouts that arrived need no withdrawal.", args, options)
  }
}

/** The offer expired at `expiry`. Ask the host for a new offer. */
export class OfferExpiredError extends RevertError<"OfferExpired"> {
  constructor(args: RevertError<"OfferExpired">["args"], options?: ErrorOptions) {
    super("OfferExpired", "The offer expired at `expiry`. Ask the host for a new offer.", args, options)
  }
}

/** The owner is the zero address. Name another owner. */
export class OwnableInvalidOwnerError extends RevertError<"OwnableInvalidOwner"> {
  constructor(args: RevertError<"OwnableInvalidOwner">["args"], options?: ErrorOptions) {
    super("OwnableInvalidOwner", "The owner is the zero address. Name another owner.", args, options)
  }
}

/** Only the owner may do this. Use the owner's account. */
export class OwnableUnauthorizedAccountError extends RevertError<"OwnableUnauthorizedAccount"> {
  constructor(args: RevertError<"OwnableUnauthorizedAccount">["args"], options?: ErrorOptions) {
    super("OwnableUnauthorizedAccount", "Only the owner may do this. Use the owner's account.", args, options)
  }
}

/** The escrow was called from within its own call. Call it in a separate transaction. */
export class ReentrancyGuardReentrantCallError extends RevertError<"ReentrancyGuardReentrantCall"> {
  constructor(args: RevertError<"ReentrancyGuardReentrantCall">["args"], options?: ErrorOptions) {
    super("ReentrancyGuardReentrantCall", "The escrow was called from within its own call. Call it in a separate transaction.", args, options)
  }
}

/** The refund is zero or exceeds `maximum`. Refund at least one and at most `maximum` seconds. */
export class RefundOutOfBoundsError extends RevertError<"RefundOutOfBounds"> {
  constructor(args: RevertError<"RefundOutOfBounds">["args"], options?: ErrorOptions) {
    super("RefundOutOfBounds", "The refund is zero or exceeds `maximum`. Refund at least one and at most `maximum` seconds.", args, options)
  }
}

/** This rental has already been paid. Choose another salt to rent again. */
export class RentalExistsError extends RevertError<"RentalExists"> {
  constructor(args: RevertError<"RentalExists">["args"], options?: ErrorOptions) {
    super("RentalExists", "This rental has already been paid. Choose another salt to rent again.", args, options)
  }
}

/** The promised time ended at `end`. Settle the rental once its challenge window is over. */
export class RentalOverError extends RevertError<"RentalOver"> {
  constructor(args: RevertError<"RentalOver">["args"], options?: ErrorOptions) {
    super("RentalOver", "The promised time ended at `end`. Settle the rental once its challenge window is over.", args, options)
  }
}

/** The token refused the transfer. Check the rules of the token, or choose another receiver. */
export class SafeERC20FailedOperationError extends RevertError<"SafeERC20FailedOperation"> {
  constructor(args: RevertError<"SafeERC20FailedOperation">["args"], options?: ErrorOptions) {
    super("SafeERC20FailedOperation", "The token refused the transfer. Check the rules of the token, or choose another receiver.", args, options)
  }
}

/** The closing settlement has been due since `dueAt`. Settle the rental. */
export class SettlementDueError extends RevertError<"SettlementDue"> {
  constructor(args: RevertError<"SettlementDue">["args"], options?: ErrorOptions) {
    super("SettlementDue", "The closing settlement has been due since `dueAt`. Settle the rental.", args, options)
  }
}

/** The share exceeds `maximum`. Choose one from 0 to `maximum`, in basis points. */
export class ShareOutOfBoundsError extends RevertError<"ShareOutOfBounds"> {
  constructor(args: RevertError<"ShareOutOfBounds">["args"], options?: ErrorOptions) {
    super("ShareOutOfBounds", "The share exceeds `maximum`. Choose one from 0 to `maximum`, in basis points.", args, options)
  }
}

/** The start window ended at `deadline`, so the rental can no longer start. Settle the no-show. */
export class StartWindowOverError extends RevertError<"StartWindowOver"> {
  constructor(args: RevertError<"StartWindowOver">["args"], options?: ErrorOptions) {
    super("StartWindowOver", "The start window ended at `deadline`, so the rental can no longer start. Settle the no-show.", args, options)
  }
}

/** The start window exceeds `maximum`. Ask the host for an offer with a shorter one. */
export class StartWindowTooLongError extends RevertError<"StartWindowTooLong"> {
  constructor(args: RevertError<"StartWindowTooLong">["args"], options?: ErrorOptions) {
    super("StartWindowTooLong", "The start window exceeds `maximum`. Ask the host for an offer with a shorter one.", args, options)
  }
}

/** The name of the contract is too long. Report this. */
export class StringTooLongError extends RevertError<"StringTooLong"> {
  constructor(args: RevertError<"StringTooLong">["args"], options?: ErrorOptions) {
    super("StringTooLong", "The name of the contract is too long. Report this.", args, options)
  }
}

/** The token refused the transfer although allowance and balance suffice. Check the rules of the token. */
export class TransferRefusedError extends RevertError<"TransferRefused"> {
  constructor(args: RevertError<"TransferRefused">["args"], options?: ErrorOptions) {
    super("TransferRefused", "The token refused the transfer although allowance and balance suffice. Check the rules of the token.", args, options)
  }
}

/** The token delivered another amount than was sent. Choose a token without transfer fees. */
export class WrongAmountReceivedError extends RevertError<"WrongAmountReceived"> {
  constructor(args: RevertError<"WrongAmountReceived">["args"], options?: ErrorOptions) {
    super("WrongAmountReceived", "The token delivered another amount than was sent. Choose a token without transfer fees.", args, options)
  }
}

/** The offer names another arbiter than the market. Ask the host for a new offer. */
export class WrongArbiterError extends RevertError<"WrongArbiter"> {
  constructor(args: RevertError<"WrongArbiter">["args"], options?: ErrorOptions) {
    super("WrongArbiter", "The offer names another arbiter than the market. Ask the host for a new offer.", args, options)
  }
}

/** The host revoked this offer when it changed its signer. Ask the host for a new offer. */
export class WrongEpochError extends RevertError<"WrongEpoch"> {
  constructor(args: RevertError<"WrongEpoch">["args"], options?: ErrorOptions) {
    super("WrongEpoch", "The host revoked this offer when it changed its signer. Ask the host for a new offer.", args, options)
  }
}

/** The host revoked the offers of this machine. Ask the host for a new offer. */
export class WrongNonceError extends RevertError<"WrongNonce"> {
  constructor(args: RevertError<"WrongNonce">["args"], options?: ErrorOptions) {
    super("WrongNonce", "The host revoked the offers of this machine. Ask the host for a new offer.", args, options)
  }
}

/** The offer is for another renter. Ask the host for an offer to this renter. */
export class WrongRenterError extends RevertError<"WrongRenter"> {
  constructor(args: RevertError<"WrongRenter">["args"], options?: ErrorOptions) {
    super("WrongRenter", "The offer is for another renter. Ask the host for an offer to this renter.", args, options)
  }
}

/** The rental's status does not allow this. Read its state first. With status `None` there is no such rental. */
export class WrongStatusError extends RevertError<"WrongStatus"> {
  constructor(args: RevertError<"WrongStatus">["args"], options?: ErrorOptions) {
    super("WrongStatus", "The rental's status does not allow this. Read its state first. With status `None` there is no such rental.", args, options)
  }
}

/** The native coin that was sent differs from the amount due. Send exactly `expected`. */
export class WrongValueError extends RevertError<"WrongValue"> {
  constructor(args: RevertError<"WrongValue">["args"], options?: ErrorOptions) {
    super("WrongValue", "The native coin that was sent differs from the amount due. Send exactly `expected`.", args, options)
  }
}

/** The amount is zero. Choose a higher amount or a longer duration. */
export class ZeroAmountError extends RevertError<"ZeroAmount"> {
  constructor(args: RevertError<"ZeroAmount">["args"], options?: ErrorOptions) {
    super("ZeroAmount", "The amount is zero. Choose a higher amount or a longer duration.", args, options)
  }
}

/** The class of each contract error, by the error's name in Solidity. */
export const revertErrors = {
  ArbitrationOver: ArbitrationOverError,
  ChallengeWindowOutOfBounds: ChallengeWindowOutOfBoundsError,
  ChallengeWindowOver: ChallengeWindowOverError,
  DurationOutOfBounds: DurationOutOfBoundsError,
  EvidenceWindowOpen: EvidenceWindowOpenError,
  FailedCall: FailedCallError,
  FeeAboveMaximum: FeeAboveMaximumError,
  FeeOutOfBounds: FeeOutOfBoundsError,
  InsufficientAllowance: InsufficientAllowanceError,
  InsufficientBalance: InsufficientBalanceError,
  InsufficientBond: InsufficientBondError,
  InsufficientGas: InsufficientGasError,
  InvalidArbiter: InvalidArbiterError,
  InvalidHost: InvalidHostError,
  InvalidOperator: InvalidOperatorError,
  InvalidPayee: InvalidPayeeError,
  InvalidReceiver: InvalidReceiverError,
  InvalidRenter: InvalidRenterError,
  InvalidShortString: InvalidShortStringError,
  InvalidSignature: InvalidSignatureError,
  InvalidToken: InvalidTokenError,
  InvalidTreasury: InvalidTreasuryError,
  MachineBusy: MachineBusyError,
  MarketNotOpen: MarketNotOpenError,
  MaxDurationTooLong: MaxDurationTooLongError,
  MinDurationZero: MinDurationZeroError,
  NoFees: NoFeesError,
  NotAccount: NotAccountError,
  NotArbiter: NotArbiterError,
  NotDue: NotDueError,
  NotGuardian: NotGuardianError,
  NotHost: NotHostError,
  NotHostOrOperator: NotHostOrOperatorError,
  NotParty: NotPartyError,
  NotRenter: NotRenterError,
  NotSelf: NotSelfError,
  NothingAtRisk: NothingAtRiskError,
  NothingCredited: NothingCreditedError,
  OfferExpired: OfferExpiredError,
  OwnableInvalidOwner: OwnableInvalidOwnerError,
  OwnableUnauthorizedAccount: OwnableUnauthorizedAccountError,
  ReentrancyGuardReentrantCall: ReentrancyGuardReentrantCallError,
  RefundOutOfBounds: RefundOutOfBoundsError,
  RentalExists: RentalExistsError,
  RentalOver: RentalOverError,
  SafeERC20FailedOperation: SafeERC20FailedOperationError,
  SettlementDue: SettlementDueError,
  ShareOutOfBounds: ShareOutOfBoundsError,
  StartWindowOver: StartWindowOverError,
  StartWindowTooLong: StartWindowTooLongError,
  StringTooLong: StringTooLongError,
  TransferRefused: TransferRefusedError,
  WrongAmountReceived: WrongAmountReceivedError,
  WrongArbiter: WrongArbiterError,
  WrongEpoch: WrongEpochError,
  WrongNonce: WrongNonceError,
  WrongRenter: WrongRenterError,
  WrongStatus: WrongStatusError,
  WrongValue: WrongValueError,
  ZeroAmount: ZeroAmountError,
} as const
