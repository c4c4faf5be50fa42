import { prepareRequest } from "@gpuflow/escrow"
import { find } from "../../chain/rental.ts"
import type { Session } from "../../session.ts"
import { as, toHash } from "../../text/parse.ts"
import { formatSeconds } from "../../text/times.ts"
import { write } from "../../transaction/send.ts"
import { writing } from "../builders.ts"
import { runWriting } from "../run.ts"

export function start(session: Session) {
  return writing("start")
    .description("start a rental that was paid for, as its host or operator")
    .argument("<id>", "the rental's id", as(toHash))
    .action((id, options) =>
      runWriting(session, options, async (acting) => {
        const { client, escrow, account } = acting
        const { rental, state, unit } = await find(acting, id)
        const request = await prepareRequest(client, "start", { escrow, rental, account })
        const sentence = `Start ${id}: it runs for ${formatSeconds(state.duration)} from then on.`
        return write(acting, options, [{ sentence, request }], unit)
      }),
    )
}
