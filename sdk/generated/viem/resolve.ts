// Written by `npm run generate`. Do not edit.

import type { Client } from "viem"

import { prepareResolve } from "../../core/rental/resolve.ts"
import type { ResolveParameters } from "../../core/rental/resolve.ts"
import { sendVerb } from "../../core/rental/send.ts"
import type { TransactionResult } from "../../core/rental/send.ts"
import type { SendParameters } from "../../viem/accountParameters.ts"
import { walletOf } from "../../viem/viemPort.ts"

/**
 * Rules on a dispute as the offer's arbiter: the host's share of the contested amount, of the stake and of the bond.
 *
 * @example
 * import { getRental, resolve } from "@gpuflow/escrow"
 * import { createWalletClient, http } from "viem"
 * import { polygon } from "viem/chains"
 *
 * const client = createWalletClient({ account: "0x…", chain: polygon, transport: http() })
 * const { rental } = await getRental(client, { escrow: "0x…", id: "0x…" })
 * const { events } = await resolve(client, { escrow: "0x…", rental, hostBps: 2_500n }) // a quarter to the host
 *
 * @param client A viem client with an account
 * @returns The hash, the receipt and the escrow's events of the transaction
 * @throws {WrongStatusError} unless the rental is disputed
 * @throws {NotArbiterError} for any other account
 * @throws {EvidenceWindowOpenError} before the evidence window ends, with the time from which a ruling is possible
 * @throws {ArbitrationOverError} after the arbitration window: settle instead
 * @throws {ShareOutOfBoundsError} above 10 000
 * @throws {InvalidInputError} for a parameter that its type cannot hold
 * @throws {WrongChainError} if the wallet is on another chain than its client
 * @throws {EscrowNotFoundError} if there is no contract at the address
 */
export async function resolve(client: Client, parameters: resolve.Parameters): Promise<resolve.ReturnType> {
  return sendVerb(walletOf(client, parameters), prepareResolve, parameters)
}

export declare namespace resolve {
  type Parameters = ResolveParameters & SendParameters
  type ReturnType = TransactionResult
}
