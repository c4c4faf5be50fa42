export type { ErrorArgs, ErrorName, EventArgs, EventName } from "./abiTypes.ts"
export { EscrowError, RevertError } from "./core/escrowError.ts"
export { type DecodeEventsParameters, type EscrowEvent, findEvent } from "./core/escrowEvents.ts"
export { isEscrowError } from "./core/isEscrowError.ts"
export type { TransactionReceipt, TypedData } from "./core/port.ts"
export type { AnyEscrowError } from "./generated/anyEscrowError.ts"
export {
  accrued,
  billed,
  billedByRenter,
  bondLocked,
  bondOf,
  closesAt,
  collectableSeconds,
  cost,
  due,
  dueAt,
  durationCoveringBond,
  elapsed,
  exitAt,
  fee,
  forfeitedStake,
  freeToConcedeUntil,
  held,
  interruptCompensation,
  rulingPayout,
  stakeOf,
  stakeShortfall,
  stopBound,
  stopPayout,
  waitCompensation,
} from "./math.ts"
export type {
  AccessList,
  EventCursor,
  EventLog,
  Host,
  HostRecordCursor,
  Machine,
  Market,
  Offer,
  OpenRental,
  Reason,
  Rental,
  RentalState,
  RentalsCursor,
  Risk,
  RiskyTerm,
  Status,
} from "./types.ts"
export type { AccountParameters, SendParameters } from "./viem/accountParameters.ts"
export { decodeEvents } from "./viem/viemEvents.ts"
export { idOf } from "./viem/viemRentalId.ts"
export { toEscrowError } from "./viem/viemRevert.ts"

// Written by `npm run generate` from here on.

export { InvalidInputError } from "./core/codec.ts"
export { AccountMissingError, WalletUnansweredError, WrongChainError } from "./core/portErrors.ts"
export type { CheckedSubject, Progress, ProgressOptions, StepKind, WalletMethod } from "./core/progress.ts"
export { CancelledError } from "./core/progress.ts"
export { TransactionRefusedError } from "./core/rental/deliver.ts"
export type { DepositResult } from "./core/rental/deposit.ts"
export type { DepositParameters } from "./core/rental/depositCall.ts"
export type { DisputeParameters } from "./core/rental/dispute.ts"
export type {
  BondParameters,
  EscrowParameters,
  PermitParameters,
  RentalParameters,
  TokenParameters,
} from "./core/rental/escrowCall.ts"
export type {
  HostReadParameters,
  MachineReadParameters,
  ReadParameters,
  RentalIdParameters,
  RentalReadParameters,
  TokenReadParameters,
} from "./core/rental/escrowRead.ts"
export type { Fees } from "./core/rental/estimateFees.ts"
export { ShorterRentalExistsError } from "./core/rental/existingRental.ts"
export type { ExplainTransactionParameters, TransactionExplanation } from "./core/rental/explainTransaction.ts"
export type { ExtendParameters } from "./core/rental/extend.ts"
export type { FundBondParameters } from "./core/rental/fundBond.ts"
export type { CreditReadParameters } from "./core/rental/getCredit.ts"
export type { RentalDetails } from "./core/rental/getRental.ts"
export type { InterruptParameters } from "./core/rental/interrupt.ts"
export type { RefundParameters } from "./core/rental/refund.ts"
export {
  EscrowNotFoundError,
  RentalNotFoundError,
  TermsMismatchError,
  TermsNotFoundError,
} from "./core/rental/rentalErrors.ts"
export type { ResolveParameters } from "./core/rental/resolve.ts"
export type { RevokeOffersParameters } from "./core/rental/revokeOffers.ts"
export type { TransactionResult } from "./core/rental/send.ts"
export { EventNotFoundError, TransactionRevertedError } from "./core/rental/send.ts"
export type { SetSignerParameters } from "./core/rental/setSigner.ts"
export type { StopParameters } from "./core/rental/stop.ts"
export type { SubmitEvidenceParameters } from "./core/rental/submitEvidence.ts"
export type {
  TransactionOutcome,
  WaitForTransactionParameters,
  WaitOptions,
  WaitStage,
} from "./core/rental/waitForTransaction.ts"
export {
  TransactionDroppedError,
  TransactionReplacedError,
  TransactionStalledError,
} from "./core/rental/waitForTransaction.ts"
export type { WithdrawParameters } from "./core/rental/withdraw.ts"
export type { WithdrawBondParameters } from "./core/rental/withdrawBond.ts"
export { ReadFailedError } from "./core/retry.ts"
export {
  ARBITRATION_WINDOW,
  BPS,
  CONCESSION_FLOOR,
  CREDIT_GAS,
  DISPUTE_STAKE_BPS,
  EVIDENCE_WINDOW,
  FREE_TO_CONCEDE,
  MAX_BOND_MULTIPLE,
  MAX_CHALLENGE_WINDOW,
  MAX_FEE_BPS,
  MAX_RENTAL_DURATION,
  MAX_START_WINDOW,
  MIN_CHALLENGE_WINDOW,
  MIN_FEE_BPS,
  NATIVE,
  NATIVE_ERC20_FACE,
  PAYOUT_GAS,
  PERMIT_LENGTH,
  PRICE_PERIOD,
  RESERVED,
  reasons,
  statuses,
} from "./generated/constants.ts"
export {
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
  NothingAtRiskError,
  NothingCreditedError,
  NotPartyError,
  NotRenterError,
  NotSelfError,
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
} from "./generated/revertErrors.ts"
export { collectFees } from "./generated/viem/collectFees.ts"
export { deposit } from "./generated/viem/deposit.ts"
export { dispute } from "./generated/viem/dispute.ts"
export { estimateFees } from "./generated/viem/estimateFees.ts"
export { explainTransaction } from "./generated/viem/explainTransaction.ts"
export { extend } from "./generated/viem/extend.ts"
export { fundBond } from "./generated/viem/fundBond.ts"
export { getAccrued } from "./generated/viem/getAccrued.ts"
export { getBond } from "./generated/viem/getBond.ts"
export { getCredit } from "./generated/viem/getCredit.ts"
export { getDue } from "./generated/viem/getDue.ts"
export { getExitAt } from "./generated/viem/getExitAt.ts"
export { getFees } from "./generated/viem/getFees.ts"
export { getHost } from "./generated/viem/getHost.ts"
export { getMachine } from "./generated/viem/getMachine.ts"
export { getMarket } from "./generated/viem/getMarket.ts"
export { getRental } from "./generated/viem/getRental.ts"
export { getStake } from "./generated/viem/getStake.ts"
export { getState } from "./generated/viem/getState.ts"
export { interrupt } from "./generated/viem/interrupt.ts"
export { refund } from "./generated/viem/refund.ts"
export { resolve } from "./generated/viem/resolve.ts"
export { revokeOffers } from "./generated/viem/revokeOffers.ts"
export { setSigner } from "./generated/viem/setSigner.ts"
export { settle } from "./generated/viem/settle.ts"
export { start } from "./generated/viem/start.ts"
export { stop } from "./generated/viem/stop.ts"
export { submitEvidence } from "./generated/viem/submitEvidence.ts"
export { waitForTransaction } from "./generated/viem/waitForTransaction.ts"
export { withdraw } from "./generated/viem/withdraw.ts"
export { withdrawBond } from "./generated/viem/withdrawBond.ts"
