import type { Hash } from "../../types.ts"
import type { Wallet } from "../port.ts"
import { type RequestParameters, send } from "./send.ts"

/**
 * Checks, simulates and sends a call without waiting for it.
 *
 * @example
 * import { prepareRequest, type Rental, sendRequest } from "@gpuflow/escrow"
 * import { createWalletClient, http } from "viem"
 * import { polygon } from "viem/chains"
 *
 * declare const rental: Rental // from `getRental`
 *
 * const client = createWalletClient({ account: "0x…", chain: polygon, transport: http() })
 * const request = await prepareRequest(client, "stop", { escrow: "0x…", rental })
 * const hash = await sendRequest(client, { request })
 *
 * @returns The transaction's hash, for `waitForRequest`
 * @throws {WrongChainError} if the wallet is on another chain than its client
 * @throws {EscrowNotFoundError} if there is no contract at the address
 */
export function sendRequest(wallet: Wallet, { request }: RequestParameters): Promise<Hash> {
  return send(wallet, request)
}
