// Written by `npm run generate`. Do not edit.

import type { Client } from "viem"

import { getQuote as core } from "../../core/plan/getQuote.ts"
import type { GetQuoteParameters } from "../../core/plan/getQuote.ts"
import type { Quote } from "../../core/plan/quote.ts"
import { chainOf } from "../../viem/viemPort.ts"

/**
 * A price in dollars as one in a token, by the token's Chainlink feed: how much an hour costs, how much all of the time,
 * what at worst, and until when that holds. The token and the feed are checked on the chain first. The price per hour is
 * rounded up, by less than one base unit, so that the host never gets less than was asked for.
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
 * @param client A viem client
 * @returns Price and total in base units, the worst that is acceptable, the rate, and until when it holds
 * @throws {InvalidInputError} for what is no such number, or a price beyond what an offer can hold
 * @throws {TokenUnknownError} for an address that the SDK does not know on this chain
 * @throws {TokenMismatchError} if the token has no code, other decimals or another symbol
 * @throws {PriceUnknownError} if no feed is known and no peg is assumed
 * @throws {PriceFeedError} for an answer that is not positive, too old, of an earlier round or of another feed
 * @throws {ZeroAmountError} if the time is too short to cost anything
 */
export function getQuote(client: Client, parameters: getQuote.Parameters): Promise<getQuote.ReturnType> {
  return core(chainOf(client), parameters)
}

export declare namespace getQuote {
  type Parameters = GetQuoteParameters
  type ReturnType = Quote
}
