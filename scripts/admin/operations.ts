// The operations that a timelock ever had. It keeps no list and no calls, so both come from its events.
import type { Address, Client, Hash, Hex } from "viem"
import { zeroHash } from "viem"
import { readContract } from "viem/actions"

import { eventsOf } from "../deploy/logs.ts"
import { batchId, callId, OPERATION_STATES, timelockAbi } from "../deploy/timelock.ts"
import type { Call, Governed } from "./calls.ts"
import { UnreadableOperationError } from "./errors.ts"

export type OperationState = "pending" | "ready" | "done" | "cancelled"

export type Operation = {
  readonly id: Hash
  readonly state: OperationState
  readonly calls: readonly Call[]
  readonly predecessor: Hash
  readonly salt: Hex
  /** Seconds. */
  readonly delay: bigint
  /** The second from which it can be executed. Missing once it is done or cancelled. */
  readonly readyAt: bigint | undefined
  /** Where it was scheduled last. */
  readonly scheduled: Place
  /** Where it was executed or cancelled. */
  readonly closed: Place | undefined
  /** Whether it was scheduled with `schedule`, as one call, and not as a batch. */
  readonly alone: boolean
}

export type Place = { readonly blockNumber: bigint; readonly transactionHash: Hash }

type Open = {
  readonly calls: Call[]
  readonly predecessor: Hash
  readonly delay: bigint
  readonly scheduled: Place
  salt: Hex
  closed: Place | undefined
}

/** Every operation in the order in which it was scheduled last, with its state at a block. */
export async function readOperations(
  client: Client,
  { timelock, fromBlock }: Pick<Governed, "timelock" | "fromBlock">,
  blockNumber: bigint,
): Promise<Operation[]> {
  const events = await eventsOf(client, timelockAbi, { address: timelock, fromBlock, toBlock: blockNumber })
  const found = new Map<Hash, Open>()
  for (const event of events) {
    const place = { blockNumber: event.blockNumber, transactionHash: event.transactionHash }
    if (event.eventName === "CallScheduled") {
      const { id, index, target: to, value, data, predecessor, delay } = event.args
      // An operation that was cancelled can be scheduled again: its earlier life is over.
      if (index === 0n) {
        found.delete(id)
        found.set(id, { calls: [], predecessor, delay, scheduled: place, salt: zeroHash, closed: undefined })
      }
      found.get(id)?.calls.push({ to, value, data })
      continue
    }
    if (event.eventName !== "CallSalt" && event.eventName !== "CallExecuted" && event.eventName !== "Cancelled")
      continue
    const open = found.get(event.args.id)
    if (!open) continue
    if (event.eventName === "CallSalt") open.salt = event.args.salt
    else open.closed = place
  }
  return Promise.all([...found].map(([id, open]) => completed(client, timelock, id, open, blockNumber)))
}

async function completed(client: Client, timelock: Address, id: Hash, open: Open, blockNumber: bigint) {
  const contract = { address: timelock, abi: timelockAbi, args: [id], blockNumber } as const
  const [state, timestamp] = await Promise.all([
    readContract(client, { ...contract, functionName: "getOperationState" }),
    readContract(client, { ...contract, functionName: "getTimestamp" }),
  ])
  const { calls, predecessor, salt, delay, scheduled, closed } = open
  const [only] = calls
  const alone = only !== undefined && callId(only.to, only.value, only.data, predecessor, salt) === id
  if (!alone && batchOf({ calls, predecessor, salt }) !== id) throw new UnreadableOperationError({ operation: id })
  const name = { Unset: "cancelled", Waiting: "pending", Ready: "ready", Done: "done" } as const
  const known = name[OPERATION_STATES[state] ?? "Unset"]
  const readyAt = known === "pending" || known === "ready" ? timestamp : undefined
  return { id, state: known, calls, predecessor, salt, delay, readyAt, scheduled, closed, alone }
}

/** The id of a batch. */
export function batchOf({ calls, predecessor, salt }: Pick<Operation, "calls" | "predecessor" | "salt">): Hash {
  return batchId(...batchArguments({ calls, predecessor, salt }))
}

/** The arguments that `scheduleBatch` and `executeBatch` share. */
export function batchArguments({ calls, predecessor, salt }: Pick<Operation, "calls" | "predecessor" | "salt">) {
  return [
    calls.map(({ to }) => to),
    calls.map(({ value }) => value),
    calls.map(({ data }) => data),
    predecessor,
    salt,
  ] as const
}
