import { collectFeesFunction } from "../../generated/abiItems.ts"

import type { Chain } from "../port.ts"
import { escrowCall, type TokenParameters } from "./escrowCall.ts"
import type { PreparedRequest } from "./send.ts"

/**
 * Sends the platform's fees to the treasury. Anyone may call it.
 *
 * @example
 * import { collectFees } from "@gpuflow/escrow"
 * import { createWalletClient, http } from "viem"
 * import { polygon } from "viem/chains"
 *
 * const client = createWalletClient({ account: "0x…", chain: polygon, transport: http() })
 * const { events } = await collectFees(client, { escrow: "0x…", token: "0x…" })
 *
 * @returns The hash, the receipt and the escrow's events of the transaction
 * @throws {NoFeesError} if there are no fees
 * @throws {InvalidInputError} for a parameter that its type cannot hold
 * @throws {WrongChainError} if the wallet is on another chain than its client
 * @throws {EscrowNotFoundError} if there is no contract at the address
 */
export function prepareCollectFees(chain: Chain, { escrow, token }: TokenParameters): PreparedRequest {
  return escrowCall(chain, escrow, collectFeesFunction, [token])
}
