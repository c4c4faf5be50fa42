// Written by `npm run generate`. Do not edit.

import type { Client } from "viem"

import { prepareSetGuardian } from "../../core/admin/setGuardian.ts"
import type { SetGuardianParameters } from "../../core/admin/setGuardian.ts"
import { sendVerb } from "../../core/rental/send.ts"
import type { TransactionResult } from "../../core/rental/send.ts"
import type { SendParameters } from "../../viem/accountParameters.ts"
import { walletOf } from "../../viem/viemPort.ts"

/**
 * Sets the account that may close markets. Only the owner may.
 *
 * @example
 * import { setGuardian } from "@gpuflow/escrow/admin"
 * import { createWalletClient, http } from "viem"
 * import { polygon } from "viem/chains"
 *
 * const client = createWalletClient({ account: "0x…", chain: polygon, transport: http() })
 * await setGuardian(client, { escrow: "0x…", guardian: "0x…" })
 *
 * @param client A viem client with an account
 * @returns The hash, the receipt and the escrow's events of the transaction
 * @throws {OwnableUnauthorizedAccountError} for any account other than the owner
 * @throws {InvalidInputError} for a parameter that its type cannot hold
 * @throws {WrongChainError} if the wallet is on another chain than its client
 * @throws {EscrowNotFoundError} if there is no contract at the address
 */
export async function setGuardian(client: Client, parameters: setGuardian.Parameters): Promise<setGuardian.ReturnType> {
  return sendVerb(walletOf(client, parameters), prepareSetGuardian, parameters)
}

export declare namespace setGuardian {
  type Parameters = SetGuardianParameters & SendParameters
  type ReturnType = TransactionResult
}
