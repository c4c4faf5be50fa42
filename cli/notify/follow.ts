// Follows the escrow, and delivers what is to be told.
import { getStates, watchEvents } from "@gpuflow/escrow/watch"
import { getBlockNumber } from "viem/actions"
import type { Context } from "../chain/context.ts"
import type { HistoryOptions } from "../chain/history.ts"
import type { Party } from "../chain/party.ts"
import { endsAt } from "../chain/rental.ts"
import { readRentals } from "../server/readRentals.ts"
import type { ServerOption } from "../server/servers.ts"
import { note } from "../terminal/output.ts"
import { factsOf, type NoticeRules, readBatch, writeNotices } from "./notices.ts"
import type { DueNotice, Outbox } from "./outbox.ts"

type Deliver = (notice: DueNotice) => Promise<void>

type Following = HistoryOptions &
  ServerOption & {
    readonly party: Party
    readonly rules: NoticeRules
    readonly confirmations: number
    /** Milliseconds between two questions for a new block. */
    readonly pollingInterval: number
    /** Ends at the latest block, after one attempt for each notice. */
    readonly once: boolean
    readonly deliver: Deliver
  }

/** Runs until stopped, or until the latest block. */
export async function followAndTell(context: Context, outbox: Outbox, following: Following): Promise<void> {
  const { client, escrow, session } = context
  const { signal } = session
  const { party, rules, confirmations, pollingInterval, once } = following
  const cursor = outbox.cursor()
  const fromBlock = cursor ? undefined : await seed(context, outbox, following)
  const ending = new AbortController()
  const delivering = once
    ? undefined
    : deliverUntil(context, outbox, following.deliver, AbortSignal.any([signal, ending.signal]))
  try {
    const watched = { escrow, ...party, cursor, fromBlock, confirmations, pollingInterval, signal, untilLatest: once }
    for await (const batch of watchEvents(client, watched)) {
      const read = await readBatch(context, batch)
      outbox.commit(() => {
        writeNotices(outbox, context, batch, read, rules)
        outbox.moveTo(batch.cursor)
      })
    }
    if (once) await deliverDue(context, outbox, following.deliver, signal)
  } finally {
    ending.abort()
    await delivering
  }
}

/** Takes up the rentals that are open now: nothing is told of what happened before. Returns the block to start from. */
async function seed(context: Context, outbox: Outbox, following: Following): Promise<bigint> {
  const { client, escrow } = context
  const latest = await getBlockNumber(client, { cacheTime: 0 })
  if (following.fromBlock !== undefined) return following.fromBlock
  const { answer: rentals } = await readRentals(context, following.party, following)
  const states = rentals.length > 0 ? await getStates(client, { escrow, ids: rentals.map(({ id }) => id) }) : []
  outbox.commit(() => {
    for (const [index, { id, rental }] of rentals.entries()) {
      const state = states[index]
      if (!state || state.status === "Closed" || state.status === "None") continue
      const end = state.status === "Active" ? endsAt(state) : undefined
      outbox.putRental({ id, facts: factsOf(rental), endsAt: end, endingFor: undefined, endedFor: undefined })
    }
  })
  // With its cursor, the next run continues from here.
  return latest
}

/** Notices of one round. */
const AT_ONCE = 20
/** Milliseconds between rounds, at most. */
const IDLE = 1_000
const PAUSE = { first: 5_000, longest: 3_600_000 }
/** Attempts over about a day. */
const MOST_ATTEMPTS = 32

async function deliverUntil(context: Context, outbox: Outbox, deliver: Deliver, signal: AbortSignal): Promise<void> {
  while (!signal.aborted) {
    await deliverDue(context, outbox, deliver, signal)
    await sleep(IDLE, signal)
  }
}

/** One attempt for each notice that is due. A receiver that fails does not hold up those after it. */
async function deliverDue({ session }: Context, outbox: Outbox, deliver: Deliver, signal: AbortSignal): Promise<void> {
  for (;;) {
    const due = outbox.due(Date.now(), AT_ONCE)
    if (due.length === 0) return
    for (const notice of due) {
      if (signal.aborted) return
      const pause = Math.min(PAUSE.first * 2 ** notice.attempts, PAUSE.longest)
      outbox.attempt(notice.id, Date.now() + pause)
      try {
        await deliver(notice)
        outbox.finish(notice.id, "delivered")
      } catch (error) {
        if (signal.aborted) return
        const reason = error instanceof Error ? error.message : String(error)
        const isLast = notice.attempts + 1 >= MOST_ATTEMPTS
        if (isLast) outbox.finish(notice.id, "failed")
        note(session, `${notice.id} was not delivered. ${reason} ${isLast ? "It is given up." : "It is tried again."}`)
      }
    }
  }
}

function sleep(milliseconds: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const timer = setTimeout(done, milliseconds)
    function done() {
      clearTimeout(timer)
      signal.removeEventListener("abort", done)
      resolve()
    }
    signal.addEventListener("abort", done, { once: true })
  })
}
