// The ends of rented times. No event tells of them: a rental's time runs out on the chain's clock, whether or not anyone
// settles it.
import type { EscrowEvent, EventCursor } from "@gpuflow/escrow"
import { getStates } from "@gpuflow/escrow/watch"
import type { Hash } from "viem"
import { getBlock } from "viem/actions"
import { type Context, getChainTime } from "./context.ts"
import { endsAt } from "./rental.ts"

type RentalEnd = { readonly id: Hash; readonly endsAt: bigint; readonly now: bigint }
type Batch = { readonly added: readonly EscrowEvent[]; readonly removed: readonly EscrowEvent[] }
type Start = {
  readonly id?: Hash | readonly Hash[] | undefined
  readonly cursor?: EventCursor | undefined
  readonly fromBlock?: bigint | undefined
}

/**
 * Follows the rentals of a watch: those named by `id`, and those whose events pass by. The returned function takes a
 * batch of events and resolves with the rented times that ended since the batch before; each is reported once.
 */
export async function followEnds(
  { client, escrow }: Context,
  { id, cursor, fromBlock }: Start,
): Promise<(batch: Batch) => Promise<RentalEnd[]>> {
  const blockNumber = cursor ? BigInt(cursor.block) : fromBlock
  let reportedUntil = (await getBlock(client, blockNumber === undefined ? {} : { blockNumber })).timestamp
  const ends = new Map<Hash, bigint>()
  let changed = new Set<Hash>(id === undefined ? [] : [id].flat())
  return async ({ added, removed }) => {
    for (const { args } of [...added, ...removed]) if ("id" in args) changed.add(args.id)
    const ids = [...changed]
    const states = ids.length > 0 ? await getStates(client, { escrow, ids }) : []
    for (const [index, changedId] of ids.entries()) {
      const state = states[index]
      const end = state?.status === "Active" ? endsAt(state) : undefined
      if (end === undefined) ends.delete(changedId)
      else ends.set(changedId, end)
    }
    changed = new Set()
    if (ends.size === 0) return []
    const now = await getChainTime(client)
    const ended = [...ends].filter(([, end]) => end > reportedUntil && end <= now)
    reportedUntil = now
    return ended.map(([endedId, end]) => ({ id: endedId, endsAt: end, now }))
  }
}
