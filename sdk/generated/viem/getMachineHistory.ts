// Written by `npm run generate`. Do not edit.

import type { Client } from "viem"

import { getMachineHistory as core } from "../../core/watch/getMachineHistory.ts"
import type { GetMachineHistoryParameters, MachineHistory } from "../../core/watch/getMachineHistory.ts"
import { chainOf } from "../../viem/viemPort.ts"

/**
 * Lists a machine's rentals, the newest first. No search is needed: the machine knows the block of its latest deposit,
 * and each deposit the block of the one before. One block is read for each rental.
 *
 * @example
 * import { getMachineHistory } from "@gpuflow/escrow/watch"
 * import { createPublicClient, http } from "viem"
 * import { polygon } from "viem/chains"
 *
 * const client = createPublicClient({ chain: polygon, transport: http() })
 * const machine = { escrow: "0x…", host: "0x…", machine: "0x…" } as const
 * const { deposits, previousDepositBlock } = await getMachineHistory(client, { ...machine, limit: 10 })
 * const older = await getMachineHistory(client, { ...machine, limit: 10, depositBlock: previousDepositBlock })
 * console.log([...deposits, ...older.deposits].map(({ args }) => args.rental))
 *
 * @param client A viem client
 * @returns The deposits, each with its rental, and the block of the deposit before them. 0: there is none
 * @throws {DepositNotFoundError} if the node has no logs of a deposit's block
 * @throws {ReadFailedError} if the node keeps failing
 * @throws {TermsMismatchError} if the node returns the terms of another rental
 * @throws {InvalidInputError} for an invalid parameter
 * @throws {EscrowNotFoundError} if there is no contract at the address
 */
export function getMachineHistory(
  client: Client,
  parameters: getMachineHistory.Parameters,
): Promise<getMachineHistory.ReturnType> {
  return core(chainOf(client), parameters)
}

export declare namespace getMachineHistory {
  type Parameters = GetMachineHistoryParameters
  type ReturnType = MachineHistory
}
