// An entry for a calendar (RFC 5545), with an alarm before it.

type Entry = {
  /** The same each time, so that a calendar replaces what it has. */
  readonly id: string
  /** Seconds since 1970, and how long before it the alarm is. */
  readonly end: bigint
  readonly before: bigint
  readonly title: string
  readonly meaning: string
  readonly address: string
}

export function calendarFile({ id, end, before, title, meaning, address }: Entry): string {
  const at = stamp(end)
  const lines = [
    "BEGIN:VCALENDAR",
    "VERSION:2.0",
    "PRODID:-//GPUFlow//EN",
    "BEGIN:VEVENT",
    `UID:${id}@gpuflow`,
    `DTSTAMP:${at}`,
    `DTSTART:${at}`,
    `DTEND:${at}`,
    `SUMMARY:${escaped(title)}`,
    `DESCRIPTION:${escaped(meaning)}`,
    `URL:${address}`,
    "BEGIN:VALARM",
    "ACTION:DISPLAY",
    `DESCRIPTION:${escaped(title)}`,
    `TRIGGER:-PT${before / 60n}M`,
    "END:VALARM",
    "END:VEVENT",
    "END:VCALENDAR",
    "",
  ]
  return lines.flatMap(folded).join("\r\n")
}

/** "20260206T181640Z" */
function stamp(timestamp: bigint): string {
  return new Date(Number(timestamp) * 1_000).toISOString().replaceAll(/[-:]|\.\d+/g, "")
}

function escaped(text: string): string {
  return text.replaceAll(/[\\;,]/g, "\\$&").replaceAll("\n", "\\n")
}

/** A line has at most 75 bytes. Those after the first begin with a space. */
function folded(line: string): readonly string[] {
  const lines = [""]
  for (const character of line) {
    const last = lines.length - 1
    const next = `${lines[last]}${character}`
    if (new TextEncoder().encode(next).length <= 75) lines[last] = next
    else lines.push(` ${character}`)
  }
  return lines
}
