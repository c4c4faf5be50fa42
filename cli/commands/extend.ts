import type { Hex } from "viem"

import { cost, prepareRequest } from "../../sdk/index.ts"
import { formatAmount } from "../amounts.ts"
import { writing } from "../options.ts"
import { as, toHash, toPositiveSeconds } from "../parse.ts"
import { paidBy } from "../payment.ts"
import { find } from "../rentals.ts"
import { runWriting } from "../run.ts"
import type { Session } from "../session.ts"
import { formatSeconds } from "../times.ts"
import { isNative } from "../tokens.ts"
import { write } from "../write.ts"

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
