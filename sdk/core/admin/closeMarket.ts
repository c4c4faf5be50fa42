import { closeMarketFunction } from "../../generated/abiItems.ts"

import type { Chain } from "../port.ts"
import { escrowCall, type TokenParameters } from "../rental/escrowCall.ts"
import type { PreparedRequest } from "../rental/send.ts"

/**
 * Closes a market to new deposits, extensions and bonds. Only the guardian may.
 *
 * @example
 * import { closeMarket } from "@gpuflow/escrow/admin"
 * import { createWalletClient, http } from "viem"
 * import { polygon } from "viem/chains"
 *
 * const client = createWalletClient({ account: "0x…", chain: polygon, transport: http() })
 * await closeMarket(client, { escrow: "0x…", token: "0x…" })
 *
 * @returns The hash, the receipt and the escrow's events of the transaction
 * @throws {NotGuardianError} for any other account
 * @throws {InvalidInputError} for a parameter that its type cannot hold
 * @throws {WrongChainError} if the wallet is on another chain than its client
 * @throws {EscrowNotFoundError} if there is no contract at the address
 */
export function prepareCloseMarket(chain: Chain, { escrow, token }: TokenParameters): PreparedRequest {
  return escrowCall(chain, escrow, closeMarketFunction, [token])
}
