// Copies offers from other boards. Nothing that they say is trusted: each offer and each removal is checked as if its host
// had sent it, and a board that is slow, endless, or full of forgeries costs a bounded effort.
import { setTimeout as sleep } from "node:timers/promises"
import { reasonOf, requestOf } from "@gpuflow/keeper/service"
import { z } from "zod"
import type { Admission } from "./admission.ts"
import type { BoardLog } from "./boardContext.ts"
import { Refusal } from "./refusals.ts"
import type { RemovalRequest } from "./removal.ts"

interface ReplicationOptions {
  /** URL of the other board. */
  readonly url: string
  readonly admission: Pick<Admission, "put">
  readonly remove: (request: RemovalRequest) => Promise<void>
  /** Whether the board already has the offer, and also what it says of its machine if that comes with it. */
  readonly has: (host: string, machine: string, hash: string, isDescribed: boolean) => boolean
  readonly log: BoardLog
  readonly signal: AbortSignal
  /** Milliseconds between two questions, when all is well. */
  readonly interval: number
  /** Milliseconds for one answer. */
  readonly patience?: number
}

/** Milliseconds for one answer, bytes of it, and items in it. */
const PATIENCE = 15_000
const LONGEST_ANSWER = 4_194_304
const ITEMS = 500
/** Items that may be refused in one round. */
const MOST_REFUSED = 50
/** Milliseconds until the next question at most, however often a board has failed. */
const LONGEST_PAUSE = 600_000
/** Pages of one round. */
const PAGES = 20

const address = z.string().regex(/^0x[\da-f]{40}$/i)
const word = z.string().regex(/^0x[\da-f]{64}$/i)
const item = z.discriminatedUnion("change", [
  z.object({
    change: z.literal("put"),
    offer: z.object({ hash: word, signed: z.looseObject({ offer: z.looseObject({ host: address, machine: word }) }) }),
  }),
  z.object({
    change: z.literal("removed"),
    host: address,
    machine: word,
    removal: z
      .object({ expiry: z.int().nonnegative(), signature: z.string().max(20_000) })
      .nullable()
      .optional(),
  }),
])
const answer = z.object({ items: z.array(z.unknown()).max(ITEMS), sequence: z.int().nonnegative() })

/** Asks another board again and again, until the signal. */
export async function replicate(options: ReplicationOptions): Promise<void> {
  const { url, log, signal, interval } = options
  let since = 0
  let failures = 0
  while (!signal.aborted) {
    try {
      since = await copyFrom(options, since)
      failures = 0
    } catch (error) {
      if (signal.aborted) return
      failures += 1
      log.warn("another board was not copied", { board: new URL(url).host, reason: reasonOf(error) })
    }
    const pause = Math.min(interval * 2 ** Math.min(failures, 10), LONGEST_PAUSE)
    await sleep(pause, undefined, { signal }).catch(() => undefined)
  }
}

/** One round. Returns the place from which the next one goes on. */
export async function copyFrom(options: Omit<ReplicationOptions, "interval">, since: number): Promise<number> {
  let place = since
  let refused = 0
  for (let page = 0; page < PAGES && !options.signal.aborted; page += 1) {
    const { items, sequence } = await ask(options, place)
    for (const one of items) {
      if (!(await take(options, one))) refused += 1
      if (refused > MOST_REFUSED) throw new Error(`More than ${MOST_REFUSED} of its offers were refused.`)
    }
    // A board that started anew counts from the beginning, and one that does not advance has no more.
    if (sequence <= place || items.length === 0) return sequence
    place = sequence
  }
  return place
}

async function ask(
  { url, signal, patience = PATIENCE }: Pick<ReplicationOptions, "url" | "signal" | "patience">,
  since: number,
): Promise<z.infer<typeof answer>> {
  const { url: at, login } = requestOf(url)
  at.pathname = `${at.pathname.replace(/\/+$/, "")}/offers/log`
  at.searchParams.set("since", String(since))
  at.searchParams.set("limit", String(ITEMS))
  const response = await fetch(at, {
    headers: { accept: "application/json", ...login },
    redirect: "error",
    signal: AbortSignal.any([signal, AbortSignal.timeout(patience)]),
  })
  const type = response.headers.get("content-type") ?? ""
  if (!response.ok || !/^application\/json\b/i.test(type)) {
    await response.body?.cancel()
    throw new Error(`It answered with status ${response.status} and ${type || "no type"}.`)
  }
  return answer.parse(JSON.parse(await readBody(response)))
}

async function readBody({ body }: Response): Promise<string> {
  const chunks: Uint8Array[] = []
  let size = 0
  for await (const chunk of body ?? []) {
    size += chunk.length
    if (size > LONGEST_ANSWER) throw new Error(`Its answer has more than ${LONGEST_ANSWER} bytes.`)
    chunks.push(chunk)
  }
  return Buffer.concat(chunks).toString("utf8")
}

/** Whether an item was right, or only of no use: an offer that is taken meanwhile is no sign of a forgery. */
async function take(
  { admission, remove, has, url }: Omit<ReplicationOptions, "interval">,
  json: unknown,
): Promise<boolean> {
  const read = item.safeParse(json)
  if (!read.success) return false
  try {
    if (read.data.change === "removed") {
      const { removal, host, machine } = read.data
      if (!removal) return true
      const signature: `0x${string}` = `0x${removal.signature.slice(2)}`
      const request = { host: host.toLowerCase(), machine: machine.toLowerCase(), expiry: removal.expiry, signature }
      await remove(request)
      return true
    }
    const { hash, signed } = read.data.offer
    const host = signed.offer.host.toLowerCase()
    const machine = signed.offer.machine.toLowerCase()
    if (has(host, machine, hash.toLowerCase(), signed["document"] !== undefined)) return true
    await admission.put(JSON.stringify(signed), { host, machine, address: new URL(url).host })
    return true
  } catch (error) {
    // What this board cannot check now is asked for again, or it would be missing until its host renews it.
    if (!(error instanceof Refusal) || PASSING.some((name) => name === error.code)) throw error
    return !FORGED.some((name) => name === error.code)
  }
}

const PASSING = ["BoardBusy", "BoardNotReady", "NodeFailed", "NotWriting"]

const FORGED = [
  "OfferUnreadable",
  "WrongChain",
  "WrongEscrow",
  "WrongPath",
  "InvalidOffer",
  "InvalidSignature",
  "InvalidDocument",
  "DocumentMismatch",
  "WrongMachineName",
]
