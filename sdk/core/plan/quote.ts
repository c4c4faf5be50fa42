// Dollars per hour as base units per hour. Whole numbers only; the clock is the chain's.

import { BPS } from "../../generated/constants.ts"
import { ZeroAmountError } from "../../generated/revertErrors.ts"
import { cost } from "../../math.ts"
import type { Address, Offer } from "../../types.ts"
import { isSameAddress } from "../address.ts"
import { InvalidInputError } from "../codec.ts"
import { EscrowError } from "../escrowError.ts"
import type { ProbedToken } from "./tokens.ts"

/** Dollars have six places here: what the smallest stablecoin can say. */
const PLACES = 6
export const LARGEST_SECONDS = 2n ** 32n - 1n
const LARGEST_PRICE = 2n ** 96n - 1n

/** What one whole token is worth in dollars. */
export type ExchangeRate = {
  readonly answer: bigint
  /** Decimals of the answer. */
  readonly decimals: number
  /** Timestamp of the answer. */
  readonly updatedAt: bigint
  /** Seconds that it may be old; without it, any. */
  readonly maxAge?: bigint | undefined
  /** The feed that said so; without it, a peg that the caller assumed. */
  readonly feed?: Address | undefined
}

/** What is asked for; all of it has to be said. */
export type QuoteTerms = {
  /** Dollars per hour as a decimal number with at most six places, such as "1.50". */
  readonly dollarsPerHour: string
  /** Basis points by which a price may be worse than this quote, 0 to 10 000. */
  readonly slippageBps: bigint
  /** Seconds for which the quote is good, unless its rate grows too old before. */
  readonly validFor: bigint
} & (
  | { readonly seconds: bigint; readonly hours?: undefined }
  | { readonly hours: bigint; readonly seconds?: undefined }
)

/** A price in dollars as one in a token. */
export type Quote = {
  readonly token: ProbedToken
  readonly rate: ExchangeRate
  /** Base units per hour, as an offer carries it: rounded up, so that the host never gets less than was asked for. */
  readonly pricePerHour: bigint
  readonly seconds: bigint
  /** Base units for all of the time, as the escrow computes it. */
  readonly total: bigint
  readonly slippageBps: bigint
  /** The worst price that is acceptable to who pays, rounded down: the slippage is never exceeded. */
  readonly maxPricePerHour: bigint
  /** What that price comes to. */
  readonly maxTotal: bigint
  /** Timestamp of the block whose state it is of. */
  readonly quotedAt: bigint
  /** Timestamp until which it is good. */
  readonly validUntil: bigint
}

/** Parameters of `quote`. */
export type QuoteParameters = QuoteTerms & {
  /** The token, from `probeToken`. */
  readonly token: ProbedToken
  /** What it is worth. */
  readonly rate: ExchangeRate
  /** Timestamp of the quote. */
  readonly now: bigint
}

/**
 * A price in dollars as one in a token, by a rate that is known: `getQuote` without the chain.
 *
 * @example
 * import { type ProbedToken, quote } from "@gpuflow/escrow/plan"
 *
 * declare const token: ProbedToken // from `probeToken`
 * const now = 1_770_000_000n
 *
 * const { pricePerHour, total } = quote({
 *   token,
 *   rate: { answer: 12_345_678n, decimals: 8, updatedAt: now },
 *   dollarsPerHour: "0.65",
 *   hours: 2n,
 *   slippageBps: 50n,
 *   validFor: 600n,
 *   now,
 * })
 *
 * @param parameters.token The token, from `probeToken`
 * @param parameters.rate What one whole token is worth in dollars
 * @param parameters.dollarsPerHour A decimal number with at most six places, such as "1.50"
 * @param parameters.hours Hours wanted; or
 * @param parameters.seconds seconds wanted
 * @param parameters.slippageBps Basis points by which a price may be worse than this quote
 * @param parameters.validFor Seconds for which the quote is good
 * @param parameters.now Timestamp of the quote
 * @returns Price and total, the worst that is acceptable, the rate, and until when it holds
 * @throws {InvalidInputError} for what is no such number, or a price beyond what an offer can hold
 * @throws {TokenUnprobedError} for a token that was not probed
 * @throws {ZeroAmountError} if the time is too short to cost anything
 */
export function quote({ token, rate, now, ...wanted }: QuoteParameters): Quote {
  if (typeof token.probedAt !== "bigint") throw new TokenUnprobedError({ token: token.address })
  const dollars = microDollars(wanted.dollarsPerHour)
  const seconds = secondsOf(wanted)
  const { slippageBps, validFor } = wanted
  assertWithin("slippageBps", slippageBps, 0n, BPS)
  assertWithin("validFor", validFor, 1n, LARGEST_SECONDS)
  assertWithin("rate.answer", rate.answer, 1n, 2n ** 255n - 1n)
  assertDecimals("token.decimals", token.decimals)
  assertDecimals("rate.decimals", rate.decimals)

  const asked = dollars * 10n ** BigInt(token.decimals + rate.decimals)
  const pricePerHour = divideUp(asked, rate.answer * 10n ** BigInt(PLACES))
  assertWithin("pricePerHour", pricePerHour, 1n, LARGEST_PRICE)
  const total = cost(pricePerHour, seconds)
  if (total === 0n) throw new ZeroAmountError({})
  const maxPricePerHour = (pricePerHour * (BPS + slippageBps)) / BPS
  // The last second at which its age is allowed still counts.
  const staleAt = rate.maxAge === undefined ? undefined : rate.updatedAt + rate.maxAge + 1n
  const validUntil = now + validFor
  return {
    token,
    rate,
    pricePerHour,
    seconds,
    total,
    slippageBps,
    maxPricePerHour,
    maxTotal: cost(maxPricePerHour, seconds),
    quotedAt: now,
    validUntil: staleAt !== undefined && staleAt < validUntil ? staleAt : validUntil,
  }
}

/** Parameters of `requireWithinQuote`. */
export type RequireWithinQuoteParameters = {
  readonly quote: Quote
  /** The offer that is about to be taken. */
  readonly offer: Pick<Offer, "token" | "pricePerHour">
  /** Timestamp. */
  readonly now: bigint
}

/**
 * Refuses an offer that is dearer than a quote allows, or a quote that is over.
 *
 * @example
 * import { type Offer } from "@gpuflow/escrow"
 * import { type Quote, requireWithinQuote } from "@gpuflow/escrow/plan"
 *
 * declare const offer: Offer // from the host
 * declare const quote: Quote // from `getQuote`
 *
 * requireWithinQuote({ quote, offer, now: BigInt(Math.floor(Date.now() / 1000)) })
 *
 * @param parameters.quote The quote
 * @param parameters.offer The offer that is about to be taken
 * @param parameters.now Timestamp
 * @throws {QuoteExceededError} for a price above the quote's worst
 * @throws {QuoteExpiredError} from the quote's end on
 * @throws {InvalidInputError} for an offer in another token
 */
export function requireWithinQuote({
  quote: { token, maxPricePerHour, validUntil },
  offer,
  now,
}: RequireWithinQuoteParameters): void {
  if (!isSameAddress(offer.token, token.address)) {
    throw new InvalidInputError({ field: "offer.token", value: offer.token, expected: `the quote's: ${token.address}` })
  }
  if (now >= validUntil) throw new QuoteExpiredError({ validUntil, now })
  const { pricePerHour } = offer
  if (pricePerHour > maxPricePerHour) throw new QuoteExceededError({ pricePerHour, maxPricePerHour })
}

export function microDollars(value: unknown): bigint {
  const [, whole, places = ""] = (typeof value === "string" && /^(\d{1,12})(?:\.(\d{1,6}))?$/.exec(value)) || []
  const amount = whole === undefined ? 0n : BigInt(whole + places.padEnd(PLACES, "0"))
  if (amount > 0n) return amount
  const expected = 'dollars above 0 as a string with at most six places, such as "1.50"'
  throw new InvalidInputError({ field: "dollarsPerHour", value, expected })
}

export function secondsOf({ hours, seconds }: Pick<QuoteTerms, "hours" | "seconds">): bigint {
  if ((hours === undefined) === (seconds === undefined)) {
    throw new InvalidInputError({ field: "seconds", value: seconds, expected: "either hours or seconds" })
  }
  if (hours !== undefined) assertWithin("hours", hours, 1n, LARGEST_SECONDS / 3_600n)
  else assertWithin("seconds", seconds, 1n, LARGEST_SECONDS)
  return hours === undefined ? (seconds ?? 0n) : hours * 3_600n
}

export function assertWithin(field: string, value: unknown, least: bigint, most: bigint): void {
  if (typeof value === "bigint" && value >= least && value <= most) return
  throw new InvalidInputError({ field, value, expected: `a bigint from ${least} to ${most}` })
}

function assertDecimals(field: string, value: unknown): void {
  if (Number.isInteger(value) && Number(value) >= 0 && Number(value) <= 255) return
  throw new InvalidInputError({ field, value, expected: "a whole number from 0 to 255" })
}

function divideUp(amount: bigint, by: bigint): bigint {
  return (amount + by - 1n) / by
}

/** An offer costs more than a quote allows. */
export class QuoteExceededError extends EscrowError<
  "QuoteExceeded",
  { readonly pricePerHour: bigint; readonly maxPricePerHour: bigint }
> {
  constructor(args: QuoteExceededError["args"], options?: ErrorOptions) {
    super(
      "QuoteExceeded",
      "The offer costs more than the quote allows. Ask the host for a new offer, or allow more slippage.",
      args,
      options,
    )
  }
}

/** A quote's time is over. */
export class QuoteExpiredError extends EscrowError<
  "QuoteExpired",
  { readonly validUntil: bigint; readonly now: bigint }
> {
  constructor(args: QuoteExpiredError["args"], options?: ErrorOptions) {
    super("QuoteExpired", "The quote is over. Get a new one.", args, options)
  }
}

/** What is known of a token was to be used before the chain was asked. */
export class TokenUnprobedError extends EscrowError<"TokenUnprobed", { readonly token: Address }> {
  constructor(args: TokenUnprobedError["args"], options?: ErrorOptions) {
    super("TokenUnprobed", "The token was not probed. Use `probeToken` first, or `getQuote`.", args, options)
  }
}
