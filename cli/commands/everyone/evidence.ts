import { prepareRequest } from "@gpuflow/escrow"
import { find } from "../../chain/rental.ts"
import type { Session } from "../../session.ts"
import { as, toHash } from "../../text/parse.ts"
import { write } from "../../transaction/send.ts"
import { writing } from "../builders.ts"
import { runWriting } from "../run.ts"

export function evidence(session: Session) {
  return writing("evidence")
    .description("add evidence to a dispute, as renter, host or operator")
    .argument("<id>", "the rental's id", as(toHash))
    .argument("<uri>", "where it is, such as ipfs://… or https://…")
    .action((id, uri, options) =>
      runWriting(session, options, async (acting) => {
        const { client, escrow, account } = acting
        const { rental, unit } = await find(acting, id)
        const request = await prepareRequest(client, "submitEvidence", { escrow, rental, uri, account })
        return write(acting, options, [{ sentence: `Submit ${uri} in the dispute over ${id}.`, request }], unit)
      }),
    )
}
