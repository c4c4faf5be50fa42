export type { ErrorArgs, ErrorName, EventArgs, EventName } from "../abiTypes.ts"
export type { Administration, AdministrationParameters, AdministrationVerb } from "../core/admin/administration.ts"
export { type EscrowEvent, findEvent } from "../core/escrowEvents.ts"
export { type AnyEscrowError, isEscrowError } from "../core/isEscrowError.ts"
export type { DepositPlan, DepositStep, DepositSummary } from "../core/plan/planDeposit.ts"
export { type ExchangeRate, type Quote, quote, requireWithinQuote } from "../core/plan/quote.ts"
export { findToken, type PriceFeed, type ProbedToken, type Token, tokens } from "../core/plan/tokens.ts"
export type { TransactionReceipt, TypedData } from "../core/port.ts"
export type { ReadParameters, RentalDetails } from "../core/rental/escrowRead.ts"
export type { TransactionExplanation } from "../core/rental/explainTransaction.ts"
export type { Verb, VerbParameters } from "../core/rental/prepareRequest.ts"
export type { PreparedRequest, TransactionResult } from "../core/rental/send.ts"
export type { TransactionOutcome, WaitOptions } from "../core/rental/waitForTransaction.ts"
export type { RetryOptions } from "../core/retry.ts"
export type { DepositedEvent, MachineHistory, RentalsPage } from "../core/watch/depositHistory.ts"
export type { EventFilter } from "../core/watch/eventFilter.ts"
export { type HostRecord, type RentalRecord, recordOf } from "../core/watch/hostRecord.ts"
export type { Claim } from "../core/watch/rentals.ts"
export type { EventBatch, WatchEventsParameters } from "../core/watch/watchEvents.ts"
export {
  AccountMissingError,
  BatchFailedError,
  BatchStalledError,
  DepositNotFoundError,
  EscrowError,
  EscrowNotFoundError,
  EventNotFoundError,
  ForeignPlanError,
  ForeignSignerError,
  HighBondError,
  InvalidInputError,
  PermitUnsupportedError,
  PriceFeedError,
  PriceUnknownError,
  ProviderMissingError,
  QuoteExceededError,
  QuoteExpiredError,
  ReadFailedError,
  RentalNotFoundError,
  ReorgTooDeepError,
  RevertError,
  RiskyTermsError,
  TermsMismatchError,
  TermsNotFoundError,
  TokenMismatchError,
  TokenUnknownError,
  TokenUnprobedError,
  TransactionDroppedError,
  TransactionReplacedError,
  TransactionRevertedError,
  TransactionStalledError,
  WrongChainError,
  WrongCursorError,
} from "../errors.ts"
export {
  ARBITRATION_WINDOW,
  BPS,
  CREDIT_GAS,
  DISPUTE_STAKE_BPS,
  EVIDENCE_WINDOW,
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
} from "../generated/constants.ts"
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
  TransferRefusedError,
  WrongAmountReceivedError,
  WrongArbiterError,
  WrongEpochError,
  WrongNonceError,
  WrongRenterError,
  WrongStatusError,
  WrongValueError,
  ZeroAmountError,
} from "../generated/revertErrors.ts"
export {
  accrued,
  billed,
  billedByRenter,
  bondLocked,
  closesAt,
  collectableSeconds,
  cost,
  due,
  dueAt,
  elapsed,
  exitAt,
  fee,
  held,
  stakeOf,
  stakeShortfall,
  waitCompensation,
} from "../math.ts"
export { polygonGas, type TraceStep } from "../polygonGas.ts"
export type {
  EventCursor,
  EventLog,
  Host,
  Machine,
  Market,
  Offer,
  Reason,
  Rental,
  RentalState,
  RentalsCursor,
  Risk,
  RiskyTerm,
  Status,
} from "../types.ts"
export { type RentalActions, rentalActions } from "./ethersActions.ts"
export { decodeEvents } from "./ethersEvents.ts"
export { hashOffer, idOf, isSignedBy, offerTypedData } from "./ethersOffer.ts"
export { encodePermit } from "./ethersPermit.ts"
export { toLog } from "./ethersPort.ts"
export { toEscrowError } from "./ethersRevert.ts"
