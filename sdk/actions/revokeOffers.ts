import type { Client } from "viem"

import { type RevokeOffersParameters, requestRevokeOffers } from "../core/rental/escrowCall.ts"
import type { TransactionResult } from "../core/rental/send.ts"
import { type SendParameters, write } from "../viem/sendVerb.ts"

/**
 * Kills every offer of the sender for one machine. Open rentals go on.
 *
 * @example
 * import { revokeOffers } from "@gpuflow/escrow"
 * import { createWalletClient, http } from "viem"
 * import { polygon } from "viem/chains"
 *
 * const client = createWalletClient({ account: "0x…", chain: polygon, transport: http() })
 * const { events } = await revokeOffers(client, { escrow: "0x…", machine: "0x…" })
 *
 * @param client A viem client with an account
 * @param parameters.escrow The escrow's address
 * @param parameters.machine The host's id of the machine, 32 bytes
 * @param parameters.account Who sends it; without it, the client's account
 * @param parameters.confirmations Blocks to wait for; without it, 1
 * @returns Hash, receipt and the escrow's events of the transaction
 * @throws {InvalidInputError} for a parameter that its type cannot hold
 * @throws {WrongChainError} if the wallet is on another chain than its client
 * @throws {EscrowNotFoundError} if there is no contract at the address
 */
export async function revokeOffers(
  client: Client,
  parameters: revokeOffers.Parameters,
): Promise<revokeOffers.ReturnType> {
  return write(client, requestRevokeOffers, parameters)
}

export declare namespace revokeOffers {
  type Parameters = RevokeOffersParameters & SendParameters
  type ReturnType = TransactionResult
}
