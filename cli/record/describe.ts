// The host's own word beside its record, as people read it: never without saying whose it is.
import { formatSeconds } from "../text/times.ts"
import type { LogProblem } from "./healthClaim.ts"
import type { HostSays } from "./hostSays.ts"

type Fact = readonly [name: string, value: string | undefined]

const PROBLEMS: Readonly<Record<LogProblem, string>> = {
  changed: "not the log whose hash the host put on the chain",
  broken: "a hash does not follow from the lines before it",
  impossible: "its times do not fit the rental",
}

export function describeHost(said: HostSays | undefined): readonly Fact[] {
  if (!said) return [["host says", "not asked. Pass --server or --document to find its machines' doors"]]
  const { rentals, logs, watchedSeconds, downSeconds, refundedSeconds, anchored } = said
  if (rentals === 0) return [["host says", "nothing: no rental has started"]]
  if (logs > 0 && watchedSeconds === 0n)
    return [["host says", "nothing: its health logs cover no time"], ...gapsOf(said)]
  const share = watchedSeconds > 0n ? `up ${percent(watchedSeconds - downSeconds, watchedSeconds)}` : ""
  const written = refundedSeconds > 0n ? `, ${formatSeconds(refundedSeconds)} given back on the chain` : ""
  return [
    [
      "host says",
      logs === 0
        ? `nothing: no health log of its newest ${plural(rentals, "rental")}`
        : `${share} of ${formatSeconds(watchedSeconds)} watched, ${formatSeconds(downSeconds)} down${written}`,
    ],
    [
      "checked",
      logs === 0
        ? undefined
        : `${plural(logs, "health log")}, for its newest ${plural(rentals, "rental")}. ${anchored} of these have a hash on the chain, and cannot have been changed since. Nothing on the chain proves the others.`,
    ],
    ...gapsOf(said),
  ]
}

/** The logs that do not count, and the rentals without one. */
const gapsOf = ({ refused, missing }: HostSays): readonly Fact[] => [
  ["refused", lines(refused.map(({ id, problem }) => `${id}: ${PROBLEMS[problem]}`))],
  ["no log", lines(describeMissing(missing))],
]

/** A line for each rental, or for all of them that lack a log for one reason. */
function describeMissing(missing: HostSays["missing"]): string[] {
  const withReason = new Map<string, HostSays["missing"][number][]>()
  for (const one of missing) {
    const named =
      one.downSeconds === undefined ? "" : ` Its evidence on the chain says ${formatSeconds(one.downSeconds)} down.`
    const reason = `${one.reason}${named}`
    withReason.set(reason, [...(withReason.get(reason) ?? []), one])
  }
  return [...withReason].map(([reason, all]) => {
    const [only] = all
    return `${all.length === 1 && only ? only.id : plural(all.length, "rental")}: ${reason}`
  })
}

const lines = (all: readonly string[]): string | undefined => (all.length > 0 ? all.join("\n") : undefined)
const plural = (count: number, noun: string): string => `${count} ${noun}${count === 1 ? "" : "s"}`

/** Rounded down, so that 100 % means no downtime. */
function percent(part: bigint, whole: bigint): string {
  return `${Number((part * 10_000n) / whole) / 100} %`
}
