import { prepareRequest } from "@gpuflow/escrow"
import { find } from "../../chain/rental.ts"
import type { Session } from "../../session.ts"
import { as, toHash, toPositiveSeconds } from "../../text/parse.ts"
import { formatSeconds } from "../../text/times.ts"
import { write } from "../../transaction/send.ts"
import { writing } from "../builders.ts"
import { runWriting } from "../run.ts"

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
