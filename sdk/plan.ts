export { parseDepositPlan, parsePaymentPlan, serializePlan } from "./core/plan/parsePlan.ts"
export type { EncodePermitParameters } from "./core/plan/permit.ts"
export {
  type DollarValueParameters,
  dollarValue,
  type QuoteParameters,
  quote,
  type RequireWithinQuoteParameters,
  requireWithinQuote,
} from "./core/plan/quote.ts"
export { findToken, tokens } from "./core/plan/tokens.ts"
export { encodePermit } from "./viem/viemPermit.ts"

// Written by `npm run generate` from here on.

export { InvalidInputError } from "./core/codec.ts"
export type { EscrowError } from "./core/escrowError.ts"
export type { EscrowEvent } from "./core/escrowEvents.ts"
export type { Mandate, SignedMandate } from "./core/mandate/mandate.ts"
export { InvalidOfferError } from "./core/offer/offerTerms.ts"
export type { AllowanceStep, PaymentWay } from "./core/plan/allowances.ts"
export type { PlanBlocker } from "./core/plan/blockers.ts"
export { InsufficientCoinsError } from "./core/plan/blockers.ts"
export type { DepositStep, MandateStep } from "./core/plan/depositSteps.ts"
export type { ExchangeRateParameters } from "./core/plan/exchangeRate.ts"
export { PriceFeedError, PriceUnknownError } from "./core/plan/exchangeRate.ts"
export type { DollarValue, GetDollarValueParameters } from "./core/plan/getDollarValue.ts"
export type { GetPermitDomainParameters } from "./core/plan/getPermitDomain.ts"
export type { GetQuoteParameters } from "./core/plan/getQuote.ts"
export type { GetTokenMetadataParameters, TokenMetadata } from "./core/plan/getTokenMetadata.ts"
export type {
  MandatedDeposit,
  MandateOutcome,
  MandatePlan,
  MandateResult,
  MandateRun,
  PlannedMandate,
} from "./core/plan/mandated.ts"
export type { PaymentFallback, PaymentStep } from "./core/plan/payment.ts"
export { PermitUnsupportedError } from "./core/plan/permitDomain.ts"
export type { DepositPlan, DepositSummary, PlanDepositParameters } from "./core/plan/planDeposit.ts"
export type {
  PaidCall,
  PaidVerb,
  PaidVerbParameters,
  PaymentPlan,
  PlannedStep,
  PlanPaymentParameters,
  RentParameters,
} from "./core/plan/planPayment.ts"
export type { ProbeTokenParameters } from "./core/plan/probeToken.ts"
export { TokenMismatchError, TokenUnknownError } from "./core/plan/probeToken.ts"
export type { ExchangeRate, Quote, QuoteTerms } from "./core/plan/quote.ts"
export { QuoteExceededError, QuoteExpiredError, TokenUnprobedError } from "./core/plan/quote.ts"
export type { Permit2Step, Relay, RelayedOrders, RelayPlan, RelayRun, RelayStep } from "./core/plan/relay.ts"
export { PlanPartMissingError } from "./core/plan/relay.ts"
export type { DepositOutcome, ResumeDepositParameters } from "./core/plan/resumeDeposit.ts"
export { RiskyTermsError } from "./core/plan/risks.ts"
export type { RunDepositParameters, RunDepositResult } from "./core/plan/runDeposit.ts"
export { ForeignPlanError } from "./core/plan/runDeposit.ts"
export type { RunPaymentParameters, RunPaymentResult } from "./core/plan/runPayment.ts"
export type { SignPermitParameters } from "./core/plan/signPermit.ts"
export type { PriceFeed, ProbedToken, Token } from "./core/plan/tokens.ts"
export { BatchFailedError, BatchStalledError } from "./core/plan/walletBatch.ts"
export { AccountMissingError, WalletUnansweredError, WrongChainError } from "./core/portErrors.ts"
export type { CheckedSubject, Progress, ProgressOptions, StepKind, WalletMethod } from "./core/progress.ts"
export { CancelledError } from "./core/progress.ts"
export { TransactionRefusedError } from "./core/rental/deliver.ts"
export type { DepositResult } from "./core/rental/deposit.ts"
export type { DisputeParameters } from "./core/rental/dispute.ts"
export type {
  BondParameters,
  EscrowParameters,
  PermitParameters,
  RentalParameters,
  TokenParameters,
} from "./core/rental/escrowCall.ts"
export { ShorterRentalExistsError } from "./core/rental/existingRental.ts"
export type { ExtendParameters } from "./core/rental/extend.ts"
export type { FundBondParameters } from "./core/rental/fundBond.ts"
export {
  EscrowNotFoundError,
  RentalNotFoundError,
  TermsMismatchError,
  TermsNotFoundError,
} from "./core/rental/rentalErrors.ts"
export type { PreparedRequest, TransactionResult } from "./core/rental/send.ts"
export { EventNotFoundError, TransactionRevertedError } from "./core/rental/send.ts"
export type { WaitOptions } from "./core/rental/waitForTransaction.ts"
export {
  TransactionDroppedError,
  TransactionReplacedError,
  TransactionStalledError,
} from "./core/rental/waitForTransaction.ts"
export { ReadFailedError } from "./core/retry.ts"
export type { PurchaseOrder, PurchaseVerb, PurchaseWay } from "./core/router/purchase.ts"
export { UnusableSignatureError } from "./core/signature.ts"
export { getDollarValue } from "./generated/viem/getDollarValue.ts"
export { getPermitDomain } from "./generated/viem/getPermitDomain.ts"
export { getQuote } from "./generated/viem/getQuote.ts"
export { getTokenMetadata } from "./generated/viem/getTokenMetadata.ts"
export { planDeposit } from "./generated/viem/planDeposit.ts"
export { planPayment } from "./generated/viem/planPayment.ts"
export { probeToken } from "./generated/viem/probeToken.ts"
export { resumeDeposit } from "./generated/viem/resumeDeposit.ts"
export { runDeposit } from "./generated/viem/runDeposit.ts"
export { runPayment } from "./generated/viem/runPayment.ts"
export { signPermit } from "./generated/viem/signPermit.ts"
