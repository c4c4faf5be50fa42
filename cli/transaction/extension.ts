// How much longer a rental shall last, checked against its state and its offer.
import { bondOf } from "@gpuflow/escrow"
import type { LoadedRental } from "../chain/rental.ts"
import { CliError } from "../errors.ts"
import { exitCodes } from "../exitCodes.ts"
import { formatAmount } from "../text/amounts.ts"
import { formatSeconds } from "../text/times.ts"
import { newTotal } from "../text/totals.ts"
import { requireDuration, requireExtendable } from "./preconditions.ts"

/** What the user asks for: one of both, in seconds. */
export type Extension = {
  /** Time to add. */
  readonly time?: bigint | undefined
  /** Duration in all. */
  readonly total?: bigint | undefined
}

export type PlannedExtension = {
  /** Seconds that the rental shall last in all. */
  readonly duration: bigint
  /** What is bought, in words, with its price if it is known. */
  readonly describe: (price?: bigint) => string
}

export function planExtension(found: LoadedRental, { time, total }: Extension): PlannedExtension {
  requireExtendable(found)
  const { id, rental, state, unit } = found
  const { offer } = rental
  const { total: duration, added } = newTotal({ present: state.duration, time, total })
  if (added <= 0n) {
    const present = `Rental ${id} already lasts ${formatSeconds(state.duration)}.`
    throw new CliError(exitCodes.nothing, "NothingToExtend", `${present} To extend it, pass a longer --total.`)
  }
  requireDuration(found, duration)
  const raise = bondOf(offer, duration) - bondOf(offer, state.duration)
  const bond = raise > 0n ? ` The host's bond for it rises by ${formatAmount(raise, unit)}.` : ""
  return {
    duration,
    describe(price) {
      const paid = price === undefined ? "" : `, for ${formatAmount(price, unit)}`
      return `Extend rental ${id} by ${formatSeconds(added)}, to ${formatSeconds(duration)} in all${paid}.${bond}`
    },
  }
}
