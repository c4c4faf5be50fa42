// Events of the escrow up to the latest block, in parts that can be stored and parts that cannot.
import type { EscrowEvent, EventCursor, EventName } from "@gpuflow/escrow"
import { watchEvents } from "@gpuflow/escrow/watch"
import type { Context } from "./context.ts"

type WatchParameters = Parameters<typeof watchEvents<EventName>>[1]

/** The events of the blocks up to the cursor's. */
export type SettledEvents = { readonly cursor: EventCursor; readonly events: readonly EscrowEvent[] }

/** Blocks below which the chain is not expected to replace any: those are stored. */
const SETTLED = 256
/** The blocks after that are read by their headers only as far as a node may lag. */
const NEAR = 32

/** All events, the oldest first, and those of them to store in place of `stored`, if there are more. */
export async function readEvents(
  context: Context,
  filter: Pick<WatchParameters, "host" | "renter" | "events" | "fromBlock" | "blockRange">,
  stored: SettledEvents | undefined,
): Promise<{ readonly events: readonly EscrowEvent[]; readonly settled: SettledEvents | undefined }> {
  const of = { ...filter, escrow: context.escrow, signal: context.session.signal }
  const older = await eventsOf(context, { ...of, cursor: stored?.cursor, confirmations: SETTLED })
  const events = [...(stored?.events ?? []), ...older.events]
  const recent = await eventsOf(context, { ...of, cursor: older.cursor, maxReorgDepth: NEAR })
  const { cursor } = older
  // Without a hash, the cursor would fit any chain.
  const isNew = cursor?.recent.length === 1 && cursor.block !== stored?.cursor.block
  return { events: [...events, ...recent.events], settled: cursor && isNew ? { cursor, events } : undefined }
}

/** The events from a cursor to the latest block with enough confirmations. */
async function eventsOf({ client }: Context, parameters: WatchParameters) {
  let { cursor } = parameters
  let events: EscrowEvent[] = []
  for await (const batch of watchEvents(client, { ...parameters, untilLatest: true })) {
    // A reorganisation during the read removes events that were already collected.
    const removed = new Set(batch.removed.map(({ transactionHash }) => transactionHash))
    events = [...events.filter(({ transactionHash }) => !removed.has(transactionHash)), ...batch.added]
    cursor = batch.cursor
  }
  return { events, cursor }
}
