import { cost, prepareRequest } from "@gpuflow/escrow"
import type { Hex } from "viem"
import { find } from "../../chain/rental.ts"
import { isNative } from "../../chain/tokens.ts"
import type { Session } from "../../session.ts"
import { formatAmount } from "../../text/amounts.ts"
import { as, toHash, toPositiveSeconds } from "../../text/parse.ts"
import { formatSeconds } from "../../text/times.ts"
import { write } from "../../transaction/send.ts"
import { paidBy } from "../../transaction/tokenPayment.ts"
import { writing } from "../builders.ts"
import { runWriting } from "../run.ts"

export function extend(session: Session) {
  return writing("extend")
    .description("buy more time for a running rental; anybody may")
    .argument("<id>", "the rental's id", as(toHash))
    .argument("<time>", "how much more", as(toPositiveSeconds))
    .action((id, extraSeconds, options) =>
      runWriting(session, options, async (acting) => {
        const { client, escrow, account } = acting
        const { rental, state, unit } = await find(acting, id)
        const { offer } = rental
        const before = state.duration - state.refunded
        const amount = cost(offer.pricePerHour, before + extraSeconds) - cost(offer.pricePerHour, before)
        const prepare = (permit?: Hex) =>
          prepareRequest(client, "extend", { escrow, rental, extraSeconds, permit, account })
        const sentence = `Extend ${id} by ${formatSeconds(extraSeconds)} for ${formatAmount(amount, unit)}.`
        const steps = await paidBy(acting, { unit, amount: isNative(unit) ? 0n : amount }, sentence, prepare)
        return write(acting, options, steps, unit)
      }),
    )
}
