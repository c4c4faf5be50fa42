// Events as they are read from the chain up to its latest block.
import type { EscrowEvent } from "@gpuflow/escrow"

/**
 * Blocks below the latest that are read one by one: half a minute of Polygon, by which one node may lag behind another.
 * Deeper ones are read together. If the chain replaces more than these, the next read notices it by their hashes.
 */
export const NEAR_BLOCKS = 16

type Batch<event> = { readonly added: readonly event[]; readonly removed: readonly event[] }

/** Without those that the chain has taken back. */
export function joined<event extends EscrowEvent>(
  events: readonly event[],
  { added, removed }: Batch<event>,
): readonly event[] {
  if (added.length + removed.length === 0) return events
  const gone = new Set(removed.map(placeOf))
  return [...events.filter((event) => !gone.has(placeOf(event))), ...added]
}

function placeOf({ blockNumber, transactionHash, logIndex }: EscrowEvent): string {
  return [blockNumber, transactionHash, logIndex].join(" ")
}
