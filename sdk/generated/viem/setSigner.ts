// Written by `npm run generate`. Do not edit.

import type { Client } from "viem"

import { sendVerb } from "../../core/rental/send.ts"
import type { TransactionResult } from "../../core/rental/send.ts"
import { prepareSetSigner } from "../../core/rental/setSigner.ts"
import type { SetSignerParameters } from "../../core/rental/setSigner.ts"
import type { SendParameters } from "../../viem/accountParameters.ts"
import { walletOf } from "../../viem/viemPort.ts"

/**
 * Sets the key that signs the sender's offers from now on, and revokes every offer signed before.
 *
 * @example
 * import { setSigner } from "@gpuflow/escrow"
 * import { createWalletClient, http } from "viem"
 * import { polygon } from "viem/chains"
 *
 * const client = createWalletClient({ account: "0x…", chain: polygon, transport: http() })
 * const { events } = await setSigner(client, { escrow: "0x…", signer: "0x…" })
 *
 * @param client A viem client with an account
 * @returns The hash, the receipt and the escrow's events of the transaction
 * @throws {InvalidInputError} for a parameter that its type cannot hold
 * @throws {WrongChainError} if the wallet is on another chain than its client
 * @throws {EscrowNotFoundError} if there is no contract at the address
 */
export async function setSigner(client: Client, parameters: setSigner.Parameters): Promise<setSigner.ReturnType> {
  return sendVerb(walletOf(client, parameters), prepareSetSigner, parameters)
}

export declare namespace setSigner {
  type Parameters = SetSignerParameters & SendParameters
  type ReturnType = TransactionResult
}
