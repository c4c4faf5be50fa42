import { UsageError } from "../errors.ts"

type Times = {
  /** Seconds so far. */
  readonly present: bigint
  /** Seconds to add. */
  readonly time: bigint | undefined
  /** Seconds in all, in place of `time`. */
  readonly total: bigint | undefined
}

/** The new total of seconds, and what it adds to the present one. */
export function newTotal({ present, time, total }: Times): { readonly total: bigint; readonly added: bigint } {
  if (time !== undefined && total === undefined) return { total: present + time, added: time }
  if (total !== undefined && time === undefined) return { total, added: total - present }
  throw new UsageError("Pass either the time to add or --total, not both.")
}
