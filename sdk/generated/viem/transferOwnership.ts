// Written by `npm run generate`. Do not edit.

import type { Client } from "viem"

import { prepareTransferOwnership } from "../../core/admin/transferOwnership.ts"
import type { TransferOwnershipParameters } from "../../core/admin/transferOwnership.ts"
import { sendVerb } from "../../core/rental/send.ts"
import type { TransactionResult } from "../../core/rental/send.ts"
import type { SendParameters } from "../../viem/accountParameters.ts"
import { walletOf } from "../../viem/viemPort.ts"

/**
 * Names the next owner. Only the owner may. Nothing changes until the named account accepts.
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
 * @returns The hash, the receipt and the escrow's events of the transaction
 * @throws {OwnableUnauthorizedAccountError} for any account other than the owner
 * @throws {InvalidInputError} for a parameter that its type cannot hold
 * @throws {WrongChainError} if the wallet is on another chain than its client
 * @throws {EscrowNotFoundError} if there is no contract at the address
 */
export async function transferOwnership(
  client: Client,
  parameters: transferOwnership.Parameters,
): Promise<transferOwnership.ReturnType> {
  return sendVerb(walletOf(client, parameters), prepareTransferOwnership, parameters)
}

export declare namespace transferOwnership {
  type Parameters = TransferOwnershipParameters & SendParameters
  type ReturnType = TransactionResult
}
