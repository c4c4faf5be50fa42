import type { Wallet } from "../port.ts"
import { estimateGas, type RequestParameters } from "../rental/send.ts"

/**
 * Estimates the gas to send a call with: the need of the latest state, a tenth more, and room for one payout if the
 * call pays out.
 *
 * @example
 * import { type Rental } from "@gpuflow/escrow"
 * import { estimateRequest, prepareRequest } from "@gpuflow/escrow/requests"
 * import { createWalletClient, http } from "viem"
 * import { polygon } from "viem/chains"
 *
 * declare const rental: Rental // from `getRental`
 *
 * const client = createWalletClient({ account: "0x…", chain: polygon, transport: http() })
 * const request = await prepareRequest(client, "stop", { escrow: "0x…", rental })
 * const gas = await estimateRequest(client, { request })
 *
 * @returns Gas
 * @throws {WrongChainError} if the wallet is on another chain than its client
 * @throws {EscrowNotFoundError} if there is no contract at the address
 */
export function estimateRequest(wallet: Wallet, { request }: RequestParameters): Promise<bigint> {
  return estimateGas(wallet, request)
}
