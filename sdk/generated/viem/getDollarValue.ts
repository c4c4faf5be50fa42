// Written by `npm run generate`. Do not edit.

import type { Client } from "viem"

import { getDollarValue as core } from "../../core/plan/getDollarValue.ts"
import type { DollarValue, GetDollarValueParameters } from "../../core/plan/getDollarValue.ts"
import { chainOf } from "../../viem/viemPort.ts"

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
 * @param client A viem client
 * @returns The dollars, the token, the rate, and its time
 * @throws {InvalidInputError} for an amount that is not a whole number from 0
 * @throws {TokenUnknownError} for an address that the SDK does not know on this chain
 * @throws {TokenMismatchError} if the token has no code or other decimals
 * @throws {PriceUnknownError} if no feed is known and `assumePeg` is not set
 * @throws {PriceFeedError} for an answer that is not positive, too old, of an earlier round or of another feed
 */
export function getDollarValue(
  client: Client,
  parameters: getDollarValue.Parameters,
): Promise<getDollarValue.ReturnType> {
  return core(chainOf(client), parameters)
}

export declare namespace getDollarValue {
  type Parameters = GetDollarValueParameters
  type ReturnType = DollarValue
}
