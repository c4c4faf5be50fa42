import { prepareRequest } from "@gpuflow/escrow"
import { find } from "../../chain/rental.ts"
import type { Session } from "../../session.ts"
import { as, toHash, toShare } from "../../text/parse.ts"
import { write } from "../../transaction/send.ts"
import { writing } from "../builders.ts"
import { runWriting } from "../run.ts"

export function resolve(session: Session) {
  return writing("resolve")
    .description("rule on a dispute, as its arbiter")
    .argument("<id>", "the rental's id", as(toHash))
    .argument("<share>", "how far the promise was kept, from 0% to 100%", as(toShare))
    .action((id, hostBps, options) =>
      runWriting(session, options, async (acting) => {
        const { client, escrow, account } = acting
        const { rental, unit } = await find(acting, id)
        const request = await prepareRequest(client, "resolve", { escrow, rental, hostBps, account })
        const sentence = `Rule on ${id}: ${Number(hostBps) / 100} % of what is contested goes to the host.`
        return write(acting, options, [{ sentence, request }], unit)
      }),
    )
}
