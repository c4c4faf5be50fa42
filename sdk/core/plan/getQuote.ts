import type { Address } from "../../types.ts"
import { assertAddress } from "../codec.ts"
import { EscrowError } from "../escrowError.ts"
import { latestBlock } from "../latestBlock.ts"
import type { Chain } from "../port.ts"
import { NUMBER, readContract, STRING } from "../readContract.ts"
import { type ProbeTokenParameters, probeToken } from "./probeToken.ts"
import {
  assertWithin,
  type ExchangeRate,
  LARGEST_SECONDS,
  microDollars,
  type Quote,
  type QuoteTerms,
  quote,
  secondsOf,
} from "./quote.ts"
import type { PriceFeed, ProbedToken } from "./tokens.ts"

/** Parameters of `getQuote`. */
export type GetQuoteParameters = QuoteTerms &
  ProbeTokenParameters & {
    /** Assume that a stablecoin without a price feed is worth one dollar. */
    readonly assumePeg?: boolean | undefined
  }

/**
 * Converts a price in dollars into a price in a token, by the token's Chainlink feed. The quote holds the price per
 * hour, the total, the worst acceptable price, and the time until which it is valid. The token's code and decimals and
 * the feed are checked on the chain first. The token's symbol is not checked: if the contract has another one,
 * `token.symbolOnChain` says which. The price per hour is rounded up, by less than one base unit, so that the host never
 * gets less than the given price.
 *
 * @example
 * import { getQuote } from "@gpuflow/escrow/plan"
 * import { createPublicClient, http } from "viem"
 * import { polygon } from "viem/chains"
 *
 * const client = createPublicClient({ chain: polygon, transport: http() })
 * const { pricePerHour, total, validUntil } = await getQuote(client, {
 *   token: "0x3c499c542cEF5E3811e1192ce70d8cC03d5c3359",
 *   dollarsPerHour: "1.50",
 *   hours: 8n,
 *   slippageBps: 50n,
 *   validFor: 600n,
 * })
 *
 * @returns The price and the total in base units, the worst acceptable price, the rate, and the time until which the quote is valid
 * @throws {InvalidInputError} for an invalid number, or a price that an offer cannot hold
 * @throws {TokenUnknownError} for an address that the SDK does not know on this chain
 * @throws {TokenMismatchError} if the token has no code or other decimals
 * @throws {PriceUnknownError} if no feed is known and `assumePeg` is not set
 * @throws {PriceFeedError} for an answer that is not positive, too old, of an earlier round or of another feed
 * @throws {ZeroAmountError} if the time is too short to cost anything
 */
export async function getQuote(
  chain: Chain,
  { token: given, assumePeg, ...wanted }: GetQuoteParameters,
): Promise<Quote> {
  // The input is checked before anything is read.
  microDollars(wanted.dollarsPerHour)
  secondsOf(wanted)
  const token = await probeToken(chain, { token: given })
  const { number: blockNumber, timestamp: now } = await latestBlock(chain)
  // The feed is read at one block, and the quote has that block's time.
  const rate = token.feed
    ? await readFeed(chain, { feed: token.feed, now, blockNumber })
    : pegged(token, { assumePeg, now })
  return quote({ ...wanted, token, rate, now })
}

type FeedRead = { readonly feed: PriceFeed; readonly now: bigint; readonly blockNumber: bigint }

async function readFeed(chain: Chain, { feed, now, blockNumber }: FeedRead): Promise<ExchangeRate> {
  const { address, maxAge } = feed
  assertAddress(chain.codec, "feed.address", address)
  // Without a limit, no answer would be too old.
  assertWithin("feed.maxAge", maxAge, 0n, LARGEST_SECONDS)
  const at = { to: address, blockNumber }
  const [described, scaled, round] = await Promise.all([
    readContract(chain, { ...at, name: "description", outputs: [STRING] }),
    readContract(chain, { ...at, name: "decimals", outputs: [NUMBER] }),
    readContract(chain, {
      ...at,
      name: "latestRoundData",
      outputs: [NUMBER, { type: "int256" }, NUMBER, NUMBER, NUMBER],
    }),
  ])
  const unusable = (field: PriceFeedError["args"]["field"], value: unknown, expected: unknown) =>
    new PriceFeedError({ feed: address, field, value, expected })

  if (described?.[0] !== feed.description) throw unusable("description", described?.[0], feed.description)
  if (Number(scaled?.[0]) !== feed.decimals) throw unusable("decimals", scaled?.[0], feed.decimals)
  const [roundId, answer, , updatedAt, answeredInRound] = (round ?? []).map((value) => BigInt(String(value)))
  if (answer === undefined || answer <= 0n) throw unusable("answer", answer, "above 0")
  if (roundId === undefined || answeredInRound === undefined || answeredInRound < roundId) {
    throw unusable("answeredInRound", answeredInRound, `${roundId} or later`)
  }
  // A timestamp in the future would never be too old.
  if (updatedAt === undefined || updatedAt > now || now - updatedAt > maxAge) {
    throw unusable("updatedAt", updatedAt, `from ${now - maxAge} to ${now}`)
  }
  return { answer, decimals: feed.decimals, updatedAt, maxAge, feed: address }
}

type PegOptions = { readonly assumePeg: boolean | undefined; readonly now: bigint }

function pegged({ address, stable }: ProbedToken, { assumePeg, now }: PegOptions): ExchangeRate {
  if (!stable || !assumePeg) throw new PriceUnknownError({ token: address, stable: stable ?? false })
  return { answer: 1n, decimals: 0, updatedAt: now }
}

/** A price feed returned an answer that cannot be relied on. `field` names the part. */
export class PriceFeedError extends EscrowError<
  "PriceFeed",
  {
    readonly feed: Address
    readonly field: "description" | "decimals" | "answer" | "answeredInRound" | "updatedAt"
    readonly value: unknown
    readonly expected: unknown
  }
> {
  constructor(args: PriceFeedError["args"], options?: ErrorOptions) {
    super(
      "PriceFeed",
      "The price feed's answer is not usable. Try again later, or pass the token with another feed.",
      args,
      options,
    )
  }
}

/** No feed for the token's price in dollars is known. */
export class PriceUnknownError extends EscrowError<
  "PriceUnknown",
  { readonly token: Address; readonly stable: boolean }
> {
  constructor(args: PriceUnknownError["args"], options?: ErrorOptions) {
    super(
      "PriceUnknown",
      "No price feed of the token is known. Pass the token with a feed or, for a stablecoin, pass `assumePeg`.",
      args,
      options,
    )
  }
}
