// Pages of lists by keyset: a cursor holds the sort key of the last item, so that pages neither skip nor repeat items
// while the lists grow.
import { z } from "zod"
import { Problem } from "../problem.ts"

export const DEFAULT_LIMIT = 50

export type Page<item> = { items: item[]; next: string | null }

/** The key that a cursor holds. Throws a `Problem` for a text that no page had as `next`. */
export function readCursor<key extends z.ZodType>(cursor: string | undefined, key: key): z.output<key> | undefined {
  if (cursor === undefined) return undefined
  try {
    return key.parse(JSON.parse(Buffer.from(cursor, "base64url").toString("utf8")))
  } catch {
    const detail = "The cursor is not one of this list. Pass `next` of the page before, with the same filters."
    throw new Problem(400, "InvalidCursor", detail)
  }
}

/** A page of rows of which one more than the limit was asked for. */
export function toPage<row, item>(
  rows: readonly row[],
  {
    limit,
    keyOf,
    itemOf,
  }: {
    readonly limit: number
    readonly keyOf: (row: row) => unknown
    readonly itemOf: (row: row) => item
  },
): Page<item> {
  const shown = rows.slice(0, limit)
  const last = shown.at(-1)
  const next = rows.length > limit && last !== undefined ? cursorOf(keyOf(last)) : null
  return { items: shown.map(itemOf), next }
}

const cursorOf = (key: unknown) => Buffer.from(JSON.stringify(key)).toString("base64url")

export const keys = {
  hash: z.string().regex(/^0x[0-9a-f]{64}$/),
  address: z.string().regex(/^0x[0-9a-f]{40}$/),
  integer: z.int(),
  /** Fits PostgreSQL's type `integer`: days, and places of logs. */
  small: z
    .int()
    .min(0)
    .max(2 ** 31 - 1),
  amount: z.string().regex(/^\d{1,100}$/),
}
