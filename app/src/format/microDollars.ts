// Dollars are decimal texts, as the SDK reports them. They are added up as whole millionths.

/** Millionths of a dollar. Undefined for what is not an amount. */
export function toMicroDollars(dollars: string | undefined): bigint | undefined {
  const [, whole = "", part = ""] = /^(\d+)(?:\.(\d+))?$/.exec(dollars ?? "") ?? []
  if (whole === "") return undefined
  return BigInt(whole) * 1_000_000n + BigInt(part.slice(0, 6).padEnd(6, "0"))
}

export function fromMicroDollars(micro: bigint): string {
  return `${micro / 1_000_000n}.${String(micro % 1_000_000n).padStart(6, "0")}`
}
