import { billed, bondLocked, cost, prepareRequest, waitCompensation } from "@gpuflow/escrow"
import { type LoadedRental, loadRental } from "../../chain/rental.ts"
import type { Session } from "../../session.ts"
import { formatAmount } from "../../text/amounts.ts"
import { as, toHash } from "../../text/parse.ts"
import { formatSeconds } from "../../text/times.ts"
import { sendSteps } from "../../transaction/send.ts"
import { writeCommand } from "../builders.ts"
import { runWrite } from "../run.ts"

export function interrupt(session: Session) {
  return writeCommand("interrupt")
    .description("End a rental early, as its host or operator, and compensate the renter from the bond")
    .argument("<id>", "Rental id", as(toHash))
    .action((id, options) =>
      runWrite(session, options, async (context) => {
        const { client, escrow, account } = context
        const found = await loadRental(context, id)
        const request = await prepareRequest(client, "interrupt", { escrow, rental: found.rental, account })
        return sendSteps(context, options, [{ sentence: describeConsequence(found), request }], found.unit)
      }),
    )
}

function describeConsequence({ id, rental: { offer }, state, unit, now }: LoadedRental): string {
  if (state.status === "Funded") {
    const compensation = formatAmount(waitCompensation(offer, state.duration), unit)
    return `Decline rental ${id}: the renter gets a full refund, and ${compensation} of the bond for waiting.`
  }
  const served = billed(state, now)
  const kept = bondLocked(offer, { ...state, served, interrupted: true })
  const [earned, compensation] = [cost(offer.pricePerHour, served - state.refunded), offer.bond - kept]
  const bill = `the bill is ${formatAmount(earned, unit)} for ${formatSeconds(served)} served`
  const bond = compensation > 0n ? `, and ${formatAmount(compensation, unit)} of the bond goes to the renter` : ""
  return `Interrupt rental ${id}: ${bill}${bond}.`
}
