// How long data is fresh, and how often it is read again, by what can change it.
import { isRevert } from "../core/readContract.ts"
import { isLasting } from "../core/retry.ts"

/**
 * `chain`: any block may change it. `price`: it depends on the clock or on other contracts. `plan`: it is made for one
 * moment, and not renewed under the eyes of its reader. `history`: it grows, and goes on where it ended. `constant`: it
 * never changes.
 */
export type Freshness = "chain" | "price" | "plan" | "history" | "constant"

const SECOND = 1_000
const MINUTE = 60 * SECOND
const ALWAYS = Number.POSITIVE_INFINITY

export const timesOf: Readonly<Record<Freshness, object>> = {
  chain: { staleTime: 2 * SECOND },
  price: { staleTime: 30 * SECOND },
  plan: { staleTime: 30 * SECOND, refetchOnWindowFocus: false, refetchOnReconnect: false },
  // A timer would keep a server's process alive.
  history: { staleTime: 5 * MINUTE, gcTime: "document" in globalThis ? 60 * MINUTE : ALWAYS },
  constant: { staleTime: ALWAYS, gcTime: ALWAYS },
}

/** While nothing is pending, this many polls of the client become one. */
const CALM = 10
const LONGEST_CALM = 15 * SECOND

/** What goes on while a query is shown. */
export type Activity = {
  /** A transaction of this page is on its way. */
  readonly isPending?: boolean
  /** A follower of the events reports every change. */
  readonly isFollowed?: boolean
}

/** What decides on the polls of a query. */
type PollConditions = Activity & {
  readonly freshness: Freshness
  /** The client's polling interval, milliseconds. */
  readonly pollingInterval: number
}

/** Milliseconds until data is read again, or false if it does not change any more. */
export function pollAfter(data: unknown, conditions: PollConditions): number | false {
  const { freshness, pollingInterval, isPending, isFollowed } = conditions
  if (freshness === "price") return 30 * SECOND
  if (freshness !== "chain" || isOver(data)) return false
  if (isPending) return pollingInterval
  return isFollowed ? false : Math.min(pollingInterval * CALM, LONGEST_CALM)
}

/** Whether the data is of rentals that are all closed. */
export function isOver(data: unknown): boolean {
  if (Array.isArray(data)) return data.length > 0 && data.every(isOver)
  const { state = data }: { readonly state?: unknown } = Object(data)
  return Object(state).status === "Closed"
}

const MOST_RETRIES = 3

/** Whether TanStack Query should try again: only what a network can mend. An answer of the chain is final. */
export function retryRead(failures: number, error: unknown): boolean {
  return failures < MOST_RETRIES && isPassing(error)
}

function isPassing(error: unknown): boolean {
  // A mistake of a program, and a contract's answer, stay as they are.
  if (error instanceof TypeError || error instanceof RangeError || isRevert(error)) return false
  return !isLasting(error)
}
