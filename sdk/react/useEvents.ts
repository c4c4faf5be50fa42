"use client"

import { useQueryClient } from "@tanstack/react-query"
import { useEffect, useRef, useState } from "react"
import { useConfig } from "wagmi"

import type { EventName } from "../abiTypes.ts"
import type { EscrowEvent } from "../core/escrowEvents.ts"
import { isLasting, sleep } from "../core/retry.ts"
import { hasEscrowBrand } from "../core/revert.ts"
import type { EventBatch, WatchEventsParameters } from "../core/watch/watchEvents.ts"
import { watchEvents } from "../generated/viem/watchEvents.ts"
import type { EventCursor } from "../types.ts"
import type { QueryError } from "./errors.ts"
import { noteFollower } from "./followers.ts"
import { invalidateByEvents, invalidateEscrow } from "./invalidate.ts"
import { escrowQueryKey, readKey } from "./keys.ts"
import type { QueryParameters } from "./readQuery.ts"
import { chainIdOf, clientOf } from "./source.ts"

/** Parameters of `useEvents`. */
export type UseEventsParameters<names extends EventName = EventName> = QueryParameters<
  Omit<WatchEventsParameters<names>, "signal" | "untilLatest">
> & {
  /** Whether to follow the events. Default: true. */
  readonly enabled?: boolean | undefined
  /** Called with each batch. Store its cursor to continue from it. */
  readonly onBatch?: ((batch: EventBatch<names>) => void) | undefined
}

/** Result of `useEvents`. */
export type UseEventsResult<names extends EventName = EventName> = {
  /** The events of this page, the oldest first, without those that the chain has taken back. */
  readonly events: readonly EscrowEvent<names>[]
  /** Where the follower is. */
  readonly cursor: EventCursor | undefined
  /** Why the follower pauses. Undefined while it follows. */
  readonly error: QueryError | undefined
}

/** Milliseconds until a follower whose node kept failing goes on. */
const PAUSE = 15_000

/**
 * Follows the escrow's events, and makes every query read again what they change. While it runs, the queries of the same
 * escrow, or of the same rental if it follows one, need no polls. If the node keeps failing, it goes on later from where
 * it was, and the queries poll in the meantime.
 *
 * @example
 * import { useEvents } from "@gpuflow/escrow/react"
 *
 * export function useLog() {
 *   const { events } = useEvents({ escrow: "0x…" })
 *   return `${events.length} events: ${events.map(({ eventName }) => eventName)}`
 * }
 *
 * @param parameters The parameters of `watchEvents`, which may be undefined yet, `chainId`, `enabled` and `onBatch`
 * @returns The events of this page, the cursor, and why the follower pauses
 */
export function useEvents<const names extends EventName = EventName>(
  parameters: UseEventsParameters<names>,
): UseEventsResult<names> {
  const { enabled = true, onBatch, ...given } = parameters
  const source = useConfig()
  const queries = useQueryClient()
  const chainId = chainIdOf(source, given)
  const { escrow } = given
  const latest = useRef({ given, onBatch })
  useEffect(() => {
    latest.current = { given, onBatch }
  })
  const [result, setResult] = useState<UseEventsResult<names>>({ events: [], cursor: undefined, error: undefined })
  // Parameters are new objects at each render. The same filter is the same follower.
  const filter = JSON.stringify(readKey("watchEvents", chainId, given))

  useEffect(() => {
    if (!enabled || escrow === undefined) return
    const end = new AbortController()
    const { signal } = end
    const followed = { chainId, escrow, id: latest.current.given.id }
    const [, scope] = escrowQueryKey(followed)
    const reportsAll = JSON.parse(filter)[1]
    const isFiltered = ["host", "renter", "events"].some((name) => name in reportsAll) || Array.isArray(scope["id"])
    setResult({ events: [], cursor: undefined, error: undefined })

    const follow = async (cursor: EventCursor | undefined): Promise<EventCursor | undefined> => {
      let last = cursor
      let forget: (() => void) | undefined
      try {
        const wanted = { ...latest.current.given, escrow, signal, ...(last && { cursor: last }) }
        for await (const batch of watchEvents<names>(clientOf(source, chainId), wanted as Wanted<names>)) {
          if (signal.aborted) break
          last = batch.cursor
          if (!forget && !isFiltered) {
            forget = noteFollower(queries, scope)
            // What was read before the follower's first block is not the latest any more.
            if (!wanted.cursor && wanted.fromBlock === undefined) void invalidateEscrow(queries, followed)
          }
          void invalidateByEvents(queries, { chainId, escrow, events: [...batch.added, ...batch.removed] })
          latest.current.onBatch?.(batch)
          setResult((before) => ({ events: joined(before.events, batch), cursor: batch.cursor, error: undefined }))
        }
      } catch (error) {
        if (signal.aborted) return undefined
        setResult((before) => ({ ...before, error: asError(error) }))
        if (!isPassing(error)) return undefined
      } finally {
        forget?.()
      }
      return last
    }
    const run = async () => {
      let cursor = latest.current.given.cursor
      while (!signal.aborted) {
        cursor = await follow(cursor)
        if (!cursor) return
        await sleep(PAUSE, signal)
      }
    }
    void run()
    return () => end.abort()
  }, [enabled, escrow, chainId, filter, queries, source])
  return result
}

type Wanted<names extends EventName> = WatchEventsParameters<names>

function joined<names extends EventName>(
  events: readonly EscrowEvent<names>[],
  { added, removed }: EventBatch<names>,
): readonly EscrowEvent<names>[] {
  if (added.length === 0 && removed.length === 0) return events
  const gone = new Set(removed.map(placeOf))
  return [...events.filter((event) => !gone.has(placeOf(event))), ...added]
}

function placeOf<names extends EventName>(event: EscrowEvent<names>): string {
  return [event.blockNumber, event.transactionHash, event.logIndex].join(" ")
}

/** A node that kept failing may answer later. */
function isPassing(error: unknown): boolean {
  return (hasEscrowBrand(error) && error.code === "ReadFailed") || !isLasting(error)
}

function asError(error: unknown): QueryError {
  return error instanceof Error ? error : new Error(String(error))
}
