// Written by scripts/generate.ts from the production build. Do not edit: run `npm run generate`.

import { RevertError } from "../errors.ts"

/** The contract reverted with `ArbitrationOver`. */
export class ArbitrationOverError extends RevertError<"ArbitrationOver"> {
  constructor(args: RevertError<"ArbitrationOver">["args"], options?: ErrorOptions) {
    super("ArbitrationOver", "The time for a ruling is over. Settle the rental: the clock decides.", args, options)
  }
}

/** The contract reverted with `ChallengeWindowOutOfBounds`. */
export class ChallengeWindowOutOfBoundsError extends RevertError<"ChallengeWindowOutOfBounds"> {
  constructor(args: RevertError<"ChallengeWindowOutOfBounds">["args"], options?: ErrorOptions) {
    super("ChallengeWindowOutOfBounds", "The offer's challenge window is out of bounds. Ask the host for one within them.", args, options)
  }
}

/** The contract reverted with `ChallengeWindowOver`. */
export class ChallengeWindowOverError extends RevertError<"ChallengeWindowOver"> {
  constructor(args: RevertError<"ChallengeWindowOver">["args"], options?: ErrorOptions) {
    super("ChallengeWindowOver", "The renter may no longer dispute. Settle the rental.", args, options)
  }
}

/** The contract reverted with `DurationOutOfBounds`. */
export class DurationOutOfBoundsError extends RevertError<"DurationOutOfBounds"> {
  constructor(args: RevertError<"DurationOutOfBounds">["args"], options?: ErrorOptions) {
    super("DurationOutOfBounds", "The offer does not allow this duration. Choose one within its bounds.", args, options)
  }
}

/** The contract reverted with `EvidenceWindowOpen`. */
export class EvidenceWindowOpenError extends RevertError<"EvidenceWindowOpen"> {
  constructor(args: RevertError<"EvidenceWindowOpen">["args"], options?: ErrorOptions) {
    super("EvidenceWindowOpen", "It is too early for a ruling. Wait until the evidence window is over.", args, options)
  }
}

/** The contract reverted with `FailedCall`. */
export class FailedCallError extends RevertError<"FailedCall"> {
  constructor(args: RevertError<"FailedCall">["args"], options?: ErrorOptions) {
    super("FailedCall", "The receiver refused the coins. Send them to another address.", args, options)
  }
}

/** The contract reverted with `FeeAboveMaximum`. */
export class FeeAboveMaximumError extends RevertError<"FeeAboveMaximum"> {
  constructor(args: RevertError<"FeeAboveMaximum">["args"], options?: ErrorOptions) {
    super("FeeAboveMaximum", "The platform fee is above what the offer accepts. Ask the host for an offer with a higher maximum.", args, options)
  }
}

/** The contract reverted with `FeeOutOfBounds`. */
export class FeeOutOfBoundsError extends RevertError<"FeeOutOfBounds"> {
  constructor(args: RevertError<"FeeOutOfBounds">["args"], options?: ErrorOptions) {
    super("FeeOutOfBounds", "The fee is out of bounds. Choose one within them.", args, options)
  }
}

/** The contract reverted with `InsufficientAllowance`. */
export class InsufficientAllowanceError extends RevertError<"InsufficientAllowance"> {
  constructor(args: RevertError<"InsufficientAllowance">["args"], options?: ErrorOptions) {
    super("InsufficientAllowance", "The escrow may not take that much of the token. Approve it, or pass a permit.", args, options)
  }
}

/** The contract reverted with `InsufficientBalance`. */
export class InsufficientBalanceError extends RevertError<"InsufficientBalance"> {
  constructor(args: RevertError<"InsufficientBalance">["args"], options?: ErrorOptions) {
    super("InsufficientBalance", "The balance does not cover the amount. Add funds first.", args, options)
  }
}

/** The contract reverted with `InsufficientBond`. */
export class InsufficientBondError extends RevertError<"InsufficientBond"> {
  constructor(args: RevertError<"InsufficientBond">["args"], options?: ErrorOptions) {
    super("InsufficientBond", "The host's free bond does not cover this. Fund the bond first.", args, options)
  }
}

/** The contract reverted with `InsufficientGas`. */
export class InsufficientGasError extends RevertError<"InsufficientGas"> {
  constructor(args: RevertError<"InsufficientGas">["args"], options?: ErrorOptions) {
    super("InsufficientGas", "Too little gas to pay or credit. Send the transaction with more.", args, options)
  }
}

/** The contract reverted with `InvalidArbiter`. */
export class InvalidArbiterError extends RevertError<"InvalidArbiter"> {
  constructor(args: RevertError<"InvalidArbiter">["args"], options?: ErrorOptions) {
    super("InvalidArbiter", "The arbiter is zero, the host or the renter. Use an offer with the market's arbiter.", args, options)
  }
}

/** The contract reverted with `InvalidHost`. */
export class InvalidHostError extends RevertError<"InvalidHost"> {
  constructor(args: RevertError<"InvalidHost">["args"], options?: ErrorOptions) {
    super("InvalidHost", "The host is the zero address. Name the host in the offer.", args, options)
  }
}

/** The contract reverted with `InvalidOperator`. */
export class InvalidOperatorError extends RevertError<"InvalidOperator"> {
  constructor(args: RevertError<"InvalidOperator">["args"], options?: ErrorOptions) {
    super("InvalidOperator", "The operator is the renter or the arbiter. Ask the host for an offer with another.", args, options)
  }
}

/** The contract reverted with `InvalidPayee`. */
export class InvalidPayeeError extends RevertError<"InvalidPayee"> {
  constructor(args: RevertError<"InvalidPayee">["args"], options?: ErrorOptions) {
    super("InvalidPayee", "The payee is zero, the escrow, the arbiter or the token. Ask the host for an offer with another.", args, options)
  }
}

/** The contract reverted with `InvalidReceiver`. */
export class InvalidReceiverError extends RevertError<"InvalidReceiver"> {
  constructor(args: RevertError<"InvalidReceiver">["args"], options?: ErrorOptions) {
    super("InvalidReceiver", "Coins cannot be sent to the zero address or the escrow. Choose another receiver.", args, options)
  }
}

/** The contract reverted with `InvalidRenter`. */
export class InvalidRenterError extends RevertError<"InvalidRenter"> {
  constructor(args: RevertError<"InvalidRenter">["args"], options?: ErrorOptions) {
    super("InvalidRenter", "The renter is zero, the host or the escrow. Name another renter.", args, options)
  }
}

/** The contract reverted with `InvalidShortString`. */
export class InvalidShortStringError extends RevertError<"InvalidShortString"> {
  constructor(args: RevertError<"InvalidShortString">["args"], options?: ErrorOptions) {
    super("InvalidShortString", "The contract's name is too long. Report this.", args, options)
  }
}

/** The contract reverted with `InvalidSignature`. */
export class InvalidSignatureError extends RevertError<"InvalidSignature"> {
  constructor(args: RevertError<"InvalidSignature">["args"], options?: ErrorOptions) {
    super("InvalidSignature", "The host's signer did not sign this offer for this escrow and chain. Ask the host for a new one.", args, options)
  }
}

/** The contract reverted with `InvalidToken`. */
export class InvalidTokenError extends RevertError<"InvalidToken"> {
  constructor(args: RevertError<"InvalidToken">["args"], options?: ErrorOptions) {
    super("InvalidToken", "The token has no code, is the escrow or the native coin's ERC-20 face. Choose another token.", args, options)
  }
}

/** The contract reverted with `InvalidTreasury`. */
export class InvalidTreasuryError extends RevertError<"InvalidTreasury"> {
  constructor(args: RevertError<"InvalidTreasury">["args"], options?: ErrorOptions) {
    super("InvalidTreasury", "The treasury is zero or the escrow. Choose another address.", args, options)
  }
}

/** The contract reverted with `MachineBusy`. */
export class MachineBusyError extends RevertError<"MachineBusy"> {
  constructor(args: RevertError<"MachineBusy">["args"], options?: ErrorOptions) {
    super("MachineBusy", "The machine is rented. Wait until it is free, or take another.", args, options)
  }
}

/** The contract reverted with `MarketNotOpen`. */
export class MarketNotOpenError extends RevertError<"MarketNotOpen"> {
  constructor(args: RevertError<"MarketNotOpen">["args"], options?: ErrorOptions) {
    super("MarketNotOpen", "Rentals in this token are not accepted. Choose a token with an open market.", args, options)
  }
}

/** The contract reverted with `MaxDurationTooLong`. */
export class MaxDurationTooLongError extends RevertError<"MaxDurationTooLong"> {
  constructor(args: RevertError<"MaxDurationTooLong">["args"], options?: ErrorOptions) {
    super("MaxDurationTooLong", "The offer's longest duration is above the protocol's. Ask the host for a shorter one.", args, options)
  }
}

/** The contract reverted with `MinDurationZero`. */
export class MinDurationZeroError extends RevertError<"MinDurationZero"> {
  constructor(args: RevertError<"MinDurationZero">["args"], options?: ErrorOptions) {
    super("MinDurationZero", "The offer's shortest duration is zero. Ask the host for one of at least a second.", args, options)
  }
}

/** The contract reverted with `NoFees`. */
export class NoFeesError extends RevertError<"NoFees"> {
  constructor(args: RevertError<"NoFees">["args"], options?: ErrorOptions) {
    super("NoFees", "There are no fees to collect in this token. Wait until a rental has paid some.", args, options)
  }
}

/** The contract reverted with `NotAccount`. */
export class NotAccountError extends RevertError<"NotAccount"> {
  constructor(args: RevertError<"NotAccount">["args"], options?: ErrorOptions) {
    super("NotAccount", "Only the credit's owner may send it elsewhere. Send it to the account itself.", args, options)
  }
}

/** The contract reverted with `NotArbiter`. */
export class NotArbiterError extends RevertError<"NotArbiter"> {
  constructor(args: RevertError<"NotArbiter">["args"], options?: ErrorOptions) {
    super("NotArbiter", "Only the offer's arbiter may do this. Use the arbiter's account.", args, options)
  }
}

/** The contract reverted with `NotDue`. */
export class NotDueError extends RevertError<"NotDue"> {
  constructor(args: RevertError<"NotDue">["args"], options?: ErrorOptions) {
    super("NotDue", "Nothing is due yet. Settle from the given time on.", args, options)
  }
}

/** The contract reverted with `NotGuardian`. */
export class NotGuardianError extends RevertError<"NotGuardian"> {
  constructor(args: RevertError<"NotGuardian">["args"], options?: ErrorOptions) {
    super("NotGuardian", "Only the guardian may do this. Use the guardian's account.", args, options)
  }
}

/** The contract reverted with `NotHost`. */
export class NotHostError extends RevertError<"NotHost"> {
  constructor(args: RevertError<"NotHost">["args"], options?: ErrorOptions) {
    super("NotHost", "Only the host may do this. Use the host's account.", args, options)
  }
}

/** The contract reverted with `NotHostOrOperator`. */
export class NotHostOrOperatorError extends RevertError<"NotHostOrOperator"> {
  constructor(args: RevertError<"NotHostOrOperator">["args"], options?: ErrorOptions) {
    super("NotHostOrOperator", "Only the host or its operator may do this. Use one of their accounts.", args, options)
  }
}

/** The contract reverted with `NotParty`. */
export class NotPartyError extends RevertError<"NotParty"> {
  constructor(args: RevertError<"NotParty">["args"], options?: ErrorOptions) {
    super("NotParty", "Only the rental's renter, host or operator may do this. Use one of their accounts.", args, options)
  }
}

/** The contract reverted with `NotRenter`. */
export class NotRenterError extends RevertError<"NotRenter"> {
  constructor(args: RevertError<"NotRenter">["args"], options?: ErrorOptions) {
    super("NotRenter", "Only the renter may do this. Use the renter's account.", args, options)
  }
}

/** The contract reverted with `NotSelf`. */
export class NotSelfError extends RevertError<"NotSelf"> {
  constructor(args: RevertError<"NotSelf">["args"], options?: ErrorOptions) {
    super("NotSelf", "Only the escrow calls this. Use `withdraw` for a credit.", args, options)
  }
}

/** The contract reverted with `NothingAtRisk`. */
export class NothingAtRiskError extends RevertError<"NothingAtRisk"> {
  constructor(args: RevertError<"NothingAtRisk">["args"], options?: ErrorOptions) {
    super("NothingAtRisk", "Neither price nor bond is left to dispute. Stop or settle the rental.", args, options)
  }
}

/** The contract reverted with `NothingCredited`. */
export class NothingCreditedError extends RevertError<"NothingCredited"> {
  constructor(args: RevertError<"NothingCredited">["args"], options?: ErrorOptions) {
    super("NothingCredited", "Nothing waits for this account in this token. Payouts that arrived need no withdrawal.", args, options)
  }
}

/** The contract reverted with `OfferExpired`. */
export class OfferExpiredError extends RevertError<"OfferExpired"> {
  constructor(args: RevertError<"OfferExpired">["args"], options?: ErrorOptions) {
    super("OfferExpired", "The offer has expired. Ask the host for a fresh one.", args, options)
  }
}

/** The contract reverted with `OwnableInvalidOwner`. */
export class OwnableInvalidOwnerError extends RevertError<"OwnableInvalidOwner"> {
  constructor(args: RevertError<"OwnableInvalidOwner">["args"], options?: ErrorOptions) {
    super("OwnableInvalidOwner", "The owner is the zero address. Name another.", args, options)
  }
}

/** The contract reverted with `OwnableUnauthorizedAccount`. */
export class OwnableUnauthorizedAccountError extends RevertError<"OwnableUnauthorizedAccount"> {
  constructor(args: RevertError<"OwnableUnauthorizedAccount">["args"], options?: ErrorOptions) {
    super("OwnableUnauthorizedAccount", "Only the owner may do this. Use the owner's account.", args, options)
  }
}

/** The contract reverted with `ReentrancyGuardReentrantCall`. */
export class ReentrancyGuardReentrantCallError extends RevertError<"ReentrancyGuardReentrantCall"> {
  constructor(args: RevertError<"ReentrancyGuardReentrantCall">["args"], options?: ErrorOptions) {
    super("ReentrancyGuardReentrantCall", "The escrow was called from within its own call. Call it in a transaction of its own.", args, options)
  }
}

/** The contract reverted with `RefundOutOfBounds`. */
export class RefundOutOfBoundsError extends RevertError<"RefundOutOfBounds"> {
  constructor(args: RevertError<"RefundOutOfBounds">["args"], options?: ErrorOptions) {
    super("RefundOutOfBounds", "The refund is zero or more than is billed and unpaid. Refund at most the maximum.", args, options)
  }
}

/** The contract reverted with `RentalExists`. */
export class RentalExistsError extends RevertError<"RentalExists"> {
  constructor(args: RevertError<"RentalExists">["args"], options?: ErrorOptions) {
    super("RentalExists", "This rental was paid already. Choose another salt to rent again.", args, options)
  }
}

/** The contract reverted with `RentalOver`. */
export class RentalOverError extends RevertError<"RentalOver"> {
  constructor(args: RevertError<"RentalOver">["args"], options?: ErrorOptions) {
    super("RentalOver", "The promised time has run out. Settle the rental once its challenge window is over.", args, options)
  }
}

/** The contract reverted with `SafeERC20FailedOperation`. */
export class SafeERC20FailedOperationError extends RevertError<"SafeERC20FailedOperation"> {
  constructor(args: RevertError<"SafeERC20FailedOperation">["args"], options?: ErrorOptions) {
    super("SafeERC20FailedOperation", "The token refused the transfer. Look at the token's own rules, or choose another receiver.", args, options)
  }
}

/** The contract reverted with `SettlementDue`. */
export class SettlementDueError extends RevertError<"SettlementDue"> {
  constructor(args: RevertError<"SettlementDue">["args"], options?: ErrorOptions) {
    super("SettlementDue", "The closing settlement is due. Settle instead.", args, options)
  }
}

/** The contract reverted with `ShareOutOfBounds`. */
export class ShareOutOfBoundsError extends RevertError<"ShareOutOfBounds"> {
  constructor(args: RevertError<"ShareOutOfBounds">["args"], options?: ErrorOptions) {
    super("ShareOutOfBounds", "The share is above the maximum. Choose one from 0 to it, in basis points.", args, options)
  }
}

/** The contract reverted with `StartWindowOver`. */
export class StartWindowOverError extends RevertError<"StartWindowOver"> {
  constructor(args: RevertError<"StartWindowOver">["args"], options?: ErrorOptions) {
    super("StartWindowOver", "The host did not start in time. Settle the no-show.", args, options)
  }
}

/** The contract reverted with `StartWindowTooLong`. */
export class StartWindowTooLongError extends RevertError<"StartWindowTooLong"> {
  constructor(args: RevertError<"StartWindowTooLong">["args"], options?: ErrorOptions) {
    super("StartWindowTooLong", "The offer's start window is above the protocol's. Ask the host for a shorter one.", args, options)
  }
}

/** The contract reverted with `StringTooLong`. */
export class StringTooLongError extends RevertError<"StringTooLong"> {
  constructor(args: RevertError<"StringTooLong">["args"], options?: ErrorOptions) {
    super("StringTooLong", "The contract's name is too long. Report this.", args, options)
  }
}

/** The contract reverted with `TransferRefused`. */
export class TransferRefusedError extends RevertError<"TransferRefused"> {
  constructor(args: RevertError<"TransferRefused">["args"], options?: ErrorOptions) {
    super("TransferRefused", "The token refused the transfer although allowance and balance suffice. Look at the token's own rules.", args, options)
  }
}

/** The contract reverted with `WrongAmountReceived`. */
export class WrongAmountReceivedError extends RevertError<"WrongAmountReceived"> {
  constructor(args: RevertError<"WrongAmountReceived">["args"], options?: ErrorOptions) {
    super("WrongAmountReceived", "The token delivered another amount than was sent. Choose a token without transfer fees.", args, options)
  }
}

/** The contract reverted with `WrongArbiter`. */
export class WrongArbiterError extends RevertError<"WrongArbiter"> {
  constructor(args: RevertError<"WrongArbiter">["args"], options?: ErrorOptions) {
    super("WrongArbiter", "The offer names another arbiter than the market. Ask the host for a new offer.", args, options)
  }
}

/** The contract reverted with `WrongEpoch`. */
export class WrongEpochError extends RevertError<"WrongEpoch"> {
  constructor(args: RevertError<"WrongEpoch">["args"], options?: ErrorOptions) {
    super("WrongEpoch", "The host has revoked this offer by changing its signer. Ask for a new offer.", args, options)
  }
}

/** The contract reverted with `WrongNonce`. */
export class WrongNonceError extends RevertError<"WrongNonce"> {
  constructor(args: RevertError<"WrongNonce">["args"], options?: ErrorOptions) {
    super("WrongNonce", "The host has revoked this machine's offers. Ask for a new offer.", args, options)
  }
}

/** The contract reverted with `WrongRenter`. */
export class WrongRenterError extends RevertError<"WrongRenter"> {
  constructor(args: RevertError<"WrongRenter">["args"], options?: ErrorOptions) {
    super("WrongRenter", "The offer is for another renter. Ask the host for one of your own.", args, options)
  }
}

/** The contract reverted with `WrongStatus`. */
export class WrongStatusError extends RevertError<"WrongStatus"> {
  constructor(args: RevertError<"WrongStatus">["args"], options?: ErrorOptions) {
    super("WrongStatus", "The rental's status does not allow this; `None`: there is no such rental. Read its state first.", args, options)
  }
}

/** The contract reverted with `WrongValue`. */
export class WrongValueError extends RevertError<"WrongValue"> {
  constructor(args: RevertError<"WrongValue">["args"], options?: ErrorOptions) {
    super("WrongValue", "The native coin sent is not what is due. Send exactly the expected value.", args, options)
  }
}

/** The contract reverted with `ZeroAmount`. */
export class ZeroAmountError extends RevertError<"ZeroAmount"> {
  constructor(args: RevertError<"ZeroAmount">["args"], options?: ErrorOptions) {
    super("ZeroAmount", "The amount is zero. Choose one above it, or a longer duration.", args, options)
  }
}

/** Every contract error's class, by the error's name in Solidity. */
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
