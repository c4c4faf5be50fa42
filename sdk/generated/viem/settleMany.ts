// Written by `npm run generate`. Do not edit.

import type { Client } from "viem"

import type { WaitOptions } from "../../core/rental/waitForTransaction.ts"
import { settleMany as core } from "../../core/requests/settleMany.ts"
import type { SettleManyParameters, SettleManyResult } from "../../core/requests/settleMany.ts"
import type { AccountParameters } from "../../viem/accountParameters.ts"
import { walletOf } from "../../viem/viemPort.ts"

/**
 * Settles every rental of a list that is due, and skips the others. Anyone may call it. A long list is sent in several
 * transactions, one after the other. A batch that takes too much gas is halved. The list is sorted, because the contract
 * pays neighbours with the same token and payee in one transfer. After an error, call it again with the same list:
 * settled rentals are skipped.
 *
 * @example
 * import { getRental } from "@gpuflow/escrow"
 * import { settleMany } from "@gpuflow/escrow/requests"
 * import { createWalletClient, type Hex, http } from "viem"
 * import { polygon } from "viem/chains"
 *
 * const client = createWalletClient({ account: "0x…", chain: polygon, transport: http() })
 * const ids: Hex[] = ["0x…", "0x…"]
 * const found = await Promise.all(ids.map((id) => getRental(client, { escrow: "0x…", id })))
 * const { settled } = await settleMany(client, { escrow: "0x…", rentals: found.map(({ rental }) => rental) })
 *
 * @param client A viem client with an account
 * @returns The number of settled rentals, all events, and each transaction with its own events
 * @throws {InvalidInputError} for an empty list, or a parameter that its type cannot hold
 * @throws {InsufficientGasError} if a single rental does not fit into a transaction
 * @throws {WrongChainError} if the wallet is on another chain than its client
 * @throws {EscrowNotFoundError} if there is no contract at the address
 */
export async function settleMany(client: Client, parameters: settleMany.Parameters): Promise<settleMany.ReturnType> {
  return core(walletOf(client, parameters), parameters)
}

export declare namespace settleMany {
  type Parameters = SettleManyParameters & WaitOptions & AccountParameters
  type ReturnType = SettleManyResult
}
