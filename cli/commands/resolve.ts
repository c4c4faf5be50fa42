import { prepareRequest } from "../../sdk/index.ts"
import { writing } from "../options.ts"
import { as, toHash, toShare } from "../parse.ts"
import { find } from "../rentals.ts"
import { runWriting } from "../run.ts"
import type { Session } from "../session.ts"
import { write } from "../write.ts"

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
