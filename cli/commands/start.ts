import { prepareRequest } from "../../sdk/index.ts"
import { writing } from "../options.ts"
import { as, toHash } from "../parse.ts"
import { find } from "../rentals.ts"
import { runWriting } from "../run.ts"
import type { Session } from "../session.ts"
import { formatSeconds } from "../times.ts"
import { write } from "../write.ts"

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
