import { prepareRequest } from "../../sdk/index.ts"
import { writing } from "../options.ts"
import { as, toHash, toPositiveSeconds } from "../parse.ts"
import { find } from "../rentals.ts"
import { runWriting } from "../run.ts"
import type { Session } from "../session.ts"
import { formatSeconds } from "../times.ts"
import { write } from "../write.ts"

export function refund(session: Session) {
  return writing("refund")
    .description("give served time back to the renter, as the host: for a downtime, or to settle a dispute")
    .argument("<id>", "the rental's id", as(toHash))
    .argument("<time>", "how much time", as(toPositiveSeconds))
    .action((id, seconds, options) =>
      runWriting(session, options, async (acting) => {
        const { client, escrow, account } = acting
        const { rental, unit } = await find(acting, id)
        const request = await prepareRequest(client, "refund", { escrow, rental, seconds, account })
        const sentence = `Give ${formatSeconds(seconds)} of ${id} back to its renter.`
        return write(acting, options, [{ sentence, request }], unit)
      }),
    )
}
