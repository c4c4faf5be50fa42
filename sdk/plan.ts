export { getQuote } from "./actions/getQuote.ts"
export { planDeposit } from "./actions/planDeposit.ts"
export { probeToken } from "./actions/probeToken.ts"
export { runDeposit } from "./actions/runDeposit.ts"
export type { DepositPlan, DepositStep, DepositSummary } from "./core/planDeposit.ts"
export { type Quote, quote, type Rate, requireWithinQuote } from "./core/quote.ts"
export { type Feed, findToken, type ProbedToken, type Token, tokens } from "./core/tokens.ts"
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
