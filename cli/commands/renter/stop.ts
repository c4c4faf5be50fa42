import { billedByRenter, cost, prepareRequest } from "@gpuflow/escrow"
import { type LoadedRental, loadRental } from "../../chain/rental.ts"
import type { Session } from "../../session.ts"
import { formatAmount } from "../../text/amounts.ts"
import { as, toHash } from "../../text/parse.ts"
import { formatSeconds } from "../../text/times.ts"
import { sendSteps } from "../../transaction/send.ts"
import { writeCommand } from "../builders.ts"
import { runWrite } from "../run.ts"

export function stop(session: Session) {
  return writeCommand("stop")
    .description("End a rental, as its renter; in a dispute, concede")
    .argument("<id>", "Rental id", as(toHash))
    .action((id, options) =>
      runWrite(session, options, async (context) => {
        const { client, escrow, account } = context
        const found = await loadRental(context, id)
        const request = await prepareRequest(client, "stop", { escrow, rental: found.rental, account })
        return sendSteps(context, options, [{ sentence: describeConsequence(found), request }], found.unit)
      }),
    )
}

function describeConsequence(found: LoadedRental): string {
  const { id, state } = found
  if (state.status === "Funded") return `Cancel rental ${id}: you get a full refund.`
  if (state.status === "Disputed") return `Concede the dispute over rental ${id}: the host gets the contested amount.`
  if (state.status === "Interrupted") return `Release rental ${id}: the host is paid for the time served.`
  return `Stop rental ${id}: ${describeBill(found)}`
}

function describeBill({ rental: { offer }, state, unit, now }: LoadedRental): string {
  const billed = billedByRenter(offer, state, now)
  const isMinimum = billed === offer.minDuration && billed > now - state.since
  const reason = isMinimum ? ", the minimum duration" : ""
  const amount = formatAmount(cost(offer.pricePerHour, billed - state.refunded), unit)
  return `the bill is ${amount} for ${formatSeconds(billed)}${reason}.`
}
