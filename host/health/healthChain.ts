// The health log as a chain of hashes, and what it says of a machine's downtime. Pure: an arbiter can check both again.
import { type Hash, isHash, keccak256, toHex } from "viem"

/** `end`: the workload was stopped. */
export type CheckStatus = "up" | "down" | "end"
const STATUSES: readonly unknown[] = ["up", "down", "end"] satisfies CheckStatus[]

export type Check = {
  /** Unix seconds, by the chain's clock. */
  readonly at: bigint
  readonly status: CheckStatus
  /** The start of the computer on which the check ran. Empty: not known. */
  readonly boot: string
}

/** A check, with the hash over it and all before it. */
export type LoggedCheck = Check & { readonly hash: Hash }

/** Lines of a log, and the place after which the next ones are. */
export type HealthLogPart = { readonly checks: readonly LoggedCheck[]; readonly place: number }

/** The line of JSON for a check: what evidence and the door consist of. */
export const writeCheck = ({ at, ...check }: LoggedCheck): string => JSON.stringify({ at: Number(at), ...check })

/** A check from its line. Returns nothing for what is not one. */
export function readCheck(line: string): LoggedCheck | undefined {
  const { at, status, boot, hash } = parse(line)
  const isCheck =
    Number.isSafeInteger(at) && at >= 0 && STATUSES.includes(status) && typeof boot === "string" && isHash(hash)
  return isCheck ? { at: BigInt(at), status, boot, hash } : undefined
}

function parse(line: string) {
  try {
    return Object(JSON.parse(line))
  } catch {
    return {}
  }
}

/** What the first check of a rental follows: the rental itself. */
export const FIRST_HASH = (rental: Hash): Hash => keccak256(rental)

/** The hash of a line of the log: `keccak256` over the hash before, the time, the status and the start, as text. */
export function hashCheck(previous: Hash, { at, status, boot }: Check): Hash {
  return keccak256(toHex([previous, at, status, boot].join(" ")))
}

/** The first line whose hash does not follow from those before it, or nothing. */
export function findBreak(rental: Hash, checks: readonly LoggedCheck[]): number | undefined {
  let previous = FIRST_HASH(rental)
  for (const [place, check] of checks.entries()) {
    if (hashCheck(previous, check) !== check.hash) return place
    previous = check.hash
  }
  return undefined
}

/**
 * Seconds between two lines of the log in which the machine was down: after a failed check, after the end of a workload
 * that was brought back, and over a new start of the computer. Time while only the agent was away does not count.
 */
export function downtimeBetween(check: Check, next: Check): bigint {
  const isDown = check.status !== "up" || next.boot !== check.boot
  return isDown && next.at > check.at ? next.at - check.at : 0n
}

/** Seconds of downtime in a log, until a time at which an outage without an end is cut off. */
export function downtimeOf(checks: readonly Check[], until: bigint): bigint {
  const last = checks.at(-1)
  const closed = checks.slice(1).reduce((sum, next, place) => sum + downtimeBetween(checks[place] ?? next, next), 0n)
  return closed + (last?.status === "down" && last.at < until ? until - last.at : 0n)
}
