import type { Hex } from "../../types.ts"
import type { Wallet } from "../port.ts"
import { type RequestParameters, simulate } from "../rental/send.ts"

/**
 * Runs a call on the latest state without sending it, and throws the error that it would fail with.
 *
 * @example
 * import { type Rental } from "@gpuflow/escrow"
 * import { prepareRequest, simulateRequest } from "@gpuflow/escrow/requests"
 * import { createWalletClient, http } from "viem"
 * import { polygon } from "viem/chains"
 *
 * declare const rental: Rental // from `getRental`
 *
 * const client = createWalletClient({ account: "0x…", chain: polygon, transport: http() })
 * const request = await prepareRequest(client, "stop", { escrow: "0x…", rental })
 * await simulateRequest(client, { request })
 *
 * @returns The data that the call would return
 * @throws {WrongChainError} if the wallet is on another chain than its client
 * @throws {EscrowNotFoundError} if there is no contract at the address
 */
export function simulateRequest(wallet: Wallet, { request }: RequestParameters): Promise<Hex> {
  return simulate(wallet, request)
}
