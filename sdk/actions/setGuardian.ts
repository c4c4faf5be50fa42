import type { Client } from "viem"

import { requestSetGuardian, type SetGuardianParameters } from "../core/admin/administration.ts"
import type { TransactionResult } from "../core/rental/send.ts"
import { type SendParameters, write } from "../viem/sendVerb.ts"

/**
 * Sets who may close markets, as the owner.
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
 * @param parameters.escrow The escrow's address
 * @param parameters.guardian The guardian; zero: nobody
 * @param parameters.account Who sends it; without it, the client's account
 * @param parameters.confirmations Blocks to wait for; without it, 1
 * @returns Hash, receipt and the escrow's events of the transaction
 * @throws {OwnableUnauthorizedAccountError} for any account but the owner
 * @throws {InvalidInputError} for a parameter that its type cannot hold
 * @throws {WrongChainError} if the wallet is on another chain than its client
 * @throws {EscrowNotFoundError} if there is no contract at the address
 */
export async function setGuardian(client: Client, parameters: setGuardian.Parameters): Promise<setGuardian.ReturnType> {
  return write(client, requestSetGuardian, parameters)
}

export declare namespace setGuardian {
  type Parameters = SetGuardianParameters & SendParameters
  type ReturnType = TransactionResult
}
