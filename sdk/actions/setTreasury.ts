import type { Client } from "viem"

import { requestSetTreasury, type SetTreasuryParameters } from "../core/admin/administration.ts"
import type { TransactionResult } from "../core/rental/send.ts"
import { type SendParameters, write } from "../viem/sendVerb.ts"

/**
 * Sets who receives the fees, as the owner.
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
 * @param parameters.escrow The escrow's address
 * @param parameters.treasury Receiver: neither zero nor the escrow
 * @param parameters.account Who sends it; without it, the client's account
 * @param parameters.confirmations Blocks to wait for; without it, 1
 * @returns Hash, receipt and the escrow's events of the transaction
 * @throws {OwnableUnauthorizedAccountError} for any account but the owner
 * @throws {InvalidTreasuryError} for zero and the escrow
 * @throws {InvalidInputError} for a parameter that its type cannot hold
 * @throws {WrongChainError} if the wallet is on another chain than its client
 * @throws {EscrowNotFoundError} if there is no contract at the address
 */
export async function setTreasury(client: Client, parameters: setTreasury.Parameters): Promise<setTreasury.ReturnType> {
  return write(client, requestSetTreasury, parameters)
}

export declare namespace setTreasury {
  type Parameters = SetTreasuryParameters & SendParameters
  type ReturnType = TransactionResult
}
