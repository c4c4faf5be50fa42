// Times as the administration prints them: in UTC, because the owners of a Safe sit in different zones.
import { formatDuration } from "../demo/formatting.ts"

const DAY = 86_400n

/** `48 h`, as a delay is usually given. */
export function formatTime(seconds: bigint): string {
  return seconds % 3_600n === 0n ? `${seconds / 3_600n} h` : `${seconds} s`
}

/** `2026-03-01 14:05:09 UTC` */
export function formatMoment(second: bigint): string {
  return `${new Date(Number(second) * 1_000).toISOString().slice(0, 19).replace("T", " ")} UTC`
}

/** `in 1 d 3 h 5 min`, or `3 h ago`. */
export function formatDistance(moment: bigint, now: bigint): string {
  const away = moment > now ? moment - now : now - moment
  const [days, rest] = [away / DAY, away % DAY]
  const parts = [days > 0n ? `${days} d` : "", rest > 0n || days === 0n ? formatDuration(rest) : ""]
  const text = parts.filter((part) => part !== "").join(" ")
  return moment > now ? `in ${text}` : `${text} ago`
}
