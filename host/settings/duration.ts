const UNITS = { d: 86_400n, h: 3_600n, m: 60n, s: 1n } as const
const PARTS = /^(?:(\d+) ?d)? ?(?:(\d+) ?h)? ?(?:(\d+) ?m)? ?(?:(\d+) ?s)?$/

/** A time such as `8h`, `1h30m` or `45s`, in seconds. Returns nothing for any other text. */
export function secondsOf(text: string): bigint | undefined {
  const parts = PARTS.exec(text.trim())
  if (!parts || text.trim() === "") return undefined
  const units = [UNITS.d, UNITS.h, UNITS.m, UNITS.s]
  return units.reduce((sum, unit, index) => sum + BigInt(parts[index + 1] ?? 0) * unit, 0n)
}
