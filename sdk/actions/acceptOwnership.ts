import type { Client } from "viem"

import { requestAcceptOwnership } from "../core/admin/administration.ts"
import type { EscrowParameters } from "../core/rental/escrowCall.ts"
import type { TransactionResult } from "../core/rental/send.ts"
import { type SendParameters, write } from "../viem/sendVerb.ts"

/**
 * Becomes the owner, as the one whom the owner named.
 *
 * @example
 * import { acceptOwnership } from "@gpuflow/escrow/admin"
 * import { createWalletClient, http } from "viem"
 * import { polygon } from "viem/chains"
 *
 * const client = createWalletClient({ account: "0x…", chain: polygon, transport: http() })
 * await acceptOwnership(client, { escrow: "0x…" })
 *
 * @param client A viem client with an account
 * @param parameters.escrow The escrow's address
 * @param parameters.account Who sends it; without it, the client's account
 * @param parameters.confirmations Blocks to wait for; without it, 1
 * @returns Hash, receipt and the escrow's events of the transaction
 * @throws {OwnableUnauthorizedAccountError} for any account but the one that was named
 * @throws {InvalidInputError} for a parameter that its type cannot hold
 * @throws {WrongChainError} if the wallet is on another chain than its client
 * @throws {EscrowNotFoundError} if there is no contract at the address
 */
export async function acceptOwnership(
  client: Client,
  parameters: acceptOwnership.Parameters,
): Promise<acceptOwnership.ReturnType> {
  return write(client, requestAcceptOwnership, parameters)
}

export declare namespace acceptOwnership {
  type Parameters = EscrowParameters & SendParameters
  type ReturnType = TransactionResult
}
