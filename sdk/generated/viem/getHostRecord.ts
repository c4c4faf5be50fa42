// Written by `npm run generate`. Do not edit.

import type { Client } from "viem"

import { getHostRecord as core } from "../../core/watch/getHostRecord.ts"
import type { CountedHostRecord, GetHostRecordParameters } from "../../core/watch/getHostRecord.ts"
import { chainOf } from "../../viem/viemPort.ts"

/**
 * Counts a host's record from the chain's events: rentals, seconds served of those promised, no-shows, interruptions,
 * disputes, and the fees paid. Only closed rentals count, each once. A rental that the renter cancelled before the
 * start counts as nothing promised. A rental that the renter ended early was promised only until then. Refunded seconds
 * were not served. Of a rental with a ruling, the ruling's share was served. A host can rent from itself and pays only
 * the platform's fee for it, so weigh a record by `feesPaid`.
 *
 * @example
 * import { getHostRecord } from "@gpuflow/escrow/watch"
 * import { createPublicClient, http } from "viem"
 * import { polygon } from "viem/chains"
 *
 * const client = createPublicClient({ chain: polygon, transport: http() })
 * const record = await getHostRecord(client, { escrow: "0x…", host: "0x…", fromBlock: 70_000_000n })
 * console.log(`${record.rentals} rentals, ${Number(record.servedBps ?? 0n) / 100} % of the time served`)
 *
 * @param client A viem client
 * @returns The record, and a cursor to continue from
 * @throws {WrongCursorError} for a cursor of another chain or escrow
 * @throws {ReorgTooDeepError} for a cursor whose last block the chain has replaced. Count again without it
 * @throws {ReadFailedError} if the node keeps failing, or returns fewer events than the escrow's state accounts for
 * @throws {EscrowNotFoundError} if there is no contract at the address
 * @throws {TermsMismatchError} if the node returns the terms of another rental
 * @throws {InvalidInputError} for an invalid parameter
 */
export function getHostRecord(client: Client, parameters: getHostRecord.Parameters): Promise<getHostRecord.ReturnType> {
  return core(chainOf(client), parameters)
}

export declare namespace getHostRecord {
  type Parameters = GetHostRecordParameters
  type ReturnType = CountedHostRecord
}
