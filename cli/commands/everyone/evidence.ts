import { prepareRequest } from "@gpuflow/escrow/requests"
import { loadRental } from "../../chain/rental.ts"
import type { Session } from "../../session.ts"
import { as, toHash } from "../../text/parse.ts"
import { requireDisputed, requireParty } from "../../transaction/preconditions.ts"
import { sendSteps } from "../../transaction/send.ts"
import { writeCommand } from "../builders.ts"
import { runWrite } from "../run.ts"

export function evidence(session: Session) {
  return writeCommand("evidence")
    .description("Submit evidence in a dispute, as its renter, host or operator")
    .argument("<id>", "Rental id", as(toHash))
    .argument("<uri>", "URI of the evidence, such as ipfs://… or https://…")
    .action((id, uri, options) =>
      runWrite(session, options, async (context) => {
        const { client, escrow, account } = context
        const found = await loadRental(context, id)
        requireDisputed(found)
        requireParty(found, account)
        const { rental, unit } = found
        const request = await prepareRequest(client, "submitEvidence", { escrow, rental, evidenceURI: uri, account })
        const sentence = `Submit evidence ${uri} in the dispute over rental ${id}.`
        return sendSteps(context, options, [{ sentence, request }], unit)
      }),
    )
}
