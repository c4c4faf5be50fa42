import type { Chain } from "../port.ts"
import { type ExchangeRateParameters, readRate } from "./exchangeRate.ts"
import { microDollars, type Quote, type QuoteTerms, quote, secondsOf } from "./quote.ts"

/** Parameters of `getQuote`. */
export type GetQuoteParameters = QuoteTerms & ExchangeRateParameters

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
  return quote({ ...wanted, ...(await readRate(chain, { token: given, assumePeg })) })
}
