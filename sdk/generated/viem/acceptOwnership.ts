// Written by `npm run generate`. Do not edit.

import type { Client } from "viem"

import { prepareAcceptOwnership } from "../../core/admin/acceptOwnership.ts"
import type { EscrowParameters } from "../../core/rental/escrowCall.ts"
import { sendVerb } from "../../core/rental/send.ts"
import type { TransactionResult } from "../../core/rental/send.ts"
import type { SendParameters } from "../../viem/accountParameters.ts"
import { walletOf } from "../../viem/viemPort.ts"

/**
 * Becomes the owner. Call it with the account that the owner named.
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
 * @returns The hash, the receipt and the escrow's events of the transaction
 * @throws {OwnableUnauthorizedAccountError} for any account but the named one
 * @throws {InvalidInputError} for a parameter that its type cannot hold
 * @throws {WrongChainError} if the wallet is on another chain than its client
 * @throws {EscrowNotFoundError} if there is no contract at the address
 */
export async function acceptOwnership(
  client: Client,
  parameters: acceptOwnership.Parameters,
): Promise<acceptOwnership.ReturnType> {
  return sendVerb(walletOf(client, parameters), prepareAcceptOwnership, parameters)
}

export declare namespace acceptOwnership {
  type Parameters = EscrowParameters & SendParameters
  type ReturnType = TransactionResult
}
