import type { Figures } from "./calls.ts"
import { BATCHES, figure, livesOf, type Measurements } from "./measurements.ts"
import { type Gas, NOTHING, plus } from "./meter.ts"

/** A line of a table: the name of what was measured, and its gas in the token and in the native coin. */
export interface Line {
  readonly what: string
  readonly token?: Gas | undefined
  readonly native?: Gas | undefined
}

/** What was measured elsewhere, without access lists. */
export interface LineElsewhere {
  readonly what: string
  readonly token: Omit<Gas, "listed">
  /** Polygon's figure may be lower: it counts some writes to existing slots up to 840 too high. */
  readonly isPolygonAtMost?: boolean
}

/** The most gas by the simulator's schedule, in the token and without a bond. */
export const TARGETS: Readonly<Record<string, bigint>> = {
  "deposit, instant": 99_000n,
  "instant: deposit + settle": 157_000n,
  "windowed: deposit + start + settle": 199_000n,
  "early stop: deposit + stop": 170_000n,
  "settleMany of 100, each": 18_500n,
}

/** The most gas by Polygon's schedule with access lists, in the token and without a bond. */
export const TARGETS_WITH_LISTS: Readonly<Record<string, bigint>> = {
  "instant: deposit + settle": 160_500n,
  "settleMany of 100, each": 21_300n,
}

/** Figures measured elsewhere, in the same way and with the same token: whole transactions in the steady state. */
export const ELSEWHERE: readonly LineElsewhere[] = [
  {
    what: "golem LockPayment, no fee, signature, clock or event",
    token: { simulator: 166_508n, polygon: 209_348n },
  },
  {
    what: "base/commerce-payments, ERC-3009, solady token: authorize + capture",
    token: { simulator: 200_934n, polygon: 231_174n },
    isPolygonAtMost: true,
  },
  {
    what: "base/commerce-payments, pre-approval: preApprove + authorize + capture",
    token: { simulator: 221_374n, polygon: 258_334n },
    isPolygonAtMost: true,
  },
  {
    what: "kleros/escrow-v2, no fee: create + execute",
    token: { simulator: 232_631n, polygon: 288_071n },
    isPolygonAtMost: true,
  },
  {
    what: "circlefin/refund-protocol, no fee: pay + withdraw",
    token: { simulator: 262_429n, polygon: 342_229n },
    isPolygonAtMost: true,
  },
  { what: "ocean Escrow", token: { simulator: 466_977n, polygon: 584_577n } },
  { what: "ERC-8183's reference, behind its proxy", token: { simulator: 491_442n, polygon: 631_722n } },
]

export function linesOfCalls({ coins, policy }: Measurements): Line[] {
  const token = coins["ERC-20"].calls
  const lines = [...token.keys()].map((what) => ({
    what,
    token: token.get(what),
    native: coins.native.calls.get(what),
  }))
  return [...lines, ...[...policy].map(([what, cost]) => ({ what, token: cost }))]
}

export function linesOfLives({ coins }: Measurements): Line[] {
  const [token, native] = [livesOf(coins["ERC-20"].calls), livesOf(coins.native.calls)]
  return [...token.keys()].map((what) => ({ what, token: token.get(what), native: native.get(what) }))
}

export function linesOfBatches({ coins }: Measurements): Line[] {
  const each = (batches: ReadonlyMap<number, Gas>, count: number) => {
    const { simulator, polygon, listed } = batches.get(count) ?? NOTHING
    const share = (gas: bigint) => gas / BigInt(count)
    return { simulator: share(simulator), polygon: share(polygon), listed: share(listed) }
  }
  return BATCHES.map((count) => ({
    what: `settleMany of ${count}, each`,
    token: each(coins["ERC-20"].batches, count),
    native: each(coins.native.batches, count),
  }))
}

/** This escrow and the peers that are measured with it. */
export function linesOfPeers(measurements: Measurements): Line[] {
  const { peers, coins } = measurements
  const lives = livesOf(coins["ERC-20"].calls)
  const sum = (figures: Figures, ...names: string[]) => plus(...names.map((name) => figure(figures, name)))
  return [
    { what: "plain ERC-20 transfer", token: figure(peers, "plain ERC-20 transfer") },
    { what: "floor escrow: rent + settle", token: sum(peers, "floor: rent", "floor: settle") },
    { what: "this escrow, instant: deposit + settle", token: figure(lives, "instant: deposit + settle") },
    { what: "this escrow, early stop: deposit + stop", token: figure(lives, "early stop: deposit + stop") },
    { what: "sablier v2-core 1.2.0: create + withdraw", token: sum(peers, "sablier: create", "sablier: withdraw") },
    {
      what: "sablier v2-core 1.2.0, early stop: create + cancel + withdraw",
      token: sum(peers, "sablier: create", "sablier: cancel", "sablier: withdraw, cancelled"),
    },
  ]
}

/** Each way to rent and to extend. */
export function linesOfWays({ ways }: Measurements): Line[] {
  return [...ways.figures].map(([what, token]) => ({ what, token }))
}

/** What base/commerce-payments takes for the same lock, measured elsewhere by the simulator's schedule. */
export const AUTHORIZE = { authorization: 138_978n, preApproved: 103_306n } as const

/** One number for each line that a user recognises, by the simulator's schedule. The check compares it. */
export function snapshotOf(measurements: Measurements): Record<string, number> {
  const entries: [string, number][] = [["code size", measurements.codeSize]]
  for (const { what, token, native } of [
    ...linesOfCalls(measurements),
    ...linesOfLives(measurements),
    ...linesOfBatches(measurements),
    ...linesOfWays(measurements),
  ]) {
    if (token) entries.push([native ? `${what} (ERC-20)` : what, Number(token.simulator)])
    if (native) entries.push([`${what} (native)`, Number(native.simulator)])
  }
  return Object.fromEntries(entries)
}

/** What exceeds the snapshot by more than 1 %. */
export function regressions(now: Record<string, number>, before: Record<string, number>): string[] {
  return Object.entries(now).flatMap(([what, cost]) => {
    const old = before[what]
    return old !== undefined && cost * 100 > old * 101 ? [`${what}: ${old} -> ${cost}`] : []
  })
}
