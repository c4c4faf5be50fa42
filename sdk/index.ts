export type { ErrorArgs, ErrorName, EventArgs, EventName } from "./abiTypes.ts"
export { buildOffer } from "./actions/buildOffer.ts"
export { collectFees } from "./actions/collectFees.ts"
export { deposit } from "./actions/deposit.ts"
export { dispute } from "./actions/dispute.ts"
export { estimateRequest } from "./actions/estimateRequest.ts"
export { explainTransaction } from "./actions/explainTransaction.ts"
export { extend } from "./actions/extend.ts"
export { fundBond } from "./actions/fundBond.ts"
export { getAccrued } from "./actions/getAccrued.ts"
export { getBond } from "./actions/getBond.ts"
export { getCredit } from "./actions/getCredit.ts"
export { getDue } from "./actions/getDue.ts"
export { getExitAt } from "./actions/getExitAt.ts"
export { getFees } from "./actions/getFees.ts"
export { getHost } from "./actions/getHost.ts"
export { getMachine } from "./actions/getMachine.ts"
export { getMarket } from "./actions/getMarket.ts"
export { getRental } from "./actions/getRental.ts"
export { getStake } from "./actions/getStake.ts"
export { getState } from "./actions/getState.ts"
export { interrupt } from "./actions/interrupt.ts"
export { prepareRequest } from "./actions/prepareRequest.ts"
export { refund } from "./actions/refund.ts"
export { resolve } from "./actions/resolve.ts"
export { revokeOffers } from "./actions/revokeOffers.ts"
export { sendRequest } from "./actions/sendRequest.ts"
export { setSigner } from "./actions/setSigner.ts"
export { settle } from "./actions/settle.ts"
export { settleMany } from "./actions/settleMany.ts"
export { signOffer } from "./actions/signOffer.ts"
export { signPermit } from "./actions/signPermit.ts"
export { simulateRequest } from "./actions/simulateRequest.ts"
export { start } from "./actions/start.ts"
export { stop } from "./actions/stop.ts"
export { submitEvidence } from "./actions/submitEvidence.ts"
export { verifyOffer } from "./actions/verifyOffer.ts"
export { waitForRequest } from "./actions/waitForRequest.ts"
export { waitForTransaction } from "./actions/waitForTransaction.ts"
export { withdraw } from "./actions/withdraw.ts"
export { withdrawBond } from "./actions/withdrawBond.ts"
export { type EscrowEvent, findEvent } from "./core/escrowEvents.ts"
export { type AnyEscrowError, isEscrowError } from "./core/isEscrowError.ts"
export type { TransactionReceipt, TypedData } from "./core/port.ts"
export type { ReadParameters, RentalDetails } from "./core/rental/escrowRead.ts"
export type { TransactionExplanation } from "./core/rental/explainTransaction.ts"
export type { Verb, VerbParameters } from "./core/rental/prepareRequest.ts"
export type { PreparedRequest, TransactionResult } from "./core/rental/send.ts"
export type { TransactionOutcome, WaitOptions } from "./core/rental/waitForTransaction.ts"
export {
  AccountMissingError,
  EscrowError,
  EscrowNotFoundError,
  EventNotFoundError,
  ForeignSignerError,
  HighBondError,
  InvalidInputError,
  PermitUnsupportedError,
  ReadFailedError,
  RentalNotFoundError,
  RevertError,
  TermsMismatchError,
  TermsNotFoundError,
  TransactionDroppedError,
  TransactionReplacedError,
  TransactionRevertedError,
  TransactionStalledError,
  WrongChainError,
} from "./errors.ts"
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
} from "./math.ts"
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
} from "./types.ts"
export type { AccountParameters, SendParameters } from "./viem/sendVerb.ts"
export { type RentalActions, rentalActions } from "./viem/viemActions.ts"
export { decodeEvents } from "./viem/viemEvents.ts"
export { hashOffer, idOf, isSignedBy, offerTypedData } from "./viem/viemOffer.ts"
export { encodePermit } from "./viem/viemPermit.ts"
export { toEscrowError } from "./viem/viemRevert.ts"
