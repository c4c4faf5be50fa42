// Written by `npm run generate`. Do not edit.

import { getQuote } from "../core/plan/getQuote.ts"
import type { GetQuoteParameters } from "../core/plan/getQuote.ts"
import { planDeposit } from "../core/plan/planDeposit.ts"
import type { DepositPlan, PlanDepositParameters } from "../core/plan/planDeposit.ts"
import { probeToken } from "../core/plan/probeToken.ts"
import type { ProbeTokenParameters } from "../core/plan/probeToken.ts"
import type { Quote } from "../core/plan/quote.ts"
import { runDeposit } from "../core/plan/runDeposit.ts"
import type { RunDepositParameters } from "../core/plan/runDeposit.ts"
import type { ProbedToken } from "../core/plan/tokens.ts"
import type { Chain, Wallet } from "../core/port.ts"
import type { DepositResult } from "../core/rental/deposit.ts"

/** Prices in dollars, and deposits step by step. `account` is how a library names the account that acts. */
export interface PlanMethods<account extends object> {
  /**
   * A price in dollars as one in a token, by the token's Chainlink feed: how much an hour costs, how much all of the time,
   * what at worst, and until when that holds. The token and the feed are checked on the chain first. The price per hour is
   * rounded up, by less than one base unit, so that the host never gets less than was asked for.
   *
   * @returns Price and total in base units, the worst that is acceptable, the rate, and until when it holds
   * @throws {InvalidInputError} for what is no such number, or a price beyond what an offer can hold
   * @throws {TokenUnknownError} for an address that the SDK does not know on this chain
   * @throws {TokenMismatchError} if the token has no code, other decimals or another symbol
   * @throws {PriceUnknownError} if no feed is known and no peg is assumed
   * @throws {PriceFeedError} for an answer that is not positive, too old, of an earlier round or of another feed
   * @throws {ZeroAmountError} if the time is too short to cost anything
   */
  readonly getQuote: (parameters: GetQuoteParameters) => Promise<Quote>

  /**
   * Plans a deposit: the shortest list of steps that this wallet and this token allow, what the deposit means, and what
   * speaks against it. Nothing is signed or sent; `runDeposit` carries the plan out. An allowance is never asked for beyond
   * the price. Terms that the protocol warns of are refused unless they are accepted by name.
   *
   * @returns Steps, summary, warnings, and what `runDeposit` needs
   * @throws {RiskyTermsError} for a term that the protocol warns of and that was not accepted
   * @throws {QuoteExceededError} if the offer is dearer than the quote allows
   * @throws {QuoteExpiredError} if the quote is over
   * @throws {WrongNonceError} for an offer that was revoked, or that settling a no-show would kill
   * @throws {MachineBusyError} while the machine is rented
   * @throws {InvalidSignatureError} for a signature by another key, or for another escrow, chain or offer
   * @throws {OfferExpiredError} after the offer's expiry
   * @throws {InsufficientBalanceError} if the payer does not have the price
   * @throws {InvalidInputError} for a parameter that its type cannot hold
   * @throws {WrongChainError} if the wallet is on another chain than its client
   * @throws {EscrowNotFoundError} if there is no contract at the address
   */
  readonly planDeposit: (parameters: PlanDepositParameters & account) => Promise<DepositPlan>

  /**
   * Asks the chain whether a token is what is known of it: a contract with these decimals and this symbol.
   *
   * @returns The entry, with the block of the answers
   * @throws {TokenUnknownError} for an address that the SDK does not know on this chain
   * @throws {TokenMismatchError} if it has no code, other decimals or another symbol
   */
  readonly probeToken: (parameters: ProbeTokenParameters) => Promise<ProbedToken>

  /**
   * Carries out a plan of `planDeposit`, step by step, and ends with the `Deposited` event of its own transaction. Before
   * each signature it checks again that the deposit would go through. A permit is written anew when its turn comes, with
   * the account's nonce and a deadline of then: a plan may lie for hours. If it fails half-way, plan anew: what is done
   * already needs no step.
   *
   * @returns Id, confirmed by the transaction's own `Deposited`, hash, receipt and events
   * @throws {ForeignPlanError} if the plan is another account's
   * @throws {BatchFailedError} if the wallet could not carry out a batch
   * @throws {BatchStalledError} if the wallet says nothing new of a batch
   * @throws {EventNotFoundError} if the transaction went through without the deposit's event
   * @throws {InsufficientAllowanceError} if the token granted less than it was asked for
   * @throws {InsufficientBalanceError} if the payer no longer has the price
   * @throws {MachineBusyError} if another rental was faster
   * @throws {OfferExpiredError} after the offer's expiry
   * @throws {WrongNonceError} for an offer that was revoked in the meantime
   * @throws {WrongChainError} if the wallet is on another chain than the plan
   */
  readonly runDeposit: (parameters: RunDepositParameters & account) => Promise<DepositResult>
}

/** Binds them to a chain and its account. */
export function planMethods<account extends object>(
  chain: Chain,
  walletFor: (account: account) => Wallet | Promise<Wallet>,
): PlanMethods<account> {
  return {
    getQuote: (parameters) => getQuote(chain, parameters),
    planDeposit: async (parameters) => planDeposit(await walletFor(parameters), parameters),
    probeToken: (parameters) => probeToken(chain, parameters),
    runDeposit: async (parameters) => runDeposit(await walletFor(parameters), parameters),
  }
}
