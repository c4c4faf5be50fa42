// The price of a token in dollars, from its Chainlink feed.
import type { Address } from "../../types.ts"
import { assertAddress } from "../codec.ts"
import { EscrowError } from "../escrowError.ts"
import { blockAt } from "../latestBlock.ts"
import type { Chain } from "../port.ts"
import { NUMBER, readContract, STRING } from "../readContract.ts"
import { type ProbeTokenParameters, probeToken } from "./probeToken.ts"
import { assertWithin, type ExchangeRate, LARGEST_SECONDS } from "./quote.ts"
import type { PriceFeed, ProbedToken } from "./tokens.ts"

/** The token whose price is read. */
export type ExchangeRateParameters = ProbeTokenParameters & {
  /** Assume that a stablecoin without a price feed is worth one dollar. */
  readonly assumePeg?: boolean | undefined
}

/** The rate of a token, and the time of the block at which it was read. */
export type RateReading = { readonly token: ProbedToken; readonly rate: ExchangeRate; readonly now: bigint }

/** Checks the token and its feed, and reads the feed at one block: the latest, or `at`. */
export async function readRate(
  chain: Chain,
  { token: given, assumePeg }: ExchangeRateParameters,
  at: bigint | "latest" = "latest",
): Promise<RateReading> {
  const token = await probeToken(chain, { token: given })
  const { number: blockNumber, timestamp: now } = await blockAt(chain, at)
  const rate = token.feed
    ? await readFeed(chain, { feed: token.feed, now, blockNumber })
    : pegged(token, { assumePeg, now })
  return { token, rate, now }
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
    super("PriceFeed", "The price feed's answer is not usable. Try again later, or pass another feed.", args, options)
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
      "No price feed of the token is known. Pass a feed or, for a stablecoin, `assumePeg`.",
      args,
      options,
    )
  }
}
