import { prepareRequest } from "@gpuflow/escrow"
import { loadRental } from "../../chain/rental.ts"
import type { Session } from "../../session.ts"
import { as, toHash, toPositiveSeconds } from "../../text/parse.ts"
import { formatSeconds } from "../../text/times.ts"
import { sendSteps } from "../../transaction/send.ts"
import { writeCommand } from "../builders.ts"
import { runWrite } from "../run.ts"

export function refund(session: Session) {
  return writeCommand("refund")
    .description("Refund served time to the renter, as the host: after downtime, or to settle a dispute")
    .argument("<id>", "Rental id", as(toHash))
    .argument("<time>", "Time to refund, such as 15m", as(toPositiveSeconds))
    .action((id, seconds, options) =>
      runWrite(session, options, async (context) => {
        const { client, escrow, account } = context
        const { rental, unit } = await loadRental(context, id)
        const request = await prepareRequest(client, "refund", { escrow, rental, seconds, account })
        const sentence = `Refund ${formatSeconds(seconds)} of rental ${id} to its renter.`
        return sendSteps(context, options, [{ sentence, request }], unit)
      }),
    )
}
