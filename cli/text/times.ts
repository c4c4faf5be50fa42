/** A time such as `8 h`, `1 h 30 min` or `45 s`. */
export function formatSeconds(seconds: bigint): string {
  const [days, hours, minutes, rest] = [
    seconds / 86_400n,
    (seconds / 3_600n) % 24n,
    (seconds / 60n) % 60n,
    seconds % 60n,
  ]
  const parts = [
    [days, "d"],
    [hours, "h"],
    [minutes, "min"],
    [rest, "s"],
  ] as const
  const texts = parts.filter(([count]) => count > 0n).map(([count, unit]) => `${count} ${unit}`)
  return texts.length > 0 ? texts.join(" ") : "0 s"
}

/** The two largest units of a time. */
function formatRoughly(seconds: bigint): string {
  const words = formatSeconds(seconds).split(" ")
  return words.slice(0, 4).join(" ")
}

/** `ends in 3 h` or `ended 5 min ago` */
export function formatEnd(end: bigint, now: bigint): string {
  if (end > now) return `ends in ${formatRoughly(end - now)}`
  return end === now ? "ended now" : `ended ${formatRoughly(now - end)} ago`
}

/** `3 h 20 min`, for a moment in the past. */
export function formatSince(moment: bigint, now: bigint): string {
  return formatRoughly(now > moment ? now - moment : 0n)
}

/** Local time, and its distance from `now`. */
export function formatMoment(moment: bigint, now: bigint): string {
  const away = moment > now ? `in ${formatRoughly(moment - now)}` : `${formatRoughly(now - moment)} ago`
  return `${formatLocal(moment)} (${moment === now ? "now" : away})`
}

/** `2026-03-01 14:05:09 +01:00` */
export function formatLocal(moment: bigint): string {
  const date = new Date(Number(moment) * 1_000)
  const two = (part: number) => String(part).padStart(2, "0")
  const offset = -date.getTimezoneOffset()
  const zone = `${offset < 0 ? "-" : "+"}${two(Math.floor(Math.abs(offset) / 60))}:${two(Math.abs(offset) % 60)}`
  const day = [date.getFullYear(), two(date.getMonth() + 1), two(date.getDate())].join("-")
  return `${day} ${[date.getHours(), date.getMinutes(), date.getSeconds()].map(two).join(":")} ${zone}`
}
