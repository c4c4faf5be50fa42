// What a host's health log says of a rental, and whether it can be so. Pure. A log that nothing contradicts is still the
// host's own word: only a hash that the host put on the chain shows that its lines were not written later.
import { downtimeBetween, FIRST_HASH, findBreak, type LoggedCheck } from "@gpuflow/host/health"
import { type Hash, isHash } from "viem"

/** What the chain knows of the rental. */
export type ProvenFacts = {
  readonly rental: Hash
  /** When it started, while it runs. */
  readonly startedAt: bigint | undefined
  /** The most seconds for which it can have run. */
  readonly ranFor: bigint
  /** Time of the latest block. */
  readonly now: bigint
  /** Hashes of the log that the host or its operator put on the chain. */
  readonly heads: readonly Hash[]
}

/** `changed`: a hash on the chain is none of its lines'. `broken`: a hash does not follow. `impossible`: its times do not. */
export type LogProblem = "changed" | "broken" | "impossible"

export type HealthClaim = {
  /** Seconds that the log covers. */
  readonly watchedSeconds: bigint
  /** Seconds of these in which it says that the machine was down. */
  readonly downSeconds: bigint
  /** Whether a hash on the chain is one of its lines'. */
  readonly isAnchored: boolean
}

/** Seconds without a line after which nobody watched, unless the machine was down. */
const GAP = 900n
/** Seconds by which the agent's clock may differ from the chain's. */
const CLOCK = 120n

export function judgeLog(
  { rental, startedAt, ranFor, now, heads }: ProvenFacts,
  checks: readonly LoggedCheck[],
): HealthClaim | LogProblem {
  if (findBreak(rental, checks) !== undefined) return "broken"
  const hashes = new Set([FIRST_HASH(rental), ...checks.map(({ hash }) => hash)])
  if (heads.some((head) => !hashes.has(head))) return "changed"
  const [first, last] = [checks[0], checks.at(-1)]
  if (!first || !last) return { watchedSeconds: 0n, downSeconds: 0n, isAnchored: heads.length > 0 }
  const isOrdered = checks.every((check, place) => check.at >= (checks[place - 1]?.at ?? 0n))
  const isEarly = startedAt !== undefined && first.at + CLOCK < startedAt
  if (!isOrdered || isEarly || last.at > now + CLOCK) return "impossible"

  // What is logged after the end does not count, and an outage without an end lasts until then.
  const start = startedAt ?? first.at
  const end = start + ranFor < now ? start + ranFor : now
  const lines = last.at < end && last.status === "down" ? [...checks, { ...last, at: end }] : checks
  let [watchedSeconds, downSeconds] = [0n, 0n]
  for (const [place, check] of lines.entries()) {
    const next = lines[place + 1]
    if (!next || check.at >= end) break
    const until = next.at < end ? next.at : end
    const down = downtimeBetween(check, { ...next, at: until })
    downSeconds += down
    watchedSeconds += down > 0n || until - check.at <= GAP ? until - check.at : 0n
  }
  return { watchedSeconds, downSeconds, isAnchored: heads.length > 0 }
}

/** What the agent's evidence on the chain says. Undefined: it is someone else's evidence. */
export type AnchoredLog = {
  readonly head: Hash
  /** Seconds of downtime, where the evidence names them. */
  readonly downSeconds: bigint | undefined
}

const SUMMARY = "data:application/json,"

/** Reads the URI under which an agent submitted its log: a summary, or the place of the log with its hash. */
export function readEvidence(uri: string): AnchoredLog | undefined {
  if (!uri.startsWith(SUMMARY)) {
    const head = /#head=(0x[\da-f]{64})$/.exec(uri)?.[1]
    return isHash(head ?? "") ? { head: head as Hash, downSeconds: undefined } : undefined
  }
  try {
    const { kind, head, downSeconds } = Object(JSON.parse(decodeURIComponent(uri.slice(SUMMARY.length))))
    if (kind !== "health-log" || !isHash(head)) return undefined
    return {
      head,
      downSeconds: Number.isSafeInteger(downSeconds) && downSeconds >= 0 ? BigInt(downSeconds) : undefined,
    }
  } catch {
    return undefined
  }
}
