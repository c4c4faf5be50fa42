import type { Chain } from "../port.ts"
import { type PreparedPurchase, purchaseWays } from "./purchase.ts"
import { type PurchaseWayOption, wayOption } from "./purchaseWays.ts"

/** Parameters of `getPurchaseWays`. */
export type GetPurchaseWaysParameters = {
  /** The purchase, from `preparePurchase`. */
  readonly purchase: PreparedPurchase
}

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
 * @returns Both ways, the one that needs fewer signatures first
 * @throws {WrongChainError} if the client is configured for another chain
 */
export async function getPurchaseWays(
  chain: Chain,
  { purchase }: GetPurchaseWaysParameters,
): Promise<readonly PurchaseWayOption[]> {
  return Promise.all(purchaseWays.map((way) => wayOption(chain, way, purchase)))
}
