import { cost, prepareRequest } from "@gpuflow/escrow"
import type { Hex } from "viem"
import { loadRental } from "../../chain/rental.ts"
import { isNative } from "../../chain/tokens.ts"
import type { Session } from "../../session.ts"
import { formatAmount } from "../../text/amounts.ts"
import { as, toHash, toPositiveSeconds } from "../../text/parse.ts"
import { formatSeconds } from "../../text/times.ts"
import { sendSteps } from "../../transaction/send.ts"
import { paymentSteps } from "../../transaction/tokenPayment.ts"
import { writeCommand } from "../builders.ts"
import { runWrite } from "../run.ts"

export function extend(session: Session) {
  return writeCommand("extend")
    .description("Buy more time for a running rental; anyone can pay")
    .argument("<id>", "Rental id", as(toHash))
    .argument("<time>", "Time to add, such as 1h", as(toPositiveSeconds))
    .action((id, extraSeconds, options) =>
      runWrite(session, options, async (context) => {
        const { client, escrow, account } = context
        const { rental, state, unit } = await loadRental(context, id)
        const { offer } = rental
        const before = state.duration - state.refunded
        const amount = cost(offer.pricePerHour, before + extraSeconds) - cost(offer.pricePerHour, before)
        const prepare = (permit?: Hex) =>
          prepareRequest(client, "extend", { escrow, rental, extraSeconds, permit, account })
        const sentence = `Extend rental ${id} by ${formatSeconds(extraSeconds)} for ${formatAmount(amount, unit)}.`
        const steps = await paymentSteps(context, { unit, amount: isNative(unit) ? 0n : amount }, sentence, prepare)
        return sendSteps(context, options, steps, unit)
      }),
    )
}
