// Written by `npm run generate`. Do not edit.

import type { Client } from "viem"

import { getPurchaseWays as core } from "../../core/router/getPurchaseWays.ts"
import type { GetPurchaseWaysParameters } from "../../core/router/getPurchaseWays.ts"
import type { PurchaseWayOption } from "../../core/router/purchaseWays.ts"
import { chainOf } from "../../viem/viemPort.ts"

/**
 * Reads in which ways the payer can sign a purchase with this token: by the token's own authorization (ERC-3009), or by
 * Permit2. A way that token or account do not allow has the reason as an error.
 *
 * @example
 * import { getPurchaseWays, type PreparedPurchase } from "@gpuflow/escrow/router"
 * import { createPublicClient, http } from "viem"
 * import { polygon } from "viem/chains"
 *
 * declare const purchase: PreparedPurchase // from `preparePurchase`
 *
 * const client = createPublicClient({ chain: polygon, transport: http() })
 * const ways = await getPurchaseWays(client, { purchase })
 * const first = ways.find(({ available }) => available)
 *
 * @param client A viem client
 * @returns Both ways, the one that needs fewer signatures first
 * @throws {WrongChainError} if the client is configured for another chain
 */
export function getPurchaseWays(
  client: Client,
  parameters: getPurchaseWays.Parameters,
): Promise<getPurchaseWays.ReturnType> {
  return core(chainOf(client), parameters)
}

export declare namespace getPurchaseWays {
  type Parameters = GetPurchaseWaysParameters
  type ReturnType = readonly PurchaseWayOption[]
}
