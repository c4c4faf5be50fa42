import { closesAt, freeToConcedeUntil } from "@gpuflow/escrow"
import { formatMoment } from "../text/times.ts"
import type { LoadedRental } from "./rental.ts"

/** Until when conceding a dispute is free, in words. Undefined: it is not free. */
export function freeConcession({ rental, state, now }: LoadedRental): string | undefined {
  const [free, closing] = [freeToConcedeUntil(state), closesAt(rental.offer, state)]
  if (now >= free) return undefined
  return free >= closing ? "until the arbitration window is over" : `until ${formatMoment(free, now)}`
}
