// What happens, as server-sent events. The events of the latest blocks are kept in memory and compared with the tables
// after each batch: what is new was added, and what is missing was taken back by the chain.
import { type Log, reasonOf } from "@gpuflow/keeper/service"
import { sql } from "kysely"
import { z } from "zod"
import type { historyDefinitions } from "../historyRoutes.ts"
import type { event } from "../historySchemas.ts"
import type { Stream } from "../streams.ts"
import type { HistoryContext, Place } from "./historyContext.ts"
import { toEvent } from "./rows.ts"

type HistoryEvent = z.output<typeof event>
type Filter = z.output<(typeof historyDefinitions)["watchChanges"]["request"]["query"]>
type Subscriber = { readonly stream: Stream; readonly matches: (event: HistoryEvent) => boolean }

/** Blocks whose events are compared. The chain replaces no more of them in practice. */
const WINDOW = 256
/** Events of one message to each subscriber. Whoever missed more reads everything again. */
const MOST = 2_000

export function createChanges(context: Pick<HistoryContext, "onChange" | "place" | "tables">, log: Log) {
  const subscribers = new Set<Subscriber>()
  /** Streams that are about to subscribe. For them, too, the events are kept. */
  let coming = 0
  let recent: readonly HistoryEvent[] = []
  let top: Place | undefined
  let unsubscribe: (() => void) | undefined
  let queue = Promise.resolve()
  let isUpdateQueued = false

  /** One after the other, so that every subscriber sees the same order. */
  function inTurn(work: () => Promise<void>): Promise<void> {
    const done = queue.then(work)
    queue = done.catch((error: unknown) => log.warn("changes not sent", { reason: reasonOf(error) }))
    return done
  }

  async function eventsAfter(block: number, logIndex: number): Promise<HistoryEvent[]> {
    const tables = await context.tables()
    const rows = await tables
      .selectFrom("events")
      .selectAll()
      .where(sql<boolean>`(block, log_index) > (${block}::bigint, ${logIndex}::integer)`)
      .orderBy("block")
      .orderBy("log_index")
      .limit(2 * MOST)
      .execute()
    return rows.map(toEvent)
  }

  async function update(): Promise<void> {
    isUpdateQueued = false
    const place = await context.place()
    const floor = Math.min(top?.block ?? place.block, place.block) - WINDOW
    const present = await eventsAfter(floor, MAX_LOG_INDEX)
    const [before, after] = [new Set(recent.map(keyOf)), new Set(present.map(keyOf))]
    const added = top ? present.filter((one) => !before.has(keyOf(one))) : []
    const removed = recent.filter((one) => one.block > floor && !after.has(keyOf(one)))
    const isTooMuch = added.length > MOST || present.length === 2 * MOST
    recent = isTooMuch ? [] : present
    top = place
    for (const { stream, matches } of subscribers) {
      if (isTooMuch) stream.send({ event: "reset", data: "{}" })
      else {
        for (const one of removed.toReversed().filter(matches)) send(stream, "removed", one)
        for (const one of added.filter(matches)) send(stream, "event", one)
      }
      sendPlace(stream, place)
    }
  }

  async function begin(): Promise<void> {
    if (unsubscribe) return
    unsubscribe = context.onChange(() => {
      if (isUpdateQueued) return
      isUpdateQueued = true
      inTurn(update).catch(() => {})
    })
    await update()
  }

  function rest(): void {
    if (subscribers.size > 0 || coming > 0) return
    unsubscribe?.()
    unsubscribe = undefined
    recent = []
    top = undefined
  }

  /** What happened after the event with this id; nothing if it is not there any more. */
  async function missed(id: string): Promise<HistoryEvent[] | undefined> {
    const [block, logIndex, transaction] = id.split(".")
    const place = idSchema.safeParse([block, logIndex, transaction])
    if (!place.success) return undefined
    const tables = await context.tables()
    const known = await tables
      .selectFrom("events")
      .select("transaction")
      .where("block", "=", BigInt(place.data[0]))
      .where("log_index", "=", place.data[1])
      .executeTakeFirst()
    if (known?.transaction !== place.data[2]) return undefined
    const events = await eventsAfter(place.data[0], place.data[1])
    return events.length > MOST ? undefined : events
  }

  return {
    /** Subscribes a stream, first to what it missed since the event that it names. */
    subscribe(stream: Stream, filter: Filter, lastEventId: string | undefined): Promise<void> {
      return inTurn(async () => {
        coming += 1
        try {
          await welcome({ stream, matches: matcherOf(filter) }, lastEventId)
        } finally {
          coming -= 1
          rest()
        }
      })
    },
  }

  async function welcome(subscriber: Subscriber, lastEventId: string | undefined): Promise<void> {
    const { stream } = subscriber
    if (stream.ended.aborted) return
    await begin()
    if (lastEventId !== undefined) {
      const events = await missed(lastEventId)
      if (!events) stream.send({ event: "reset", data: "{}" })
      // What the tables hold beyond the last batch comes with the next one.
      const known = new Set(recent.map(keyOf))
      const floor = (top?.block ?? 0) - WINDOW
      for (const one of events ?? []) {
        if ((one.block <= floor || known.has(keyOf(one))) && subscriber.matches(one)) send(stream, "event", one)
      }
    }
    if (top) sendPlace(stream, top)
    if (stream.ended.aborted) return
    subscribers.add(subscriber)
    const leave = () => {
      subscribers.delete(subscriber)
      rest()
    }
    stream.ended.addEventListener("abort", leave, { once: true })
  }
}

const MAX_LOG_INDEX = 2 ** 31 - 1
const idSchema = z.tuple([
  z.coerce.number().int().min(0),
  z.coerce.number().int().min(0).max(MAX_LOG_INDEX),
  z.string(),
])

const keyOf = ({ block, logIndex, transaction }: HistoryEvent) => `${block}.${logIndex}.${transaction}`

function send(stream: Stream, name: "event" | "removed", one: HistoryEvent): void {
  stream.send({ event: name, data: JSON.stringify(one), ...(name === "event" ? { id: keyOf(one) } : {}) })
}

function sendPlace(stream: Stream, { block, hash, timestamp }: Place): void {
  stream.send({ event: "block", data: JSON.stringify({ block, hash, timestamp }) })
}

function matcherOf({ rental, host, renter, machine, token, account, name: names }: Filter): Subscriber["matches"] {
  const isIn = (wanted: string | undefined, ...values: readonly (string | null)[]) =>
    wanted === undefined || values.some((value) => value?.toLowerCase() === wanted)
  return (one) =>
    isIn(rental, one.rental) &&
    isIn(host, one.host) &&
    isIn(renter, one.renter) &&
    isIn(machine, one.machine) &&
    isIn(token, one.token) &&
    isIn(account, one.host, one.renter, one.account) &&
    (names === undefined || names.includes(one.name))
}
