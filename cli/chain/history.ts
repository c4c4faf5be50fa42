// How commands read the escrow's history: from a first block that is checked, with what earlier runs have stored, and
// with what they found out about the endpoints.
import { isEscrowError } from "@gpuflow/escrow"
import type { KnownBlockRange } from "@gpuflow/escrow/watch"
import { progress } from "../terminal/progress.ts"
import { type Context, findFirstBlock } from "./context.ts"
import { readEndpoints } from "./endpoints.ts"
import { digest, openCache, type ReadCache } from "./readCache.ts"

export type HistoryOptions = {
  readonly fromBlock?: bigint | undefined
  /** Whether to use what is stored. */
  readonly cache: boolean
}

type Question = {
  readonly kind: "rentals" | "record" | "events"
  /** What the answer depends on, beside the chain, the escrow and the first block. */
  readonly of: readonly (string | undefined)[]
}

export type HistoryRead<content> = {
  readonly fromBlock: bigint
  readonly stored: content | undefined
  readonly store: (content: content) => Promise<void>
  readonly blockRange: KnownBlockRange | undefined
}

/** Reads, going on from what is stored, or anew if that belongs to another branch of the chain. */
export async function readHistory<content, result>(
  context: Context,
  options: HistoryOptions,
  { kind, of }: Question,
  read: (from: HistoryRead<content>) => Promise<result>,
): Promise<result> {
  const { session, client, escrow } = context
  const fromBlock = await findFirstBlock(context, options.fromBlock)
  const key = { kind, of: [client.chain.id, escrow, fromBlock, ...of] }
  const cache: ReadCache<content> = openCache(session, options.cache, key)
  const ranges = rangesOf(context, options.cache)
  const work = async () => {
    const blockRange = await ranges.load()
    const readFrom = (stored: content | undefined) => read({ fromBlock, stored, store: cache.write, blockRange })
    try {
      return await readFrom(await cache.read())
    } catch (error) {
      if (!isEscrowError(error) || !STALE.includes(error.code)) throw error
      await cache.clear()
      return await readFrom(undefined)
    } finally {
      await ranges.save()
    }
  }
  return progress(session, "Reading the escrow's events …", work())
}

/** Codes of the errors for a cursor that does not belong to the chain as it is. */
const STALE: readonly string[] = ["ReorgTooDeep", "WrongCursor"]

/** What is known of the endpoints' limits. Files name an endpoint by a digest, because its URL may contain a key. */
function rangesOf({ session, client }: Context, isUsed: boolean) {
  const caches = readEndpoints(session).map((url, index) => {
    const of = [client.chain.id, digest(url)]
    return { place: index + 1, cache: openCache<KnownBlockRange>(session, isUsed, { kind: "range", of }) }
  })
  return {
    /** The limit of the first endpoint with a known one: it is asked first. */
    async load(): Promise<KnownBlockRange | undefined> {
      for (const { place, cache } of caches) {
        const known = await cache.read()
        if (known) session.ranges.set(place, known)
      }
      return caches.map(({ place }) => session.ranges.get(place)).find((known) => known !== undefined)
    },
    async save(): Promise<void> {
      for (const { place, cache } of caches) {
        const known = session.ranges.get(place)
        if (known) await cache.write(known)
      }
    },
  }
}
