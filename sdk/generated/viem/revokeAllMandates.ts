// Written by `npm run generate`. Do not edit.

import type { Client } from "viem"

import type { MandateTransactionResult } from "../../core/mandate/executeMandate.ts"
import type { MandateContractParameters } from "../../core/mandate/mandateContract.ts"
import { revokeAllMandates as core } from "../../core/mandate/revokeAllMandates.ts"
import type { WaitOptions } from "../../core/rental/waitForTransaction.ts"
import type { AccountParameters } from "../../viem/accountParameters.ts"
import { walletOf } from "../../viem/viemPort.ts"

/**
 * Revokes all mandates that the account signed for its current epoch.
 *
 * @example
 * import { revokeAllMandates } from "@gpuflow/escrow/mandate"
 * import { createWalletClient, http } from "viem"
 * import { polygon } from "viem/chains"
 *
 * const client = createWalletClient({ account: "0x…", chain: polygon, transport: http() })
 * await revokeAllMandates(client, { mandateContract: "0x…" })
 *
 * @param client A viem client with the renter's account
 * @returns The hash, the receipt, and the contract's events
 * @throws {WrongChainError} if the wallet is on another chain than its client
 * @throws {ContractNotFoundError} if there is no mandate contract at the address
 * @throws {InvalidInputError} for a value that is not an address
 */
export async function revokeAllMandates(
  client: Client,
  parameters: revokeAllMandates.Parameters,
): Promise<revokeAllMandates.ReturnType> {
  return core(walletOf(client, parameters), parameters)
}

export declare namespace revokeAllMandates {
  type Parameters = MandateContractParameters & WaitOptions & AccountParameters
  type ReturnType = MandateTransactionResult
}
