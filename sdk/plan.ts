export { getQuote } from "./actions/getQuote.ts"
export { planDeposit } from "./actions/planDeposit.ts"
export { probeToken } from "./actions/probeToken.ts"
export { runDeposit } from "./actions/runDeposit.ts"
export type { DepositPlan, DepositStep, DepositSummary } from "./core/plan/planDeposit.ts"
export { type ExchangeRate, type Quote, quote, requireWithinQuote } from "./core/plan/quote.ts"
export { findToken, type PriceFeed, type ProbedToken, type Token, tokens } from "./core/plan/tokens.ts"
export {
  BatchFailedError,
  BatchStalledError,
  ForeignPlanError,
  PriceFeedError,
  PriceUnknownError,
  QuoteExceededError,
  QuoteExpiredError,
  RiskyTermsError,
  TokenMismatchError,
  TokenUnknownError,
  TokenUnprobedError,
} from "./errors.ts"
export { polygonGas, type TraceStep } from "./polygonGas.ts"
