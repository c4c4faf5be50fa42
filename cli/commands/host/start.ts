import { prepareRequest } from "@gpuflow/escrow/requests"
import { loadRental } from "../../chain/rental.ts"
import type { Session } from "../../session.ts"
import { as, toHash } from "../../text/parse.ts"
import { formatSeconds } from "../../text/times.ts"
import { requireStartable } from "../../transaction/preconditions.ts"
import { sendSteps } from "../../transaction/send.ts"
import { writeCommand } from "../builders.ts"
import { runWrite } from "../run.ts"

export function start(session: Session) {
  return writeCommand("start")
    .description("Start a paid rental, as its host or operator")
    .argument("<id>", "Rental id", as(toHash))
    .action((id, options) =>
      runWrite(session, options, async (context) => {
        const { client, escrow, account } = context
        const found = await loadRental(context, id)
        requireStartable(found, account)
        const { rental, state, unit } = found
        const request = await prepareRequest(client, "start", { escrow, rental, account })
        const sentence = `Start rental ${id}, which then runs for ${formatSeconds(state.duration)}.`
        return sendSteps(context, options, [{ sentence, request }], unit)
      }),
    )
}
