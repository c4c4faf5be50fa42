import type { Hex } from "../types.ts"

/** Splits a signature of 65 bytes into its three parts. */
export function parseSignature(signature: Hex): { length: number; r: Hex; s: bigint; v: number } {
  const word = (from: number, to: number): Hex => `0x${signature.slice(2 + 2 * from, 2 + 2 * to) || "0"}`
  return { length: signature.length / 2 - 1, r: word(0, 32), s: BigInt(word(32, 64)), v: Number(word(64, 65)) }
}
