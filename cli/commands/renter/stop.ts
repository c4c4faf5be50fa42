import { billedByRenter, cost, prepareRequest, type Rental, type RentalState } from "@gpuflow/escrow"
import { type Found, find } from "../../chain/rental.ts"
import type { Session } from "../../session.ts"
import { formatAmount, type Unit } from "../../text/amounts.ts"
import { as, toHash } from "../../text/parse.ts"
import { formatSeconds } from "../../text/times.ts"
import { write } from "../../transaction/send.ts"
import { writing } from "../builders.ts"
import { runWriting } from "../run.ts"

export function stop(session: Session) {
  return writing("stop")
    .description("end a rental as its renter; in a dispute: concede")
    .argument("<id>", "the rental's id", as(toHash))
    .action((id, options) =>
      runWriting(session, options, async (acting) => {
        const { client, escrow, account } = acting
        const found = await find(acting, id)
        const request = await prepareRequest(client, "stop", { escrow, rental: found.rental, account })
        return write(acting, options, [{ sentence: consequence(found), request }], found.unit)
      }),
    )
}

function consequence({ id, rental, state, unit, now }: Found): string {
  if (state.status === "Funded") return `Cancel ${id}: everything comes back.`
  if (state.status === "Disputed") return `Concede ${id}: the host gets what is contested.`
  if (state.status === "Interrupted") return `Release ${id}: the host gets what it served.`
  return `Stop ${id}: ${billing({ rental, state, unit, now })}`
}

function billing({
  rental: { offer },
  state,
  unit,
  now,
}: {
  rental: Rental
  state: RentalState
  unit: Unit
  now: bigint
}) {
  const billed = billedByRenter(offer, state, now)
  const isCommitted = billed === offer.minDuration && billed > now - state.since
  const why = isCommitted ? ", the commitment" : ""
  return `billed ${formatSeconds(billed)}${why}: ${formatAmount(cost(offer.pricePerHour, billed - state.refunded), unit)}.`
}
