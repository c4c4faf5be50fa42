// Follows the chain: whose offers a block may have changed, and where they stand after it.
import type { EventCursor } from "@gpuflow/escrow"
import { type EscrowEvent, getRentals, watchEvents } from "@gpuflow/escrow/watch"
import { reasonOf } from "@gpuflow/keeper/service"
import type { Hash } from "viem"
import { getBlock, getBlockNumber } from "viem/actions"
import { pause } from "../pause.ts"
import { apply, type BoardContext } from "./boardContext.ts"
import { hostsToRecheck, recheck } from "./recheck.ts"
import type { Head } from "./store.ts"

/** Blocks below the latest that are read at the start, because the chain may still replace them. */
const REPLACEABLE = 256n
/** Milliseconds until another attempt, after the node has failed. */
const RETRY_AFTER = 2_000
/** Rentals whose host is remembered. */
const MOST_RENTALS = 100_000
/** Blocks between two cleanings of what nothing needs any more. */
const CLEANING = 100n

interface FollowOptions {
  /** Milliseconds between questions for a new block. */
  readonly pollingInterval: number
  readonly maxReorgDepth: number
  readonly signal: AbortSignal
}

/** Follows until the signal. A node that fails is asked again: what is served then is as old as the head says. */
export async function follow(context: BoardContext, options: FollowOptions): Promise<void> {
  const { signal } = options
  const progress: { cursor: EventCursor | undefined } = { cursor: undefined }
  const hostsById = new Map<string, string>()
  while (!signal.aborted) {
    await followFrom(context, options, { progress, hostsById }).catch((error: unknown) => {
      if (signal.aborted) return
      context.log.warn("the board does not follow the chain", { reason: reasonOf(error) })
      // A reorganisation that is deeper than the cursor is followed by reading everything again.
      if (/ReorgTooDeep|WrongCursor/.test(String(Reflect.get(Object(error), "code")))) progress.cursor = undefined
    })
    await pause(RETRY_AFTER, signal)
  }
}

interface Memory {
  readonly progress: { cursor: EventCursor | undefined }
  /** The hosts of rentals, by their ids. */
  readonly hostsById: Map<string, string>
}

async function followFrom(context: BoardContext, options: FollowOptions, memory: Memory): Promise<void> {
  const { place, shelf } = context
  const { client, escrow } = place
  const { pollingInterval, maxReorgDepth, signal } = options
  const { progress } = memory
  if (!progress.cursor) {
    const latest = await getBlockNumber(client, { cacheTime: 0 })
    const fromBlock = latest > REPLACEABLE ? latest - REPLACEABLE : 0n
    for await (const { cursor } of watchEvents(client, {
      escrow,
      fromBlock,
      maxReorgDepth,
      untilLatest: true,
      signal,
    })) {
      progress.cursor = cursor
    }
    if (!progress.cursor) return
    const block = BigInt(progress.cursor.block)
    await context.locked(async () => moveTo(context, await headAt(context, block), [...shelf.hosts()]))
    context.log.info("the board has read the chain", { block: String(block), offers: shelf.size })
  }
  const { cursor } = progress
  for await (const batch of watchEvents(client, { escrow, cursor, pollingInterval, maxReorgDepth, signal })) {
    const events = [...batch.added, ...batch.removed]
    await context.locked(async () => {
      const head = await headAt(context, batch.to)
      const hosts = await hostsOf(context, events, memory)
      for (const host of hostsToRecheck(context, head)) hosts.add(host)
      await moveTo(context, head, hosts)
    })
    progress.cursor = batch.cursor
  }
}

async function moveTo(context: BoardContext, head: Head, hosts: Iterable<string>): Promise<void> {
  await recheck(context, hosts, head)
  await apply(context, { head })
  if (head.block % CLEANING === 0n) await context.clean(head)
}

async function headAt({ place }: BoardContext, block: bigint): Promise<Head> {
  const { timestamp } = await getBlock(place.client, { blockNumber: block })
  return { block, timestamp: Number(timestamp) }
}

/** Whose offers the events may have changed. */
async function hostsOf(
  context: BoardContext,
  events: readonly EscrowEvent[],
  { hostsById }: Memory,
): Promise<Set<string>> {
  const { shelf } = context
  const hosts = new Set<string>()
  const ids = new Set<Hash>()
  for (const { eventName, args } of events) {
    if (eventName === "MarketSet") {
      for (const { host, token } of shelf.all()) if (token === args.token.toLowerCase()) hosts.add(host)
    } else if (eventName === "Deposited") {
      const host = args.host.toLowerCase()
      hostsById.set(args.id, host)
      hosts.add(host)
    } else if ("host" in args) hosts.add(args.host.toLowerCase())
    else if ("id" in args) ids.add(args.id)
  }
  const unknown = [...ids].filter((id) => !hostsById.has(id))
  for (const [id, host] of await findHosts(context, unknown)) hostsById.set(id, host)
  for (const id of ids) {
    const host = hostsById.get(id)
    if (host !== undefined) hosts.add(host)
  }
  for (const oldest of hostsById.keys()) {
    if (hostsById.size <= MOST_RENTALS) break
    hostsById.delete(oldest)
  }
  return hosts
}

/** The hosts of rentals that were paid before the board followed. One that a reorganisation has removed has none. */
async function findHosts({ place }: BoardContext, ids: readonly Hash[]): Promise<(readonly [Hash, string])[]> {
  const { client, escrow } = place
  const found = await Promise.all(
    ids.map(async (id) => {
      const [details] = await getRentals(client, { escrow, ids: [id] }).catch((error: unknown) => {
        if (Reflect.get(Object(error), "code") === "RentalNotFound") return []
        throw error
      })
      return details ? ([id, details.rental.offer.host.toLowerCase()] as const) : undefined
    }),
  )
  return found.filter((one) => one !== undefined)
}
