// Written by `npm run generate`. Do not edit.

import type { Client } from "viem"

import { prepareRenounceOwnership } from "../../core/admin/renounceOwnership.ts"
import type { EscrowParameters } from "../../core/rental/escrowCall.ts"
import { sendVerb } from "../../core/rental/send.ts"
import type { TransactionResult } from "../../core/rental/send.ts"
import type { SendParameters } from "../../viem/accountParameters.ts"
import { walletOf } from "../../viem/viemPort.ts"

/**
 * Leaves the escrow without an owner, permanently. Markets and fees stay as they are. The guardian can still close
 * markets.
 *
 * @example
 * import { renounceOwnership } from "@gpuflow/escrow/admin"
 * import { createWalletClient, http } from "viem"
 * import { polygon } from "viem/chains"
 *
 * const client = createWalletClient({ account: "0x…", chain: polygon, transport: http() })
 * await renounceOwnership(client, { escrow: "0x…" })
 *
 * @param client A viem client with an account
 * @returns The hash, the receipt and the escrow's events of the transaction
 * @throws {OwnableUnauthorizedAccountError} for any account other than the owner
 * @throws {InvalidInputError} for a parameter that its type cannot hold
 * @throws {WrongChainError} if the wallet is on another chain than its client
 * @throws {EscrowNotFoundError} if there is no contract at the address
 */
export async function renounceOwnership(
  client: Client,
  parameters: renounceOwnership.Parameters,
): Promise<renounceOwnership.ReturnType> {
  return sendVerb(walletOf(client, parameters), prepareRenounceOwnership, parameters)
}

export declare namespace renounceOwnership {
  type Parameters = EscrowParameters & SendParameters
  type ReturnType = TransactionResult
}
