import type { Client } from "viem"

import { requestTransferOwnership, type TransferOwnershipParameters } from "../core/admin/administration.ts"
import type { TransactionResult } from "../core/rental/send.ts"
import { type SendParameters, write } from "../viem/sendVerb.ts"

/**
 * Names the next owner, as the owner. Nothing changes until that one accepts.
 *
 * @example
 * import { transferOwnership } from "@gpuflow/escrow/admin"
 * import { createWalletClient, http } from "viem"
 * import { polygon } from "viem/chains"
 *
 * const client = createWalletClient({ account: "0x…", chain: polygon, transport: http() })
 * await transferOwnership(client, { escrow: "0x…", newOwner: "0x…" })
 *
 * @param client A viem client with an account
 * @param parameters.escrow The escrow's address
 * @param parameters.newOwner Who may accept it; zero: nobody any more
 * @param parameters.account Who sends it; without it, the client's account
 * @param parameters.confirmations Blocks to wait for; without it, 1
 * @returns Hash, receipt and the escrow's events of the transaction
 * @throws {OwnableUnauthorizedAccountError} for any account but the owner
 * @throws {InvalidInputError} for a parameter that its type cannot hold
 * @throws {WrongChainError} if the wallet is on another chain than its client
 * @throws {EscrowNotFoundError} if there is no contract at the address
 */
export async function transferOwnership(
  client: Client,
  parameters: transferOwnership.Parameters,
): Promise<transferOwnership.ReturnType> {
  return write(client, requestTransferOwnership, parameters)
}

export declare namespace transferOwnership {
  type Parameters = TransferOwnershipParameters & SendParameters
  type ReturnType = TransactionResult
}
