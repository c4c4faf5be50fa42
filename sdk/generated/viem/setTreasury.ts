// Written by `npm run generate`. Do not edit.

import type { Client } from "viem"

import { prepareSetTreasury } from "../../core/admin/setTreasury.ts"
import type { SetTreasuryParameters } from "../../core/admin/setTreasury.ts"
import { sendVerb } from "../../core/rental/send.ts"
import type { TransactionResult } from "../../core/rental/send.ts"
import type { SendParameters } from "../../viem/accountParameters.ts"
import { walletOf } from "../../viem/viemPort.ts"

/**
 * Sets the account that receives the fees. Only the owner may.
 *
 * @example
 * import { setTreasury } from "@gpuflow/escrow/admin"
 * import { createWalletClient, http } from "viem"
 * import { polygon } from "viem/chains"
 *
 * const client = createWalletClient({ account: "0x…", chain: polygon, transport: http() })
 * await setTreasury(client, { escrow: "0x…", treasury: "0x…" })
 *
 * @param client A viem client with an account
 * @returns The hash, the receipt and the escrow's events of the transaction
 * @throws {OwnableUnauthorizedAccountError} for any account other than the owner
 * @throws {InvalidTreasuryError} for zero and the escrow
 * @throws {InvalidInputError} for a parameter that its type cannot hold
 * @throws {WrongChainError} if the wallet is on another chain than its client
 * @throws {EscrowNotFoundError} if there is no contract at the address
 */
export async function setTreasury(client: Client, parameters: setTreasury.Parameters): Promise<setTreasury.ReturnType> {
  return sendVerb(walletOf(client, parameters), prepareSetTreasury, parameters)
}

export declare namespace setTreasury {
  type Parameters = SetTreasuryParameters & SendParameters
  type ReturnType = TransactionResult
}
