// Written by `npm run generate`. Do not edit.

import { getDollarValue } from "../core/plan/getDollarValue.ts"
import type { DollarValue, GetDollarValueParameters } from "../core/plan/getDollarValue.ts"
import { getPermitDomain } from "../core/plan/getPermitDomain.ts"
import type { GetPermitDomainParameters } from "../core/plan/getPermitDomain.ts"
import { getQuote } from "../core/plan/getQuote.ts"
import type { GetQuoteParameters } from "../core/plan/getQuote.ts"
import { getTokenMetadata } from "../core/plan/getTokenMetadata.ts"
import type { GetTokenMetadataParameters, TokenMetadata } from "../core/plan/getTokenMetadata.ts"
import { planDeposit } from "../core/plan/planDeposit.ts"
import type { DepositPlan, PlanDepositParameters } from "../core/plan/planDeposit.ts"
import { planPayment } from "../core/plan/planPayment.ts"
import type { PaymentPlan, PlanPaymentParameters } from "../core/plan/planPayment.ts"
import { probeToken } from "../core/plan/probeToken.ts"
import type { ProbeTokenParameters } from "../core/plan/probeToken.ts"
import type { Quote } from "../core/plan/quote.ts"
import { resumeDeposit } from "../core/plan/resumeDeposit.ts"
import type { DepositOutcome, ResumeDepositParameters } from "../core/plan/resumeDeposit.ts"
import { runDeposit } from "../core/plan/runDeposit.ts"
import type { RunDepositParameters, RunDepositResult } from "../core/plan/runDeposit.ts"
import { runPayment } from "../core/plan/runPayment.ts"
import type { RunPaymentParameters, RunPaymentResult } from "../core/plan/runPayment.ts"
import { signPermit } from "../core/plan/signPermit.ts"
import type { SignPermitParameters } from "../core/plan/signPermit.ts"
import type { ProbedToken } from "../core/plan/tokens.ts"
import type { Chain, TypedDataDomain, Wallet } from "../core/port.ts"
import type { ProgressOptions } from "../core/progress.ts"
import type { Hex } from "../types.ts"

/** Prices in dollars, and deposits step by step. `account` is how a library names the account that acts. */
export interface PlanMethods<account extends object> {
  /**
   * Converts an amount of a token into dollars, by the token's Chainlink feed: the reverse of `getQuote`, with the same
   * checks.
   *
   * @returns The dollars, the token, the rate, and its time
   * @throws {InvalidInputError} for an amount that is not a whole number from 0
   * @throws {TokenUnknownError} for an address that the SDK does not know on this chain
   * @throws {TokenMismatchError} if the token has no code or other decimals
   * @throws {PriceUnknownError} if no feed is known and `assumePeg` is not set
   * @throws {PriceFeedError} for an answer that is not positive, too old, of an earlier round or of another feed
   */
  readonly getDollarValue: (parameters: GetDollarValueParameters) => Promise<DollarValue>

  /**
   * Reads the EIP-712 domain of a token's permits (EIP-2612), checked against the domain separator that the token itself
   * reports.
   *
   * @returns The domain, or undefined if the token has no permit that `signPermit` can sign
   * @throws {InvalidInputError} for a value that is not an address
   * @throws {WrongChainError} if the client is configured for another chain
   */
  readonly getPermitDomain: (parameters: GetPermitDomainParameters) => Promise<TypedDataDomain | undefined>

  /**
   * Converts a price in dollars into a price in a token, by the token's Chainlink feed. The quote holds the price per
   * hour, the total, the worst acceptable price, and the time until which it is valid. The token's code and decimals and
   * the feed are checked on the chain first. The token's symbol is not checked: if the contract has another one,
   * `token.symbolOnChain` says which. The price per hour is rounded up, by less than one base unit, so that the host never
   * gets less than the given price.
   *
   * @returns The price and the total in base units, the worst acceptable price, the rate, and the time until which the quote is valid
   * @throws {InvalidInputError} for an invalid number, or a price that an offer cannot hold
   * @throws {TokenUnknownError} for an address that the SDK does not know on this chain
   * @throws {TokenMismatchError} if the token has no code or other decimals
   * @throws {PriceUnknownError} if no feed is known and `assumePeg` is not set
   * @throws {PriceFeedError} for an answer that is not positive, too old, of an earlier round or of another feed
   * @throws {ZeroAmountError} if the time is too short to cost anything
   */
  readonly getQuote: (parameters: GetQuoteParameters) => Promise<Quote>

  /**
   * Reads what a token's contract says of itself. Anything may be missing: a contract that reverts or answers nonsense is
   * not an error. Symbols and names are not unique, and owners can change them. Identify a token by its address.
   *
   * @returns Whether there is a contract, and its decimals, symbol and name
   * @throws {InvalidInputError} for an invalid address
   */
  readonly getTokenMetadata: (parameters: GetTokenMetadataParameters) => Promise<TokenMetadata>

  /**
   * Plans a deposit: the shortest list of steps that this wallet and this token allow, a summary of the deposit, and its
   * risks. Nothing is signed or sent. Pass the plan to `runDeposit` to carry it out. An approval never exceeds the price.
   * Terms that the protocol warns of are refused unless you accept them by name.
   *
   * @returns The steps, the summary, the warnings, and the deposit that `runDeposit` makes
   * @throws {CancelledError} if the signal was aborted
   * @throws {RiskyTermsError} for a term that the protocol warns of and that was not accepted
   * @throws {QuoteExceededError} if the offer costs more than the quote allows
   * @throws {QuoteExpiredError} if the quote has expired
   * @throws {RentalExistsError} if the rental was paid already
   * @throws {ShorterRentalExistsError} if the rental was paid already, for less time
   * @throws {WrongNonceError} for an offer that was revoked, or that settling a no-show would revoke
   * @throws {MachineBusyError} while the machine is rented
   * @throws {InvalidSignatureError} for a signature by another key, or for another escrow, chain or offer
   * @throws {OfferExpiredError} after the offer's expiry
   * @throws {InsufficientBalanceError} if the payer does not have the price
   * @throws {InvalidInputError} for a parameter that its type cannot hold
   * @throws {WrongChainError} if the wallet is on another chain than its client
   * @throws {EscrowNotFoundError} if there is no contract at the address
   */
  readonly planDeposit: (parameters: PlanDepositParameters & ProgressOptions & account) => Promise<DepositPlan>

  /**
   * Plans an extension, a dispute, or an addition to the bond: what it costs, and the fewest steps that this wallet and
   * this token allow. Nothing is signed or sent. Pass the plan to `runPayment` to carry it out. `planDeposit` plans a
   * deposit. With a `relay`, `rent` plans several deposits that are paid with one signature, all or none.
   *
   * @returns The amount, the steps, and the call that `runPayment` makes
   * @throws {CancelledError} if the signal was aborted
   * @throws {InsufficientBalanceError} if the payer does not have the amount
   * @throws {RiskyTermsError} for a term of one of several rentals that was not accepted
   * @throws {OrderRefusedError} if the escrow would refuse one of several rentals
   * @throws {InvalidInputError} for a parameter that its type cannot hold
   * @throws {WrongChainError} if the wallet is on another chain than its client
   * @throws {EscrowNotFoundError} if there is no contract at the address
   */
  readonly planPayment: (parameters: PlanPaymentParameters & ProgressOptions & account) => Promise<PaymentPlan>

  /**
   * Checks on the chain that a token has code and the decimals of its entry. Its symbol is not checked, because a token's
   * owner can change it. If the contract has another one, it is in `symbolOnChain`.
   *
   * @returns The entry, with the block at which it was checked
   * @throws {TokenUnknownError} for an address that the SDK does not know on this chain
   * @throws {TokenMismatchError} if it has no code or other decimals
   */
  readonly probeToken: (parameters: ProbeTokenParameters) => Promise<ProbedToken>

  /**
   * Finds out what has happened to a deposit, after a page was reloaded in the middle of it. It waits for the transaction or
   * the batch that was reported, and then asks the chain for the rental. Nothing is signed or sent. If the deposit is
   * `unpaid` or `failed`, plan the same rental again: the contract refuses to be paid twice for one rental. If the cause is
   * `ShorterRentalExists`, extend the rental instead, or plan one with another salt.
   *
   * @returns `paid` with the rental's state, `pending`, `failed` with the cause, or `unpaid`
   * @throws {ReadFailedError} if the node keeps failing
   * @throws {EscrowNotFoundError} if there is no contract at the address
   */
  readonly resumeDeposit: (parameters: ResumeDepositParameters & account) => Promise<DepositOutcome>

  /**
   * Carries out a plan of `planDeposit`, step by step, and ends with the `Deposited` event of its own transaction. Before
   * each signature it checks again that the deposit would succeed. A permit is prepared when its turn comes, with the
   * nonce and a deadline of that moment, so that a plan may wait for hours. A wallet that cannot execute the batch or sign
   * the permit is asked for the next way: batch, permit, approval. What the user rejects is not tried in another way. If
   * the plan fails part-way, plan again: completed steps are not repeated. A plan that was made with `relay` or `mandate`
   * needs them again.
   *
   * @returns The id, confirmed by the transaction's own `Deposited`, its hash, receipt and events, all transactions, the
   * ways of payment that the wallet could not go, and the mandate
   * @throws {CancelledError} if the signal was aborted between two steps. `sent` names what was sent before
   * @throws {ForeignPlanError} if the plan is another account's
   * @throws {PlanPartMissingError} if the plan was made with `relay` or `mandate`, and it is missing
   * @throws {BatchFailedError} if the wallet could not execute a batch
   * @throws {BatchStalledError} if the wallet reports no progress of a batch
   * @throws {EventNotFoundError} if the transaction went through without the deposit's event
   * @throws {InsufficientAllowanceError} if the token granted less than it was asked for
   * @throws {InsufficientBalanceError} if the payer no longer has the price
   * @throws {InsufficientCoinsError} if the payer cannot pay for a transaction
   * @throws {RentalExistsError} if the rental was paid in the meantime
   * @throws {ShorterRentalExistsError} if the rental was paid in the meantime, for less time, and is not relayed or not running
   * @throws {MachineBusyError} if another rental took the machine first
   * @throws {OfferExpiredError} after the offer's expiry
   * @throws {WrongNonceError} for an offer that was revoked in the meantime
   * @throws {WrongChainError} if the wallet is on another chain than the plan
   */
  readonly runDeposit: (parameters: RunDepositParameters & account) => Promise<RunDepositResult>

  /**
   * Carries out a plan of `planPayment`, step by step. Before each signature it checks again that the call would succeed. A
   * wallet that cannot execute the batch or sign the permit is asked for the next way: batch, permit, approval. What the
   * user rejects is not tried in another way.
   *
   * @returns The hash, receipt and events of the call, all transactions, and the ways that the wallet could not go
   * @throws {CancelledError} if the signal was aborted between two steps. `sent` names what was sent before
   * @throws {ForeignPlanError} if the plan is another account's
   * @throws {PlanPartMissingError} if the plan was made with `relay`, and it is missing
   * @throws {BatchFailedError} if the wallet could not execute a batch
   * @throws {BatchStalledError} if the wallet reports no progress of a batch
   * @throws {InsufficientAllowanceError} if the token granted less than it was asked for
   * @throws {InsufficientBalanceError} if the payer no longer has the amount
   * @throws {InsufficientCoinsError} if the payer cannot pay for a transaction
   * @throws {WrongChainError} if the wallet is on another chain than the plan
   */
  readonly runPayment: (parameters: RunPaymentParameters & account) => Promise<RunPaymentResult>

  /**
   * Signs an EIP-2612 permit that lets the escrow take an amount of a token, so that a deposit or an extension needs no
   * approval. The token's domain separator is recomputed first, because some tokens use another domain.
   *
   * @returns The permit that `deposit` and `extend` take
   * @throws {UnusableSignatureError} if the wallet's signature is not one that the token accepts as the account's
   * @throws {CancelledError} if the signal was aborted before the wallet was asked
   * @throws {WalletUnansweredError} if the signal was aborted before the wallet answered
   * @throws {PermitUnsupportedError} if the token does not support EIP-2612 permits
   * @throws {InvalidInputError} for an invalid value
   * @throws {WrongChainError} if the wallet is on another chain than its client
   */
  readonly signPermit: (parameters: SignPermitParameters & account) => Promise<Hex>
}

/** Binds them to a chain and its account. */
export function planMethods<account extends object>(
  chain: Chain,
  walletFor: (account: account) => Wallet | Promise<Wallet>,
): PlanMethods<account> {
  return {
    getDollarValue: (parameters) => getDollarValue(chain, parameters),
    getPermitDomain: (parameters) => getPermitDomain(chain, parameters),
    getQuote: (parameters) => getQuote(chain, parameters),
    getTokenMetadata: (parameters) => getTokenMetadata(chain, parameters),
    planDeposit: async (parameters) => planDeposit(await walletFor(parameters), parameters),
    planPayment: async (parameters) => planPayment(await walletFor(parameters), parameters),
    probeToken: (parameters) => probeToken(chain, parameters),
    resumeDeposit: async (parameters) => resumeDeposit(await walletFor(parameters), parameters),
    runDeposit: async (parameters) => runDeposit(await walletFor(parameters), parameters),
    runPayment: async (parameters) => runPayment(await walletFor(parameters), parameters),
    signPermit: async (parameters) => signPermit(await walletFor(parameters), parameters),
  }
}
