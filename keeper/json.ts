// JSON with whole numbers of any size: `5n` as a string, which no address, hash or word of the escrow looks like.

export function toJson(value: unknown): string {
  return JSON.stringify(value, (_, part) => (typeof part === "bigint" ? `${part}n` : part))
}

export function parseJson(text: string): unknown {
  return JSON.parse(text, (_, part) =>
    typeof part === "string" && /^-?\d+n$/.test(part) ? BigInt(part.slice(0, -1)) : part,
  )
}
