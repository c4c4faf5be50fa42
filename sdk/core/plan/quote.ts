// Converts dollars per hour into base units per hour. All numbers are whole, and the clock is the chain's.

import { BPS } from "../../generated/constants.ts"
import { ZeroAmountError } from "../../generated/revertErrors.ts"
import { cost } from "../../math.ts"
import type { Address, Offer } from "../../types.ts"
import { isSameAddress } from "../address.ts"
import { InvalidInputError } from "../codec.ts"
import { EscrowError } from "../escrowError.ts"
import type { ProbedToken } from "./tokens.ts"

/** Dollars have six places, as the usual stablecoins. */
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
  /** Maximum age of the answer, seconds. Default: any age. */
  readonly maxAge?: bigint | undefined
  /** The feed that answered. Undefined: the caller assumed a peg. */
  readonly feed?: Address | undefined
}

/** The terms of a quote. None of them has a default. */
export type QuoteTerms = {
  /** Dollars per hour, as a decimal number with at most six places, such as "1.50". */
  readonly dollarsPerHour: string
  /** Basis points by which a price may exceed this quote, 0 to 10 000. */
  readonly slippageBps: bigint
  /** Seconds for which the quote is valid. It ends earlier if its rate becomes too old. */
  readonly validFor: bigint
} & (
  | {
      /** Seconds wanted. */
      readonly seconds: bigint
      readonly hours?: undefined
    }
  | {
      /** Hours wanted, instead of seconds. */
      readonly hours: bigint
      readonly seconds?: undefined
    }
)

/** A price in dollars, converted into a token. */
export type Quote = {
  readonly token: ProbedToken
  readonly rate: ExchangeRate
  /** Base units per hour, as in an offer. Rounded up, so that the host never gets less than the given price. */
  readonly pricePerHour: bigint
  readonly seconds: bigint
  /** Base units for the whole time, as the escrow computes it. */
  readonly total: bigint
  readonly slippageBps: bigint
  /**
   * The highest price that the payer accepts, base units per hour. Rounded down, so that the slippage is never
   * exceeded.
   */
  readonly maxPricePerHour: bigint
  /** The total at that price. */
  readonly maxTotal: bigint
  /** Timestamp of the block at which the rate was read. */
  readonly quotedAt: bigint
  /** Timestamp until which the quote is valid. */
  readonly validUntil: bigint
}

/** Parameters of `quote`. */
export type QuoteParameters = QuoteTerms & {
  /** The token, from `probeToken`. */
  readonly token: ProbedToken
  /** The rate of the token. */
  readonly rate: ExchangeRate
  /** Timestamp of the quote. */
  readonly now: bigint
}

/**
 * Converts a price in dollars into a price in a token by a given rate. It is `getQuote` without the chain.
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
 * @returns The price, the total, the worst acceptable price, the rate, and the time until which the quote is valid
 * @throws {InvalidInputError} for an invalid number, or a price that an offer cannot hold
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
  assertRate(token, rate)
  const asked = dollars * 10n ** BigInt(token.decimals + rate.decimals)
  const pricePerHour = divideUp(asked, rate.answer * 10n ** BigInt(PLACES))
  assertWithin("pricePerHour", pricePerHour, 1n, LARGEST_PRICE)
  const total = cost(pricePerHour, seconds)
  if (total === 0n) throw new ZeroAmountError({})
  const maxPricePerHour = (pricePerHour * (BPS + slippageBps)) / BPS
  // The rate is still valid in the last second of its maximum age.
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

/** Parameters of `dollarValue`. */
export type DollarValueParameters = {
  /** Base units of the token. */
  readonly amount: bigint
  /** The token, from `probeToken`. */
  readonly token: ProbedToken
  /** The rate of the token. */
  readonly rate: ExchangeRate
}

/**
 * Converts an amount of a token into dollars by a given rate. It is `getDollarValue` without the chain.
 *
 * @example
 * import { dollarValue, type Quote } from "@gpuflow/escrow/plan"
 *
 * declare const quote: Quote // from `getQuote`
 *
 * const dollars = dollarValue({ amount: quote.total, token: quote.token, rate: quote.rate })
 *
 * @returns Dollars, as a decimal number with six places, rounded down
 * @throws {InvalidInputError} for an invalid amount or rate
 * @throws {TokenUnprobedError} for a token that was not probed
 */
export function dollarValue({ amount, token, rate }: DollarValueParameters): string {
  if (typeof token.probedAt !== "bigint") throw new TokenUnprobedError({ token: token.address })
  assertWithin("amount", amount, 0n, 2n ** 256n - 1n)
  assertRate(token, rate)
  const scale = 10n ** BigInt(PLACES)
  const micro = (amount * rate.answer * scale) / 10n ** BigInt(token.decimals + rate.decimals)
  return `${micro / scale}.${String(micro % scale).padStart(PLACES, "0")}`
}

/** Parameters of `requireWithinQuote`. */
export type RequireWithinQuoteParameters = {
  /** The quote, from `getQuote`. */
  readonly quote: Quote
  /** The offer to take. */
  readonly offer: Pick<Offer, "token" | "pricePerHour">
  /** The current time, as a timestamp. */
  readonly now: bigint
}

/**
 * Refuses an offer that costs more than a quote allows, and a quote that has expired.
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
 * @throws {QuoteExceededError} for a price above the quote's worst
 * @throws {QuoteExpiredError} once the quote has expired
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

function assertRate(token: ProbedToken, rate: ExchangeRate): void {
  assertWithin("rate.answer", rate.answer, 1n, 2n ** 255n - 1n)
  assertDecimals("token.decimals", token.decimals)
  assertDecimals("rate.decimals", rate.decimals)
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

/** A quote has expired. */
export class QuoteExpiredError extends EscrowError<
  "QuoteExpired",
  { readonly validUntil: bigint; readonly now: bigint }
> {
  constructor(args: QuoteExpiredError["args"], options?: ErrorOptions) {
    super("QuoteExpired", "The quote has expired. Request a new one.", args, options)
  }
}

/** A token was used before `probeToken` checked it on the chain. */
export class TokenUnprobedError extends EscrowError<"TokenUnprobed", { readonly token: Address }> {
  constructor(args: TokenUnprobedError["args"], options?: ErrorOptions) {
    super("TokenUnprobed", "The token was not probed. Call `probeToken` first, or use `getQuote`.", args, options)
  }
}
