// Written by scripts/generate.ts from the production build. Do not edit: run `npm run generate`.

import { RevertError } from "../errors.ts"

/** The contract reverted with `ArbitrationOver`. */
export class ArbitrationOverError extends RevertError<"ArbitrationOver"> {
  override readonly name = "ArbitrationOverError"
  constructor(args: RevertError<"ArbitrationOver">["args"], options?: ErrorOptions) {
    super("ArbitrationOver", args, options)
  }
}

/** The contract reverted with `ChallengeWindowOutOfBounds`. */
export class ChallengeWindowOutOfBoundsError extends RevertError<"ChallengeWindowOutOfBounds"> {
  override readonly name = "ChallengeWindowOutOfBoundsError"
  constructor(args: RevertError<"ChallengeWindowOutOfBounds">["args"], options?: ErrorOptions) {
    super("ChallengeWindowOutOfBounds", args, options)
  }
}

/** The contract reverted with `ChallengeWindowOver`. */
export class ChallengeWindowOverError extends RevertError<"ChallengeWindowOver"> {
  override readonly name = "ChallengeWindowOverError"
  constructor(args: RevertError<"ChallengeWindowOver">["args"], options?: ErrorOptions) {
    super("ChallengeWindowOver", args, options)
  }
}

/** The contract reverted with `DurationOutOfBounds`. */
export class DurationOutOfBoundsError extends RevertError<"DurationOutOfBounds"> {
  override readonly name = "DurationOutOfBoundsError"
  constructor(args: RevertError<"DurationOutOfBounds">["args"], options?: ErrorOptions) {
    super("DurationOutOfBounds", args, options)
  }
}

/** The contract reverted with `EvidenceWindowOpen`. */
export class EvidenceWindowOpenError extends RevertError<"EvidenceWindowOpen"> {
  override readonly name = "EvidenceWindowOpenError"
  constructor(args: RevertError<"EvidenceWindowOpen">["args"], options?: ErrorOptions) {
    super("EvidenceWindowOpen", args, options)
  }
}

/** The contract reverted with `FailedCall`. */
export class FailedCallError extends RevertError<"FailedCall"> {
  override readonly name = "FailedCallError"
  constructor(args: RevertError<"FailedCall">["args"], options?: ErrorOptions) {
    super("FailedCall", args, options)
  }
}

/** The contract reverted with `FeeAboveMaximum`. */
export class FeeAboveMaximumError extends RevertError<"FeeAboveMaximum"> {
  override readonly name = "FeeAboveMaximumError"
  constructor(args: RevertError<"FeeAboveMaximum">["args"], options?: ErrorOptions) {
    super("FeeAboveMaximum", args, options)
  }
}

/** The contract reverted with `FeeOutOfBounds`. */
export class FeeOutOfBoundsError extends RevertError<"FeeOutOfBounds"> {
  override readonly name = "FeeOutOfBoundsError"
  constructor(args: RevertError<"FeeOutOfBounds">["args"], options?: ErrorOptions) {
    super("FeeOutOfBounds", args, options)
  }
}

/** The contract reverted with `InsufficientAllowance`. */
export class InsufficientAllowanceError extends RevertError<"InsufficientAllowance"> {
  override readonly name = "InsufficientAllowanceError"
  constructor(args: RevertError<"InsufficientAllowance">["args"], options?: ErrorOptions) {
    super("InsufficientAllowance", args, options)
  }
}

/** The contract reverted with `InsufficientBalance`. */
export class InsufficientBalanceError extends RevertError<"InsufficientBalance"> {
  override readonly name = "InsufficientBalanceError"
  constructor(args: RevertError<"InsufficientBalance">["args"], options?: ErrorOptions) {
    super("InsufficientBalance", args, options)
  }
}

/** The contract reverted with `InsufficientBond`. */
export class InsufficientBondError extends RevertError<"InsufficientBond"> {
  override readonly name = "InsufficientBondError"
  constructor(args: RevertError<"InsufficientBond">["args"], options?: ErrorOptions) {
    super("InsufficientBond", args, options)
  }
}

/** The contract reverted with `InsufficientGas`. */
export class InsufficientGasError extends RevertError<"InsufficientGas"> {
  override readonly name = "InsufficientGasError"
  constructor(args: RevertError<"InsufficientGas">["args"], options?: ErrorOptions) {
    super("InsufficientGas", args, options)
  }
}

/** The contract reverted with `InvalidArbiter`. */
export class InvalidArbiterError extends RevertError<"InvalidArbiter"> {
  override readonly name = "InvalidArbiterError"
  constructor(args: RevertError<"InvalidArbiter">["args"], options?: ErrorOptions) {
    super("InvalidArbiter", args, options)
  }
}

/** The contract reverted with `InvalidHost`. */
export class InvalidHostError extends RevertError<"InvalidHost"> {
  override readonly name = "InvalidHostError"
  constructor(args: RevertError<"InvalidHost">["args"], options?: ErrorOptions) {
    super("InvalidHost", args, options)
  }
}

/** The contract reverted with `InvalidOperator`. */
export class InvalidOperatorError extends RevertError<"InvalidOperator"> {
  override readonly name = "InvalidOperatorError"
  constructor(args: RevertError<"InvalidOperator">["args"], options?: ErrorOptions) {
    super("InvalidOperator", args, options)
  }
}

/** The contract reverted with `InvalidPayee`. */
export class InvalidPayeeError extends RevertError<"InvalidPayee"> {
  override readonly name = "InvalidPayeeError"
  constructor(args: RevertError<"InvalidPayee">["args"], options?: ErrorOptions) {
    super("InvalidPayee", args, options)
  }
}

/** The contract reverted with `InvalidReceiver`. */
export class InvalidReceiverError extends RevertError<"InvalidReceiver"> {
  override readonly name = "InvalidReceiverError"
  constructor(args: RevertError<"InvalidReceiver">["args"], options?: ErrorOptions) {
    super("InvalidReceiver", args, options)
  }
}

/** The contract reverted with `InvalidRenter`. */
export class InvalidRenterError extends RevertError<"InvalidRenter"> {
  override readonly name = "InvalidRenterError"
  constructor(args: RevertError<"InvalidRenter">["args"], options?: ErrorOptions) {
    super("InvalidRenter", args, options)
  }
}

/** The contract reverted with `InvalidShortString`. */
export class InvalidShortStringError extends RevertError<"InvalidShortString"> {
  override readonly name = "InvalidShortStringError"
  constructor(args: RevertError<"InvalidShortString">["args"], options?: ErrorOptions) {
    super("InvalidShortString", args, options)
  }
}

/** The contract reverted with `InvalidSignature`. */
export class InvalidSignatureError extends RevertError<"InvalidSignature"> {
  override readonly name = "InvalidSignatureError"
  constructor(args: RevertError<"InvalidSignature">["args"], options?: ErrorOptions) {
    super("InvalidSignature", args, options)
  }
}

/** The contract reverted with `InvalidToken`. */
export class InvalidTokenError extends RevertError<"InvalidToken"> {
  override readonly name = "InvalidTokenError"
  constructor(args: RevertError<"InvalidToken">["args"], options?: ErrorOptions) {
    super("InvalidToken", args, options)
  }
}

/** The contract reverted with `InvalidTreasury`. */
export class InvalidTreasuryError extends RevertError<"InvalidTreasury"> {
  override readonly name = "InvalidTreasuryError"
  constructor(args: RevertError<"InvalidTreasury">["args"], options?: ErrorOptions) {
    super("InvalidTreasury", args, options)
  }
}

/** The contract reverted with `MachineBusy`. */
export class MachineBusyError extends RevertError<"MachineBusy"> {
  override readonly name = "MachineBusyError"
  constructor(args: RevertError<"MachineBusy">["args"], options?: ErrorOptions) {
    super("MachineBusy", args, options)
  }
}

/** The contract reverted with `MarketNotOpen`. */
export class MarketNotOpenError extends RevertError<"MarketNotOpen"> {
  override readonly name = "MarketNotOpenError"
  constructor(args: RevertError<"MarketNotOpen">["args"], options?: ErrorOptions) {
    super("MarketNotOpen", args, options)
  }
}

/** The contract reverted with `MaxDurationTooLong`. */
export class MaxDurationTooLongError extends RevertError<"MaxDurationTooLong"> {
  override readonly name = "MaxDurationTooLongError"
  constructor(args: RevertError<"MaxDurationTooLong">["args"], options?: ErrorOptions) {
    super("MaxDurationTooLong", args, options)
  }
}

/** The contract reverted with `MinDurationZero`. */
export class MinDurationZeroError extends RevertError<"MinDurationZero"> {
  override readonly name = "MinDurationZeroError"
  constructor(args: RevertError<"MinDurationZero">["args"], options?: ErrorOptions) {
    super("MinDurationZero", args, options)
  }
}

/** The contract reverted with `NoFees`. */
export class NoFeesError extends RevertError<"NoFees"> {
  override readonly name = "NoFeesError"
  constructor(args: RevertError<"NoFees">["args"], options?: ErrorOptions) {
    super("NoFees", args, options)
  }
}

/** The contract reverted with `NotAccount`. */
export class NotAccountError extends RevertError<"NotAccount"> {
  override readonly name = "NotAccountError"
  constructor(args: RevertError<"NotAccount">["args"], options?: ErrorOptions) {
    super("NotAccount", args, options)
  }
}

/** The contract reverted with `NotArbiter`. */
export class NotArbiterError extends RevertError<"NotArbiter"> {
  override readonly name = "NotArbiterError"
  constructor(args: RevertError<"NotArbiter">["args"], options?: ErrorOptions) {
    super("NotArbiter", args, options)
  }
}

/** The contract reverted with `NotDue`. */
export class NotDueError extends RevertError<"NotDue"> {
  override readonly name = "NotDueError"
  constructor(args: RevertError<"NotDue">["args"], options?: ErrorOptions) {
    super("NotDue", args, options)
  }
}

/** The contract reverted with `NotGuardian`. */
export class NotGuardianError extends RevertError<"NotGuardian"> {
  override readonly name = "NotGuardianError"
  constructor(args: RevertError<"NotGuardian">["args"], options?: ErrorOptions) {
    super("NotGuardian", args, options)
  }
}

/** The contract reverted with `NotHost`. */
export class NotHostError extends RevertError<"NotHost"> {
  override readonly name = "NotHostError"
  constructor(args: RevertError<"NotHost">["args"], options?: ErrorOptions) {
    super("NotHost", args, options)
  }
}

/** The contract reverted with `NotHostOrOperator`. */
export class NotHostOrOperatorError extends RevertError<"NotHostOrOperator"> {
  override readonly name = "NotHostOrOperatorError"
  constructor(args: RevertError<"NotHostOrOperator">["args"], options?: ErrorOptions) {
    super("NotHostOrOperator", args, options)
  }
}

/** The contract reverted with `NotParty`. */
export class NotPartyError extends RevertError<"NotParty"> {
  override readonly name = "NotPartyError"
  constructor(args: RevertError<"NotParty">["args"], options?: ErrorOptions) {
    super("NotParty", args, options)
  }
}

/** The contract reverted with `NotRenter`. */
export class NotRenterError extends RevertError<"NotRenter"> {
  override readonly name = "NotRenterError"
  constructor(args: RevertError<"NotRenter">["args"], options?: ErrorOptions) {
    super("NotRenter", args, options)
  }
}

/** The contract reverted with `NotSelf`. */
export class NotSelfError extends RevertError<"NotSelf"> {
  override readonly name = "NotSelfError"
  constructor(args: RevertError<"NotSelf">["args"], options?: ErrorOptions) {
    super("NotSelf", args, options)
  }
}

/** The contract reverted with `NothingAtRisk`. */
export class NothingAtRiskError extends RevertError<"NothingAtRisk"> {
  override readonly name = "NothingAtRiskError"
  constructor(args: RevertError<"NothingAtRisk">["args"], options?: ErrorOptions) {
    super("NothingAtRisk", args, options)
  }
}

/** The contract reverted with `NothingCredited`. */
export class NothingCreditedError extends RevertError<"NothingCredited"> {
  override readonly name = "NothingCreditedError"
  constructor(args: RevertError<"NothingCredited">["args"], options?: ErrorOptions) {
    super("NothingCredited", args, options)
  }
}

/** The contract reverted with `OfferExpired`. */
export class OfferExpiredError extends RevertError<"OfferExpired"> {
  override readonly name = "OfferExpiredError"
  constructor(args: RevertError<"OfferExpired">["args"], options?: ErrorOptions) {
    super("OfferExpired", args, options)
  }
}

/** The contract reverted with `OwnableInvalidOwner`. */
export class OwnableInvalidOwnerError extends RevertError<"OwnableInvalidOwner"> {
  override readonly name = "OwnableInvalidOwnerError"
  constructor(args: RevertError<"OwnableInvalidOwner">["args"], options?: ErrorOptions) {
    super("OwnableInvalidOwner", args, options)
  }
}

/** The contract reverted with `OwnableUnauthorizedAccount`. */
export class OwnableUnauthorizedAccountError extends RevertError<"OwnableUnauthorizedAccount"> {
  override readonly name = "OwnableUnauthorizedAccountError"
  constructor(args: RevertError<"OwnableUnauthorizedAccount">["args"], options?: ErrorOptions) {
    super("OwnableUnauthorizedAccount", args, options)
  }
}

/** The contract reverted with `ReentrancyGuardReentrantCall`. */
export class ReentrancyGuardReentrantCallError extends RevertError<"ReentrancyGuardReentrantCall"> {
  override readonly name = "ReentrancyGuardReentrantCallError"
  constructor(args: RevertError<"ReentrancyGuardReentrantCall">["args"], options?: ErrorOptions) {
    super("ReentrancyGuardReentrantCall", args, options)
  }
}

/** The contract reverted with `RefundOutOfBounds`. */
export class RefundOutOfBoundsError extends RevertError<"RefundOutOfBounds"> {
  override readonly name = "RefundOutOfBoundsError"
  constructor(args: RevertError<"RefundOutOfBounds">["args"], options?: ErrorOptions) {
    super("RefundOutOfBounds", args, options)
  }
}

/** The contract reverted with `RentalExists`. */
export class RentalExistsError extends RevertError<"RentalExists"> {
  override readonly name = "RentalExistsError"
  constructor(args: RevertError<"RentalExists">["args"], options?: ErrorOptions) {
    super("RentalExists", args, options)
  }
}

/** The contract reverted with `RentalOver`. */
export class RentalOverError extends RevertError<"RentalOver"> {
  override readonly name = "RentalOverError"
  constructor(args: RevertError<"RentalOver">["args"], options?: ErrorOptions) {
    super("RentalOver", args, options)
  }
}

/** The contract reverted with `SafeERC20FailedOperation`. */
export class SafeERC20FailedOperationError extends RevertError<"SafeERC20FailedOperation"> {
  override readonly name = "SafeERC20FailedOperationError"
  constructor(args: RevertError<"SafeERC20FailedOperation">["args"], options?: ErrorOptions) {
    super("SafeERC20FailedOperation", args, options)
  }
}

/** The contract reverted with `SettlementDue`. */
export class SettlementDueError extends RevertError<"SettlementDue"> {
  override readonly name = "SettlementDueError"
  constructor(args: RevertError<"SettlementDue">["args"], options?: ErrorOptions) {
    super("SettlementDue", args, options)
  }
}

/** The contract reverted with `ShareOutOfBounds`. */
export class ShareOutOfBoundsError extends RevertError<"ShareOutOfBounds"> {
  override readonly name = "ShareOutOfBoundsError"
  constructor(args: RevertError<"ShareOutOfBounds">["args"], options?: ErrorOptions) {
    super("ShareOutOfBounds", args, options)
  }
}

/** The contract reverted with `StartWindowOver`. */
export class StartWindowOverError extends RevertError<"StartWindowOver"> {
  override readonly name = "StartWindowOverError"
  constructor(args: RevertError<"StartWindowOver">["args"], options?: ErrorOptions) {
    super("StartWindowOver", args, options)
  }
}

/** The contract reverted with `StartWindowTooLong`. */
export class StartWindowTooLongError extends RevertError<"StartWindowTooLong"> {
  override readonly name = "StartWindowTooLongError"
  constructor(args: RevertError<"StartWindowTooLong">["args"], options?: ErrorOptions) {
    super("StartWindowTooLong", args, options)
  }
}

/** The contract reverted with `StringTooLong`. */
export class StringTooLongError extends RevertError<"StringTooLong"> {
  override readonly name = "StringTooLongError"
  constructor(args: RevertError<"StringTooLong">["args"], options?: ErrorOptions) {
    super("StringTooLong", args, options)
  }
}

/** The contract reverted with `TransferRefused`. */
export class TransferRefusedError extends RevertError<"TransferRefused"> {
  override readonly name = "TransferRefusedError"
  constructor(args: RevertError<"TransferRefused">["args"], options?: ErrorOptions) {
    super("TransferRefused", args, options)
  }
}

/** The contract reverted with `WrongAmountReceived`. */
export class WrongAmountReceivedError extends RevertError<"WrongAmountReceived"> {
  override readonly name = "WrongAmountReceivedError"
  constructor(args: RevertError<"WrongAmountReceived">["args"], options?: ErrorOptions) {
    super("WrongAmountReceived", args, options)
  }
}

/** The contract reverted with `WrongArbiter`. */
export class WrongArbiterError extends RevertError<"WrongArbiter"> {
  override readonly name = "WrongArbiterError"
  constructor(args: RevertError<"WrongArbiter">["args"], options?: ErrorOptions) {
    super("WrongArbiter", args, options)
  }
}

/** The contract reverted with `WrongEpoch`. */
export class WrongEpochError extends RevertError<"WrongEpoch"> {
  override readonly name = "WrongEpochError"
  constructor(args: RevertError<"WrongEpoch">["args"], options?: ErrorOptions) {
    super("WrongEpoch", args, options)
  }
}

/** The contract reverted with `WrongNonce`. */
export class WrongNonceError extends RevertError<"WrongNonce"> {
  override readonly name = "WrongNonceError"
  constructor(args: RevertError<"WrongNonce">["args"], options?: ErrorOptions) {
    super("WrongNonce", args, options)
  }
}

/** The contract reverted with `WrongRenter`. */
export class WrongRenterError extends RevertError<"WrongRenter"> {
  override readonly name = "WrongRenterError"
  constructor(args: RevertError<"WrongRenter">["args"], options?: ErrorOptions) {
    super("WrongRenter", args, options)
  }
}

/** The contract reverted with `WrongStatus`. */
export class WrongStatusError extends RevertError<"WrongStatus"> {
  override readonly name = "WrongStatusError"
  constructor(args: RevertError<"WrongStatus">["args"], options?: ErrorOptions) {
    super("WrongStatus", args, options)
  }
}

/** The contract reverted with `WrongValue`. */
export class WrongValueError extends RevertError<"WrongValue"> {
  override readonly name = "WrongValueError"
  constructor(args: RevertError<"WrongValue">["args"], options?: ErrorOptions) {
    super("WrongValue", args, options)
  }
}

/** The contract reverted with `ZeroAmount`. */
export class ZeroAmountError extends RevertError<"ZeroAmount"> {
  override readonly name = "ZeroAmountError"
  constructor(args: RevertError<"ZeroAmount">["args"], options?: ErrorOptions) {
    super("ZeroAmount", args, options)
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
