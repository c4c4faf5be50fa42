// Written by `npm run generate`. Do not edit.

import type { Client } from "viem"

import { prepareRevokeOffers } from "../../core/rental/revokeOffers.ts"
import type { RevokeOffersParameters } from "../../core/rental/revokeOffers.ts"
import { sendVerb } from "../../core/rental/send.ts"
import type { TransactionResult } from "../../core/rental/send.ts"
import type { SendParameters } from "../../viem/accountParameters.ts"
import { walletOf } from "../../viem/viemPort.ts"

/**
 * Revokes every offer of the sender for one machine. Open rentals continue.
 *
 * @example
 * import { revokeOffers } from "@gpuflow/escrow"
 * import { createWalletClient, http } from "viem"
 * import { polygon } from "viem/chains"
 *
 * const client = createWalletClient({ account: "0x…", chain: polygon, transport: http() })
 * const { events } = await revokeOffers(client, { escrow: "0x…", machine: "0x…" })
 *
 * @param client A viem client with an account
 * @returns The hash, the receipt and the escrow's events of the transaction
 * @throws {InvalidInputError} for a parameter that its type cannot hold
 * @throws {WrongChainError} if the wallet is on another chain than its client
 * @throws {EscrowNotFoundError} if there is no contract at the address
 */
export async function revokeOffers(
  client: Client,
  parameters: revokeOffers.Parameters,
): Promise<revokeOffers.ReturnType> {
  return sendVerb(walletOf(client, parameters), prepareRevokeOffers, parameters)
}

export declare namespace revokeOffers {
  type Parameters = RevokeOffersParameters & SendParameters
  type ReturnType = TransactionResult
}
