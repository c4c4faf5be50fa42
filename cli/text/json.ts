/** One document: whole numbers of any size are decimal strings, maps are objects. */
export function toJson(value: unknown, indent?: number): string {
  return JSON.stringify(value, plain, indent)
}

function plain(_: string, value: unknown): unknown {
  if (typeof value === "bigint") return String(value)
  return value instanceof Map ? Object.fromEntries(value) : value
}
