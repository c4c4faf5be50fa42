// The times of blocks. All that shows a block's time reads it once.
import { type QueryClient, queryOptions } from "@tanstack/react-query"
import type { Client } from "viem"
import { getBlock } from "viem/actions"

type Reading = { readonly client: Client; readonly chainId: number }

/** Seconds since 1970. */
export function blockTimeOptions({ client, chainId }: Reading, blockNumber: bigint | null) {
  return queryOptions({
    queryKey: ["blockTime", chainId, String(blockNumber)],
    queryFn: async () => {
      if (blockNumber === null) throw new Error("The block is not known yet.")
      const { timestamp } = await getBlock(client, { blockNumber })
      return timestamp
    },
    staleTime: Number.POSITIVE_INFINITY,
  })
}

/**
 * The days of UTC of blocks, such as "2026-01-31", and undefined before `since`. Only the blocks next to a midnight are
 * read: between two blocks of one day there are no others. So the cost grows with the days, and not with the blocks.
 */
export async function daysOf(
  reading: Reading & { readonly queries: QueryClient },
  blocks: readonly bigint[],
  since: bigint,
): Promise<ReadonlyMap<bigint, string | undefined>> {
  const sorted = [...new Set(blocks)].sort((a, b) => (a < b ? -1 : 1))
  const days = new Map<bigint, string | undefined>()
  const dayAt = async (place: number) => {
    const block = sorted[place] ?? 0n
    const at = await reading.queries.fetchQuery(blockTimeOptions(reading, block))
    return at < since ? undefined : new Date(Number(at) * 1_000).toISOString().slice(0, 10)
  }
  const fill = async (first: number, last: number, from: string | undefined, until: string | undefined) => {
    if (from === until) for (const block of sorted.slice(first, last + 1)) days.set(block, from)
    else if (last - first === 1) days.set(sorted[first] ?? 0n, from).set(sorted[last] ?? 0n, until)
    else {
      const middle = Math.floor((first + last) / 2)
      const day = await dayAt(middle)
      await Promise.all([fill(first, middle, from, day), fill(middle, last, day, until)])
    }
  }
  if (sorted.length === 0) return days
  const end = sorted.length - 1
  const [from, until] = await Promise.all([dayAt(0), dayAt(end)])
  await fill(0, end, from, until)
  return days
}
