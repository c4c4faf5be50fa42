import type { Chain } from "../port.ts"
import { type ExchangeRateParameters, readRate } from "./exchangeRate.ts"
import { dollarValue, type ExchangeRate } from "./quote.ts"
import type { ProbedToken } from "./tokens.ts"

/** Parameters of `getDollarValue`. */
export type GetDollarValueParameters = ExchangeRateParameters & {
  /** Base units of the token. */
  readonly amount: bigint
  /** Block to read the price at, from a node that keeps old states. Default: the latest. */
  readonly blockNumber?: bigint | undefined
}

/** An amount of a token in dollars. */
export type DollarValue = {
  /** Dollars, as a decimal number with six places, rounded down. */
  readonly dollars: string
  readonly token: ProbedToken
  readonly rate: ExchangeRate
  /** Timestamp of the block at which the rate was read. */
  readonly valuedAt: bigint
}

/**
 * Converts an amount of a token into dollars, by the token's Chainlink feed: the reverse of `getQuote`, with the same
 * checks.
 *
 * @example
 * import { getDollarValue } from "@gpuflow/escrow/plan"
 * import { createPublicClient, http } from "viem"
 * import { polygon } from "viem/chains"
 *
 * const client = createPublicClient({ chain: polygon, transport: http() })
 * const { dollars } = await getDollarValue(client, {
 *   token: "0x3c499c542cEF5E3811e1192ce70d8cC03d5c3359",
 *   amount: 1_500_000n,
 * })
 *
 * @returns The dollars, the token, the rate, and its time
 * @throws {InvalidInputError} for an amount that is not a whole number from 0
 * @throws {TokenUnknownError} for an address that the SDK does not know on this chain
 * @throws {TokenMismatchError} if the token has no code or other decimals
 * @throws {PriceUnknownError} if no feed is known and `assumePeg` is not set
 * @throws {PriceFeedError} for an answer that is not positive, too old, of an earlier round or of another feed
 */
export async function getDollarValue(
  chain: Chain,
  { amount, blockNumber, ...wanted }: GetDollarValueParameters,
): Promise<DollarValue> {
  const { token, rate, now } = await readRate(chain, wanted, blockNumber)
  return { dollars: dollarValue({ amount, token, rate }), token, rate, valuedAt: now }
}
