// What the commands that gather evidence can be told. A figure that is none would let them check nothing and end well, so
// each parser refuses what it cannot use, and commander names the option.
import { InvalidArgumentError } from "@commander-js/extra-typings"

import { as, toCount } from "../cli/text/parse.ts"

/** Every so manieth, from `index` on. */
export interface Shard {
  readonly index: number
  readonly of: number
}

export const count = as(toCount)

export function positive(text: string): number {
  const parsed = count(text)
  if (parsed === 0) throw new InvalidArgumentError("Expected a whole number above 0.")
  return parsed
}

/** `0/2`, `1/2`: the halves. */
export function shard(text: string): Shard {
  const [, index, of] = (/^(\d+)\/(\d+)$/.exec(text) ?? []).map(Number)
  if (index === undefined || of === undefined || index >= of) {
    throw new InvalidArgumentError("Expected a shard and their number, such as 0/2 or 1/2.")
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
