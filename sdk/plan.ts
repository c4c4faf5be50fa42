export {
  type QuoteParameters,
  quote,
  type RequireWithinQuoteParameters,
  requireWithinQuote,
} from "./core/plan/quote.ts"
export { findToken, tokens } from "./core/plan/tokens.ts"
export { polygonGas, type TraceStep } from "./polygonGas.ts"

// Written by `npm run generate` from here on.

export { InvalidInputError } from "./core/codec.ts"
export type { EscrowEvent } from "./core/escrowEvents.ts"
export type { GetQuoteParameters } from "./core/plan/getQuote.ts"
export { PriceFeedError, PriceUnknownError } from "./core/plan/getQuote.ts"
export type { GetTokenMetadataParameters, TokenMetadata } from "./core/plan/getTokenMetadata.ts"
export type { DepositPlan, DepositStep, DepositSummary, PlanDepositParameters } from "./core/plan/planDeposit.ts"
export type { ProbeTokenParameters } from "./core/plan/probeToken.ts"
export { TokenMismatchError, TokenUnknownError } from "./core/plan/probeToken.ts"
export type { ExchangeRate, Quote, QuoteTerms } from "./core/plan/quote.ts"
export { QuoteExceededError, QuoteExpiredError, TokenUnprobedError } from "./core/plan/quote.ts"
export { RiskyTermsError } from "./core/plan/risks.ts"
export type { RunDepositParameters } from "./core/plan/runDeposit.ts"
export { ForeignPlanError } from "./core/plan/runDeposit.ts"
export type { PriceFeed, ProbedToken, Token } from "./core/plan/tokens.ts"
export { BatchFailedError, BatchStalledError } from "./core/plan/walletBatch.ts"
export { AccountMissingError, WrongChainError } from "./core/portErrors.ts"
export { TransactionRefusedError, WalletUnansweredError } from "./core/rental/deliver.ts"
export type { DepositResult } from "./core/rental/deposit.ts"
export { InvalidOfferError } from "./core/rental/offerTerms.ts"
export {
  EscrowNotFoundError,
  RentalNotFoundError,
  TermsMismatchError,
  TermsNotFoundError,
} from "./core/rental/rentalErrors.ts"
export type { PreparedRequest, TransactionResult } from "./core/rental/send.ts"
export { EventNotFoundError, TransactionRevertedError } from "./core/rental/send.ts"
export { PermitUnsupportedError } from "./core/rental/signPermit.ts"
export type { WaitOptions } from "./core/rental/waitForTransaction.ts"
export {
  TransactionDroppedError,
  TransactionReplacedError,
  TransactionStalledError,
} from "./core/rental/waitForTransaction.ts"
export { ReadFailedError } from "./core/retry.ts"
export { getQuote } from "./generated/viem/getQuote.ts"
export { getTokenMetadata } from "./generated/viem/getTokenMetadata.ts"
export { planDeposit } from "./generated/viem/planDeposit.ts"
export { probeToken } from "./generated/viem/probeToken.ts"
export { runDeposit } from "./generated/viem/runDeposit.ts"
