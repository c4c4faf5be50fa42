import type { Chain } from "../port.ts"

/** The fees that a transaction offers, wei for each unit of gas. */
export type Fees = { readonly maxFeePerGas: bigint; readonly maxPriorityFeePerGas: bigint }

/**
 * Estimates the fees that every verb of a local key offers: the library's, on Polygon with the least priority fee that its
 * nodes accept, 25 gwei, although they may suggest less.
 *
 * @example
 * import { estimateFees, type Rental } from "@gpuflow/escrow"
 * import { estimateRequest, prepareRequest } from "@gpuflow/escrow/requests"
 * import { createWalletClient, http } from "viem"
 * import { polygon } from "viem/chains"
 *
 * declare const rental: Rental // from `getRental`
 *
 * const client = createWalletClient({ account: "0x…", chain: polygon, transport: http() })
 * const request = await prepareRequest(client, "stop", { escrow: "0x…", rental })
 * const [gas, { maxFeePerGas }] = await Promise.all([estimateRequest(client, { request }), estimateFees(client)])
 * console.log(`At most ${gas * maxFeePerGas} wei`)
 *
 * @returns The highest fee in all, and the priority fee in it
 * @throws {WrongChainError} if the client is configured for another chain
 */
export async function estimateFees(chain: Chain): Promise<Fees> {
  const [chainId, fees] = await Promise.all([chain.chainId(), chain.fees()])
  return withTipFloor(chainId, fees)
}

/** Polygon and its testnet. Their nodes refuse lower tips, even if they suggest one. */
const POLYGON = [137, 80_002]
export const MIN_POLYGON_TIP = 25_000_000_000n

export const isPolygon = (chainId: number): boolean => POLYGON.includes(chainId)

export function withTipFloor(chainId: number, { maxFeePerGas, maxPriorityFeePerGas }: Fees): Fees {
  const isLow = isPolygon(chainId) && maxPriorityFeePerGas < MIN_POLYGON_TIP
  const raise = isLow ? MIN_POLYGON_TIP - maxPriorityFeePerGas : 0n
  return { maxFeePerGas: maxFeePerGas + raise, maxPriorityFeePerGas: maxPriorityFeePerGas + raise }
}
