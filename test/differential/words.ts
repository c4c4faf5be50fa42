// Just enough ABI for the model: static words, selectors and topics, without a library's cost per call.
import { keccak256, stringToHex, toFunctionSelector } from "viem"

export type Address = `0x${string}`

export const ZERO: Address = "0x0000000000000000000000000000000000000000"

/** Anything that fits one word: a number, a flag, an address, 32 bytes. */
export type Word = bigint | boolean | string

/** 64 hex digits, without prefix. */
function word(value: Word): string {
  if (typeof value === "bigint") return value.toString(16).padStart(64, "0")
  if (typeof value === "boolean") return value ? "1".padStart(64, "0") : "0".padStart(64, "0")
  return value.slice(2).toLowerCase().padStart(64, "0")
}

export const words = (...values: readonly Word[]): string => {
  let out = ""
  for (const value of values) out += word(value)
  return out
}

/** Dynamic bytes: length, then the content padded to whole words. Hex without prefix. */
export const tail = (hex: string): string =>
  word(BigInt(hex.length / 2)) + hex.padEnd(Math.ceil(hex.length / 64) * 64, "0")

export const utf8 = (text: string): string => Buffer.from(text, "utf8").toString("hex")

/** Computes once for each text. */
export function cached(compute: (text: string) => string): (text: string) => string {
  const known = new Map<string, string>()
  return (text) => {
    let value = known.get(text)
    if (value === undefined) {
      value = compute(text)
      known.set(text, value)
    }
    return value
  }
}

/** Eight hex digits of a function or error, without prefix. */
export const selector = cached((signature) => toFunctionSelector(`function ${signature}`).slice(2))

/** Topic of an event, without prefix. */
export const topic = cached((signature) => keccak256(stringToHex(signature)).slice(2))

export const hash = (hex: string): string => keccak256(`0x${hex}`).slice(2)
