// What offers are compared with that no host signs: the tokens' prices in dollars, and the hosts' records.
import { findToken, getDollarValue } from "@gpuflow/escrow/plan"
import type { Address } from "viem"
import type { BoardContext } from "./boardContext.ts"
import { earliestOf } from "./boardContext.ts"
import type { Figures, HostRecord } from "./search.ts"

/** The records of all hosts that have one, from the index. */
export interface HostRecords {
  readonly read: () => Promise<ReadonlyMap<string, HostRecord>>
  /** Calls back when they may have changed, until the returned function is called. */
  readonly onChange: (listener: () => void) => () => void
}

/** Dollars of one base unit of a token; undefined if no price is known. */
export type ReadRate = (token: string) => Promise<number | undefined>

/** Milliseconds between two readings, and after which a reading that could not be renewed counts for nothing. */
const RENEWED_AFTER = 60_000
const TOO_OLD_AFTER = 3_600_000
/** Milliseconds between two readings of records, however often they change: a busy index changes with every block. */
const RECORDS_AFTER = 5_000

export type BoardFigures = ReturnType<typeof createFigures>

export function createFigures(context: BoardContext, readRate: ReadRate, source: HostRecords | undefined) {
  let rates = new Map<string, number>()
  let readAt = new Map<string, number>()
  // By the clock, so that no other process has given the same before.
  let version = Date.now()
  let records: ReadonlyMap<string, HostRecord> = new Map()

  async function renew(): Promise<void> {
    const tokens = new Set<string>()
    for (const { token } of context.shelf.all()) tokens.add(token)
    const now = performance.now()
    const found = await Promise.all(
      [...tokens].map(async (token) => [token, await readRate(token).catch(() => undefined)] as const),
    )
    const [nextRates, nextReadAt] = [new Map<string, number>(), new Map<string, number>()]
    for (const [token, rate] of found) {
      const before = rates.get(token)
      const at = rate === undefined ? (readAt.get(token) ?? 0) : now
      const known = rate ?? (now - at < TOO_OLD_AFTER ? before : undefined)
      if (known === undefined) continue
      nextRates.set(token, known)
      nextReadAt.set(token, at)
    }
    const isChanged = nextRates.size !== rates.size || [...nextRates].some(([token, rate]) => rates.get(token) !== rate)
    rates = nextRates
    readAt = nextReadAt
    if (isChanged) context.shelf.price(rates)
    version += 1
    await readRecords()
  }

  async function readRecords(): Promise<void> {
    // An index that has read nothing yet has no records.
    const found = await source?.read().catch(() => undefined)
    if (!found) return
    records = found
    version += 1
  }

  let reading: NodeJS.Timeout | undefined
  let readRecordsAt = -RECORDS_AFTER
  /** Reads records once the last reading is old enough. What changes until then is read with it. */
  function readRecordsSoon(): void {
    if (reading) return
    const wait = Math.max(0, readRecordsAt + RECORDS_AFTER - performance.now())
    reading = setTimeout(async () => {
      readRecordsAt = performance.now()
      reading = undefined
      await readRecords()
    }, wait)
    reading.unref()
  }

  let timer: NodeJS.Timeout | undefined
  let unsubscribe: (() => void) | undefined
  return {
    renew,
    start(): void {
      timer = setInterval(() => void renew(), RENEWED_AFTER)
      timer.unref()
      unsubscribe = source?.onChange(readRecordsSoon)
    },
    stop(): void {
      clearInterval(timer)
      clearTimeout(reading)
      unsubscribe?.()
    },
    /** A price for a token that came on the board since the last reading. */
    async require(token: string): Promise<void> {
      if (!rates.has(token) && !readAt.has(token)) {
        readAt.set(token, performance.now())
        const rate = await readRate(token).catch(() => undefined)
        if (rate === undefined) return
        rates.set(token, rate)
        version += 1
        context.shelf.price(rates)
      }
    },
    knows: (token: string): boolean => rates.has(token),
    /** `version` grows when prices or records were read again. */
    current: (): Figures & { readonly version: number } => ({
      version,
      rates,
      records,
      earliest: context.head ? earliestOf(context.head) : 0,
    }),
  }
}

/** Whole tokens that are valued, so that six places of dollars are enough for a rate. */
const VALUED = 1_000_000n

/** A token's rate by its price feed, or by its peg if it is meant to be worth a dollar. */
export function rateReader({ place }: Pick<BoardContext, "place">): ReadRate {
  return async (token) => {
    const known = findToken({ chainId: place.chainId, address: token as Address })
    if (!known) return undefined
    const amount = VALUED * 10n ** BigInt(known.decimals)
    const { dollars } = await getDollarValue(place.client, { token: token as Address, amount, assumePeg: true })
    return Number(dollars) / Number(amount)
  }
}
