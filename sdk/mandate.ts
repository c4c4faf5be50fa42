export { type ExtendUpToParameters, extendUpTo } from "./core/mandate/extendUpTo.ts"
export type { Mandate, MandateTypedDataParameters, SignedMandate } from "./core/mandate/mandate.ts"
export type { DecodeMandateEventsParameters, MandateEvent, MandateEventName } from "./core/mandate/mandateContract.ts"
export type { MandateFault, SerializeMandateOptions } from "./core/mandate/signedMandate.ts"
export type { TypedData } from "./core/port.ts"
export {
  decodeMandateEvents,
  hashMandate,
  mandateTypedData,
  parseMandate,
  serializeMandate,
  toMandateError,
} from "./viem/viemMandate.ts"

// Written by `npm run generate` from here on.

export { InvalidInputError } from "./core/codec.ts"
export type { EscrowError } from "./core/escrowError.ts"
export type { EscrowEvent } from "./core/escrowEvents.ts"
export type { EventOf } from "./core/foreignContract.ts"
export { ContractNotFoundError, ForeignContractError } from "./core/foreignContract.ts"
export type { BuildMandateParameters } from "./core/mandate/buildMandate.ts"
export type {
  CheckMandateParameters,
  MandateCheck,
  MandateProblem,
  MandateReason,
} from "./core/mandate/checkMandate.ts"
export type { ExecuteMandateParameters, MandateTransactionResult } from "./core/mandate/executeMandate.ts"
export type { GetMandateSpentParameters } from "./core/mandate/getMandateSpent.ts"
export type { GetMandateStatusParameters, MandateStatus } from "./core/mandate/getMandateStatus.ts"
export type { GetNextExtensionParameters, NextExtension } from "./core/mandate/getNextExtension.ts"
export type { MandateContractParameters, MandateReadParameters } from "./core/mandate/mandateContract.ts"
export type { MandateVerb, MandateVerbParameters } from "./core/mandate/prepareMandate.ts"
export type { RevokeMandateParameters } from "./core/mandate/revokeMandate.ts"
export { MandateUnreadableError } from "./core/mandate/signedMandate.ts"
export type { SignMandateParameters } from "./core/mandate/signMandate.ts"
export { ForeignRenterError, MandateTooSmallError } from "./core/mandate/signMandate.ts"
export type { MandateSummary, SummarizeMandateParameters } from "./core/mandate/summarizeMandate.ts"
export { PermitUnsupportedError } from "./core/plan/permitDomain.ts"
export { AccountMissingError, WalletUnansweredError, WrongChainError } from "./core/portErrors.ts"
export type { CheckedSubject, Progress, ProgressOptions, StepKind, WalletMethod } from "./core/progress.ts"
export { CancelledError } from "./core/progress.ts"
export { TransactionRefusedError } from "./core/rental/deliver.ts"
export type { EscrowParameters } from "./core/rental/escrowCall.ts"
export {
  EscrowNotFoundError,
  RentalNotFoundError,
  TermsMismatchError,
  TermsNotFoundError,
} from "./core/rental/rentalErrors.ts"
export type { PreparedRequest } from "./core/rental/send.ts"
export { EventNotFoundError, TransactionRevertedError } from "./core/rental/send.ts"
export type { WaitOptions } from "./core/rental/waitForTransaction.ts"
export {
  TransactionDroppedError,
  TransactionReplacedError,
  TransactionStalledError,
} from "./core/rental/waitForTransaction.ts"
export { ReadFailedError } from "./core/retry.ts"
export { UnusableSignatureError } from "./core/signature.ts"
export {
  ExtendBeforeTooShortError,
  FullyExtendedError,
  InsufficientMandateAllowanceError,
  InsufficientRenterBalanceError,
  InvalidMandateSignatureError,
  MandateExhaustedError,
  MandateExpiredError,
  MandateSignatureRefusedError,
  NativeCoinError,
  NotContractError,
  NotRentalsRenterError,
  SaltRevokedError,
  TipAboveMaximumError,
  TooEarlyError,
  UndeployedRenterError,
  WrongBalanceError,
  WrongMandateEpochError,
  WrongRentalError,
  ZeroStepError,
} from "./generated/mandateErrors.ts"
export { buildMandate } from "./generated/viem/buildMandate.ts"
export { checkMandate } from "./generated/viem/checkMandate.ts"
export { executeMandate } from "./generated/viem/executeMandate.ts"
export { getMandateSpent } from "./generated/viem/getMandateSpent.ts"
export { getMandateStatus } from "./generated/viem/getMandateStatus.ts"
export { getNextExtension } from "./generated/viem/getNextExtension.ts"
export { prepareMandate } from "./generated/viem/prepareMandate.ts"
export { revokeAllMandates } from "./generated/viem/revokeAllMandates.ts"
export { revokeMandate } from "./generated/viem/revokeMandate.ts"
export { signMandate } from "./generated/viem/signMandate.ts"
export { summarizeMandate } from "./generated/viem/summarizeMandate.ts"
