export type { ErrorArgs, ErrorName, EventArgs, EventName } from "../abiTypes.ts"
export type { Access, AccessFault, AccessRequest, AccessTypedDataParameters } from "../core/access/accessRequest.ts"
export type { SshKey } from "../core/access/sshKey.ts"
export { EscrowError, RevertError } from "../core/escrowError.ts"
export { type DecodeEventsParameters, type EscrowEvent, findEvent } from "../core/escrowEvents.ts"
export { isEscrowError } from "../core/isEscrowError.ts"
export type { MachineDocument } from "../core/machine/machineDocument.ts"
export { type ExtendUpToParameters, extendUpTo } from "../core/mandate/extendUpTo.ts"
export type { Mandate, MandateTypedDataParameters, SignedMandate } from "../core/mandate/mandate.ts"
export type { DecodeMandateEventsParameters, MandateEvent, MandateEventName } from "../core/mandate/mandateContract.ts"
export type { MandateFault, SerializeMandateOptions } from "../core/mandate/signedMandate.ts"
export type { DocumentHashes } from "../core/offer/hashDocument.ts"
export type { OfferJson } from "../core/offer/offerJson.ts"
export type { TermProblemsParameters } from "../core/offer/offerTerms.ts"
export { termProblems } from "../core/offer/offerTerms.ts"
export type { IsSignedByParameters, OfferTypedDataParameters } from "../core/offer/offerTypedData.ts"
export type { OfferFault, SerializeOfferOptions, SignedOffer } from "../core/offer/signedOffer.ts"
export { parseDepositPlan, parsePaymentPlan, serializePlan } from "../core/plan/parsePlan.ts"
export type { EncodePermitParameters } from "../core/plan/permit.ts"
export {
  type DollarValueParameters,
  dollarValue,
  type QuoteParameters,
  quote,
  type RequireWithinQuoteParameters,
  requireWithinQuote,
} from "../core/plan/quote.ts"
export { findToken, tokens } from "../core/plan/tokens.ts"
export type { TransactionReceipt, TypedData } from "../core/port.ts"
export { settlementBatches } from "../core/requests/settleMany.ts"
export type {
  Order,
  PreparedPurchase,
  Purchase,
  PurchaseDigestParameters,
  PurchaseOrder,
  PurchaseVerb,
  PurchaseWay,
  SignedPayment,
  SignedPurchase,
} from "../core/router/purchase.ts"
export { type RelayThroughParameters, relayThrough } from "../core/router/relayThrough.ts"
export type { DecodeRouterEventsParameters, RouterEvent, RouterEventName } from "../core/router/routerContract.ts"
export type { PurchaseFault, SerializePurchaseOptions } from "../core/router/signedPurchase.ts"
export { type RentalRecord, recordOf } from "../core/watch/hostRecord.ts"
export type { AnyEscrowError } from "../generated/anyEscrowError.ts"
export { hashMachineDocument, hashMachineName } from "../generated/ethers/ethersDocument.ts"
export { decodeEvents } from "../generated/ethers/ethersEvents.ts"
export {
  decodeMandateEvents,
  hashMandate,
  mandateTypedData,
  parseMandate,
  serializeMandate,
  toMandateError,
} from "../generated/ethers/ethersMandate.ts"
export {
  hashDocument,
  hashOffer,
  isSignedBy,
  offerFromJson,
  offerToJson,
  offerTypedData,
} from "../generated/ethers/ethersOffer.ts"
export { encodePermit } from "../generated/ethers/ethersPermit.ts"
export { idOf } from "../generated/ethers/ethersRentalId.ts"
export {
  decodeRouterEvents,
  hashPurchase,
  parsePurchase,
  purchaseDigest,
  serializePurchase,
  toRouterError,
} from "../generated/ethers/ethersRouter.ts"
export {
  offerLink,
  offerQrText,
  parseOffer,
  parseOfferLink,
  serializeOffer,
} from "../generated/ethers/ethersSignedOffer.ts"
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
} from "../math.ts"
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
} from "../types.ts"
export { type RentalActions, rentalActions } from "./ethersActions.ts"
export { toLog } from "./ethersPort.ts"
export { toEscrowError } from "./ethersRevert.ts"

// Written by `npm run generate` from here on.

export type { Administration } from "../core/admin/getAdministration.ts"
export type { AdministrationParameters, AdministrationVerb } from "../core/admin/prepareAdministration.ts"
export type { SetGuardianParameters } from "../core/admin/setGuardian.ts"
export type { SetHostFeeParameters } from "../core/admin/setHostFee.ts"
export type { SetMarketParameters } from "../core/admin/setMarket.ts"
export type { SetTreasuryParameters } from "../core/admin/setTreasury.ts"
export type { TransferOwnershipParameters } from "../core/admin/transferOwnership.ts"
export type { KnownBlockRange } from "../core/blockRange.ts"
export { InvalidInputError } from "../core/codec.ts"
export type { EventOf } from "../core/foreignContract.ts"
export { ContractNotFoundError, ForeignContractError } from "../core/foreignContract.ts"
export type { BuildMandateParameters } from "../core/mandate/buildMandate.ts"
export type {
  CheckMandateParameters,
  MandateCheck,
  MandateProblem,
  MandateReason,
} from "../core/mandate/checkMandate.ts"
export type { ExecuteMandateParameters, MandateTransactionResult } from "../core/mandate/executeMandate.ts"
export type { GetMandateSpentParameters } from "../core/mandate/getMandateSpent.ts"
export type { GetMandateStatusParameters, MandateStatus } from "../core/mandate/getMandateStatus.ts"
export type { GetNextExtensionParameters, NextExtension } from "../core/mandate/getNextExtension.ts"
export type { MandateContractParameters, MandateReadParameters } from "../core/mandate/mandateContract.ts"
export type { MandateVerb, MandateVerbParameters } from "../core/mandate/prepareMandate.ts"
export type { RevokeMandateParameters } from "../core/mandate/revokeMandate.ts"
export { MandateUnreadableError } from "../core/mandate/signedMandate.ts"
export type { SignMandateParameters } from "../core/mandate/signMandate.ts"
export { ForeignRenterError, MandateTooSmallError } from "../core/mandate/signMandate.ts"
export type { MandateSummary, SummarizeMandateParameters } from "../core/mandate/summarizeMandate.ts"
export type { BuildOfferParameters } from "../core/offer/buildOffer.ts"
export type { CheckOfferParameters, OfferCheck } from "../core/offer/checkOffer.ts"
export type { OfferField, OfferProblem } from "../core/offer/offerTerms.ts"
export { InvalidOfferError } from "../core/offer/offerTerms.ts"
export { OfferUnreadableError } from "../core/offer/signedOffer.ts"
export type { SignOfferParameters } from "../core/offer/signOffer.ts"
export { ForeignSignerError } from "../core/offer/signOffer.ts"
export type { VerifyOfferParameters } from "../core/offer/verifyOffer.ts"
export type { AllowanceStep, PaymentWay } from "../core/plan/allowances.ts"
export type { PlanBlocker } from "../core/plan/blockers.ts"
export { InsufficientCoinsError } from "../core/plan/blockers.ts"
export type { DepositStep, MandateStep } from "../core/plan/depositSteps.ts"
export type { ExchangeRateParameters } from "../core/plan/exchangeRate.ts"
export { PriceFeedError, PriceUnknownError } from "../core/plan/exchangeRate.ts"
export type { DollarValue, GetDollarValueParameters } from "../core/plan/getDollarValue.ts"
export type { GetPermitDomainParameters } from "../core/plan/getPermitDomain.ts"
export type { GetQuoteParameters } from "../core/plan/getQuote.ts"
export type { GetTokenMetadataParameters, TokenMetadata } from "../core/plan/getTokenMetadata.ts"
export type {
  MandatedDeposit,
  MandateOutcome,
  MandatePlan,
  MandateResult,
  MandateRun,
  PlannedMandate,
} from "../core/plan/mandated.ts"
export type { PaymentFallback, PaymentStep } from "../core/plan/payment.ts"
export { PermitUnsupportedError } from "../core/plan/permitDomain.ts"
export type { DepositPlan, DepositSummary, PlanDepositParameters } from "../core/plan/planDeposit.ts"
export type {
  PaidCall,
  PaidVerb,
  PaidVerbParameters,
  PaymentPlan,
  PlannedStep,
  PlanPaymentParameters,
  RentParameters,
} from "../core/plan/planPayment.ts"
export type { ProbeTokenParameters } from "../core/plan/probeToken.ts"
export { TokenMismatchError, TokenUnknownError } from "../core/plan/probeToken.ts"
export type { ExchangeRate, Quote, QuoteTerms } from "../core/plan/quote.ts"
export { QuoteExceededError, QuoteExpiredError, TokenUnprobedError } from "../core/plan/quote.ts"
export type { Permit2Step, Relay, RelayedOrders, RelayPlan, RelayRun, RelayStep } from "../core/plan/relay.ts"
export { PlanPartMissingError } from "../core/plan/relay.ts"
export type { DepositOutcome, ResumeDepositParameters } from "../core/plan/resumeDeposit.ts"
export { RiskyTermsError } from "../core/plan/risks.ts"
export type { RunDepositParameters, RunDepositResult } from "../core/plan/runDeposit.ts"
export { ForeignPlanError } from "../core/plan/runDeposit.ts"
export type { RunPaymentParameters, RunPaymentResult } from "../core/plan/runPayment.ts"
export type { SignPermitParameters } from "../core/plan/signPermit.ts"
export type { PriceFeed, ProbedToken, Token } from "../core/plan/tokens.ts"
export { BatchFailedError, BatchStalledError } from "../core/plan/walletBatch.ts"
export { AccountMissingError, WalletUnansweredError, WrongChainError } from "../core/portErrors.ts"
export type { CheckedSubject, Progress, ProgressOptions, StepKind, WalletMethod } from "../core/progress.ts"
export { CancelledError } from "../core/progress.ts"
export { TransactionRefusedError } from "../core/rental/deliver.ts"
export type { DepositResult } from "../core/rental/deposit.ts"
export type { DepositParameters } from "../core/rental/depositCall.ts"
export type { DisputeParameters } from "../core/rental/dispute.ts"
export type {
  BondParameters,
  EscrowParameters,
  PermitParameters,
  RentalParameters,
  TokenParameters,
} from "../core/rental/escrowCall.ts"
export type {
  HostReadParameters,
  MachineReadParameters,
  ReadParameters,
  RentalIdParameters,
  RentalReadParameters,
  TokenReadParameters,
} from "../core/rental/escrowRead.ts"
export type { Fees } from "../core/rental/estimateFees.ts"
export { ShorterRentalExistsError } from "../core/rental/existingRental.ts"
export type { ExplainTransactionParameters, TransactionExplanation } from "../core/rental/explainTransaction.ts"
export type { ExtendParameters } from "../core/rental/extend.ts"
export type { FundBondParameters } from "../core/rental/fundBond.ts"
export type { CreditReadParameters } from "../core/rental/getCredit.ts"
export type { RentalDetails } from "../core/rental/getRental.ts"
export type { InterruptParameters } from "../core/rental/interrupt.ts"
export type { RefundParameters } from "../core/rental/refund.ts"
export {
  EscrowNotFoundError,
  RentalNotFoundError,
  TermsMismatchError,
  TermsNotFoundError,
} from "../core/rental/rentalErrors.ts"
export type { ResolveParameters } from "../core/rental/resolve.ts"
export type { RevokeOffersParameters } from "../core/rental/revokeOffers.ts"
export type { PreparedRequest, RequestParameters, TransactionResult } from "../core/rental/send.ts"
export { EventNotFoundError, TransactionRevertedError } from "../core/rental/send.ts"
export type { SetSignerParameters } from "../core/rental/setSigner.ts"
export type { StopParameters } from "../core/rental/stop.ts"
export type { SubmitEvidenceParameters } from "../core/rental/submitEvidence.ts"
export type {
  TransactionOutcome,
  WaitForTransactionParameters,
  WaitOptions,
  WaitStage,
} from "../core/rental/waitForTransaction.ts"
export {
  TransactionDroppedError,
  TransactionReplacedError,
  TransactionStalledError,
} from "../core/rental/waitForTransaction.ts"
export type { WithdrawParameters } from "../core/rental/withdraw.ts"
export type { WithdrawBondParameters } from "../core/rental/withdrawBond.ts"
export type { PrepareRequestOptions, Verb, VerbParameters } from "../core/requests/prepareRequest.ts"
export type { SendRequestParameters } from "../core/requests/sendRequest.ts"
export type { SettleManyParameters, SettleManyResult } from "../core/requests/settleMany.ts"
export type { WaitForRequestParameters } from "../core/requests/waitForRequest.ts"
export type { RetryOptions } from "../core/retry.ts"
export { ReadFailedError } from "../core/retry.ts"
export type { GetPurchaseWaysParameters } from "../core/router/getPurchaseWays.ts"
export type { PreparePurchaseParameters } from "../core/router/preparePurchase.ts"
export { OrderRefusedError } from "../core/router/preparePurchase.ts"
export type { PreparePurchaseCallParameters } from "../core/router/preparePurchaseCall.ts"
export type { RouterParameters } from "../core/router/purchase.ts"
export { DuplicateOrderError } from "../core/router/purchase.ts"
export type { PurchaseWayOption } from "../core/router/purchaseWays.ts"
export { AccountCannotSignError } from "../core/router/purchaseWays.ts"
export type { PurchaseResult, SendPurchaseParameters } from "../core/router/sendPurchase.ts"
export { PurchaseUnreadableError } from "../core/router/signedPurchase.ts"
export type { SignPurchaseParameters } from "../core/router/signPurchase.ts"
export { ForeignPayerError, PurchaseChangedError } from "../core/router/signPurchase.ts"
export type { SimulatePurchaseParameters } from "../core/router/simulatePurchase.ts"
export { AuthorizationUnsupportedError } from "../core/router/tokenDomain.ts"
export type {
  PurchaseCheck,
  PurchaseRefusal,
  PurchaseRefusalReason,
  VerifyPurchaseParameters,
} from "../core/router/verifyPurchase.ts"
export {
  FeeTooLowError,
  InvalidPurchaseSignatureError,
  PermitMissingError,
  SimulationRefusedError,
  TokenNotRelayedError,
} from "../core/router/verifyPurchase.ts"
export { UnusableSignatureError } from "../core/signature.ts"
export type { DepositedEvent } from "../core/watch/depositHistory.ts"
export { ReorgTooDeepError, WrongCursorError } from "../core/watch/eventCursor.ts"
export type { EventFilter } from "../core/watch/eventFilter.ts"
export type { Claim, GetClaimsParameters } from "../core/watch/getClaims.ts"
export type { CountedHostRecord, GetHostRecordParameters } from "../core/watch/getHostRecord.ts"
export type { GetMachineHistoryParameters, MachineHistory } from "../core/watch/getMachineHistory.ts"
export { DepositNotFoundError } from "../core/watch/getMachineHistory.ts"
export type { GetRentalsOfParameters, RentalsPage } from "../core/watch/getRentalsOf.ts"
export type { RentalIdsParameters } from "../core/watch/getStates.ts"
export type { HostRecord } from "../core/watch/hostRecord.ts"
export type { EventBatch, WatchEventsParameters } from "../core/watch/watchEvents.ts"
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
} from "../generated/constants.ts"
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
} from "../generated/mandateErrors.ts"
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
} from "../generated/revertErrors.ts"
export {
  InsufficientPermit2AllowanceError,
  MixedTokensError,
  NotRelayerError,
  NotSettledError,
  OrderCountOutOfBoundsError,
  PaymentRefusedError,
  PurchaseExpiredError,
  PurchaseUsedError,
  UndeployedPayerError,
  UnequalLengthsError,
  ValueTooSmallError,
} from "../generated/routerErrors.ts"
export { ProviderMissingError } from "./ethersErrors.ts"
