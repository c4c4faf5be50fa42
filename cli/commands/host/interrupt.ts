import { billed, bondLocked, cost, prepareRequest, waitCompensation } from "@gpuflow/escrow"
import { type Found, find } from "../../chain/rental.ts"
import type { Session } from "../../session.ts"
import { formatAmount } from "../../text/amounts.ts"
import { as, toHash } from "../../text/parse.ts"
import { formatSeconds } from "../../text/times.ts"
import { write } from "../../transaction/send.ts"
import { writing } from "../builders.ts"
import { runWriting } from "../run.ts"

export function interrupt(session: Session) {
  return writing("interrupt")
    .description("end a rental early as its host or operator, which pays the renter from the bond")
    .argument("<id>", "the rental's id", as(toHash))
    .action((id, options) =>
      runWriting(session, options, async (acting) => {
        const { client, escrow, account } = acting
        const found = await find(acting, id)
        const request = await prepareRequest(client, "interrupt", { escrow, rental: found.rental, account })
        return write(acting, options, [{ sentence: consequence(found), request }], found.unit)
      }),
    )
}

function consequence({ id, rental: { offer }, state, unit, now }: Found): string {
  if (state.status === "Funded") {
    const paid = formatAmount(waitCompensation(offer, state.duration), unit)
    return `Decline ${id}: everything goes back, with ${paid} of the bond for the wait.`
  }
  const served = billed(state, now)
  const kept = bondLocked(offer, { ...state, served, interrupted: true })
  const [earned, paid] = [cost(offer.pricePerHour, served - state.refunded), offer.bond - kept]
  return (
    `Interrupt ${id}: ${formatSeconds(served)} were served for ${formatAmount(earned, unit)}, ` +
    `and ${formatAmount(paid, unit)} of the bond goes to the renter.`
  )
}
