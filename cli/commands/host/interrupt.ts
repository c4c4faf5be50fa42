import { Option } from "@commander-js/extra-typings"
import { billed, cost, interruptCompensation } from "@gpuflow/escrow"
import { prepareRequest } from "@gpuflow/escrow/requests"
import { type LoadedRental, loadRental } from "../../chain/rental.ts"
import type { Session } from "../../session.ts"
import { formatAmount, toAmount } from "../../text/amounts.ts"
import { as, toHash } from "../../text/parse.ts"
import { formatSeconds } from "../../text/times.ts"
import { requireInterruptible } from "../../transaction/preconditions.ts"
import { sendSteps } from "../../transaction/send.ts"
import { writeCommand } from "../builders.ts"
import { runWrite } from "../run.ts"

export function interrupt(session: Session) {
  return writeCommand("interrupt")
    .description("End a rental early, as its host or operator, and compensate the renter from the bond")
    .argument("<id>", "Rental id", as(toHash))
    .addOption(
      new Option(
        "--max-from-bond <amount>",
        "Most of the bond that the renter may get by this transaction, such as `1.50 USDC`; it fails otherwise (default: what the renter would get now)",
      ),
    )
    .action((id, options) =>
      runWrite(session, options, async (context) => {
        const { client, escrow, account } = context
        const found = await loadRental(context, id)
        requireInterruptible(found, account)
        const { rental, state, unit, now } = found
        const { maxFromBond: given } = options
        const compensation = interruptCompensation(rental.offer, state, now)
        const maxFromBond = given === undefined ? compensation : toAmount(given, unit)
        const request = await prepareRequest(client, "interrupt", { escrow, rental, maxFromBond, account })
        const bound = `The transaction fails if more than ${formatAmount(maxFromBond, unit)} of the bond would go to the renter.`
        const sentence = `${describeConsequence(found, compensation)} ${bound}`
        return sendSteps(context, options, [{ sentence, request }], unit)
      }),
    )
}

function describeConsequence({ id, rental: { offer }, state, unit, now }: LoadedRental, compensation: bigint): string {
  if (state.status === "Funded") {
    return `Decline rental ${id}: the renter gets a full refund, and ${formatAmount(compensation, unit)} of the bond for waiting.`
  }
  const served = billed(state, now)
  const bill = `the bill is ${formatAmount(cost(offer.pricePerHour, served - state.refundedSeconds), unit)} for ${formatSeconds(served)} served`
  const bond = compensation > 0n ? `, and ${formatAmount(compensation, unit)} of the bond goes to the renter` : ""
  return `Interrupt rental ${id}: ${bill}${bond}.`
}
