// Written by `npm run generate`. Do not edit.

import type { Client } from "viem"

import type { MandateTransactionResult } from "../../core/mandate/executeMandate.ts"
import { revokeMandate as core } from "../../core/mandate/revokeMandate.ts"
import type { RevokeMandateParameters } from "../../core/mandate/revokeMandate.ts"
import type { WaitOptions } from "../../core/rental/waitForTransaction.ts"
import type { AccountParameters } from "../../viem/accountParameters.ts"
import { walletOf } from "../../viem/viemPort.ts"

/**
 * Revokes the account's mandates with this salt, also those that were not used yet. The rental itself goes on until its
 * end: `stop` ends it.
 *
 * @example
 * import { type Mandate, revokeMandate } from "@gpuflow/escrow/mandate"
 * import { createWalletClient, http } from "viem"
 * import { polygon } from "viem/chains"
 *
 * declare const mandate: Mandate // as it was signed
 *
 * const client = createWalletClient({ account: "0x…", chain: polygon, transport: http() })
 * await revokeMandate(client, { mandateContract: "0x…", salt: mandate.salt })
 *
 * @param client A viem client with the renter's account
 * @returns The hash, the receipt, and the contract's events
 * @throws {WrongChainError} if the wallet is on another chain than its client
 * @throws {ContractNotFoundError} if there is no mandate contract at the address
 * @throws {InvalidInputError} for a parameter that its type cannot hold
 */
export async function revokeMandate(
  client: Client,
  parameters: revokeMandate.Parameters,
): Promise<revokeMandate.ReturnType> {
  return core(walletOf(client, parameters), parameters)
}

export declare namespace revokeMandate {
  type Parameters = RevokeMandateParameters & WaitOptions & AccountParameters
  type ReturnType = MandateTransactionResult
}
