import { prepareRequest } from "@gpuflow/escrow"
import { loadRental } from "../../chain/rental.ts"
import type { Session } from "../../session.ts"
import { as, toHash, toShare } from "../../text/parse.ts"
import { requireResolvable } from "../../transaction/preconditions.ts"
import { sendSteps } from "../../transaction/send.ts"
import { writeCommand } from "../builders.ts"
import { runWrite } from "../run.ts"

export function resolve(session: Session) {
  return writeCommand("resolve")
    .description("Resolve a dispute, as its arbiter")
    .argument("<id>", "Rental id", as(toHash))
    .argument(
      "<share>",
      "How much of the promise was kept: the host's share of the contested amount, 0% to 100%",
      as(toShare),
    )
    .action((id, hostBps, options) =>
      runWrite(session, options, async (context) => {
        const { client, escrow, account } = context
        const found = await loadRental(context, id)
        requireResolvable(found, account)
        const { rental, unit } = found
        const request = await prepareRequest(client, "resolve", { escrow, rental, hostBps, account })
        const share = `${Number(hostBps) / 100} % of the contested amount goes to the host`
        return sendSteps(
          context,
          options,
          [{ sentence: `Resolve the dispute over rental ${id}: ${share}.`, request }],
          unit,
        )
      }),
    )
}
