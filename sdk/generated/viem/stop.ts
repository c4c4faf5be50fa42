// Written by `npm run generate`. Do not edit.

import type { Client } from "viem"

import { sendVerb } from "../../core/rental/send.ts"
import type { TransactionResult } from "../../core/rental/send.ts"
import { prepareStop } from "../../core/rental/stop.ts"
import type { StopParameters } from "../../core/rental/stop.ts"
import type { SendParameters } from "../../viem/accountParameters.ts"
import { walletOf } from "../../viem/viemPort.ts"

/**
 * Ends a rental as its renter. Before the start, the whole price comes back. Later, the host gets the billed part. In a
 * dispute the renter concedes: the host gets the contested amount, and the longer the dispute has lasted, the more of
 * the stake (`forfeitedStake`). For a day after a refund in the dispute, conceding costs nothing of the stake.
 * `maxToHost` keeps a transaction that lands in front, such as the host's start, from making the call dearer.
 *
 * @example
 * import { getRental, stop } from "@gpuflow/escrow"
 * import { createWalletClient, http } from "viem"
 * import { polygon } from "viem/chains"
 *
 * const client = createWalletClient({ account: "0x…", chain: polygon, transport: http() })
 * const { rental } = await getRental(client, { escrow: "0x…", id: "0x…" })
 * const { events } = await stop(client, { escrow: "0x…", rental })
 *
 * @param client A viem client with an account
 * @returns The hash, the receipt and the escrow's events of the transaction
 * @throws {TooMuchError} if the host's payee would get more than `maxToHost`
 * @throws {WrongStatusError} if the rental is not in a status that allows it
 * @throws {NotRenterError} for any other account
 * @throws {StartWindowOverError} before the start, once the host is late: settle instead
 * @throws {ArbitrationOverError} in a dispute, once the arbiter's time is over: settle instead
 * @throws {InvalidInputError} for a parameter that its type cannot hold
 * @throws {WrongChainError} if the wallet is on another chain than its client
 * @throws {EscrowNotFoundError} if there is no contract at the address
 */
export async function stop(client: Client, parameters: stop.Parameters): Promise<stop.ReturnType> {
  return sendVerb(walletOf(client, parameters), prepareStop, parameters)
}

export declare namespace stop {
  type Parameters = StopParameters & SendParameters
  type ReturnType = TransactionResult
}
