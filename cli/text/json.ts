/** Integers of any size become decimal strings, and maps become objects. */
export function toJson(value: unknown, indent?: number): string {
  return JSON.stringify(value, toPlain, indent)
}

function toPlain(_: string, value: unknown): unknown {
  if (typeof value === "bigint") return String(value)
  return value instanceof Map ? Object.fromEntries(value) : value
}
