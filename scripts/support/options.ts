// Parsers for the options of commands. Each refuses a value with which a command would check nothing and still succeed;
// commander adds the option's name to the message.
import { InvalidArgumentError } from "@commander-js/extra-typings"

/** Every `of`th item, beginning with item `index`. */
export interface Shard {
  readonly index: number
  readonly of: number
}

export function count(text: string): number {
  const parsed = Number(text)
  if (!/^\d+$/.test(text) || !Number.isSafeInteger(parsed)) throw new InvalidArgumentError("Expected a whole number.")
  return parsed
}

export function positive(text: string): number {
  const parsed = count(text)
  if (parsed === 0) throw new InvalidArgumentError("Expected a whole number above 0.")
  return parsed
}

/** The halves are `0/2` and `1/2`. */
export function shard(text: string): Shard {
  const [, index, of] = (/^(\d+)\/(\d+)$/.exec(text) ?? []).map(Number)
  if (index === undefined || of === undefined || index >= of) {
    throw new InvalidArgumentError("Expected an index and the number of shards, such as 0/2 or 1/2.")
  }
  return { index, of }
}

/** A part of the whole, above 0 and up to 1. */
export function share(text: string): number {
  const parsed = /^\d*\.?\d+$/.test(text) ? Number(text) : 0
  if (parsed <= 0 || parsed > 1) throw new InvalidArgumentError("Expected a share above 0 and up to 1, such as 0.4.")
  return parsed
}

export function pattern(text: string): RegExp {
  try {
    return new RegExp(text)
  } catch {
    throw new InvalidArgumentError("Expected a regular expression.")
  }
}
