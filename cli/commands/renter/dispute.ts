import { prepareRequest, stakeShortfall } from "@gpuflow/escrow"
import type { Hex } from "viem"
import { find } from "../../chain/rental.ts"
import { isNative } from "../../chain/tokens.ts"
import type { Session } from "../../session.ts"
import { formatAmount } from "../../text/amounts.ts"
import { as, toHash } from "../../text/parse.ts"
import { write } from "../../transaction/send.ts"
import { paidBy } from "../../transaction/tokenPayment.ts"
import { writing } from "../builders.ts"
import { runWriting } from "../run.ts"

/** Seconds for which what is allowed covers the growing stake, should the transaction wait. */
const PATIENCE = 600n

export function dispute(session: Session) {
  return writing("dispute")
    .description("contest a rental as its renter, with a stake of 5 % of what is at risk")
    .argument("<id>", "the rental's id", as(toHash))
    .requiredOption("--evidence <uri>", "where the evidence is, such as ipfs://… or https://…")
    .action((id, options) =>
      runWriting(session, options, async (acting) => {
        const { client, escrow, account } = acting
        const { rental, state, unit, now } = await find(acting, id)
        const evidenceURI = options.evidence
        // What rolls out in the meantime makes the stake smaller.
        const amount = stakeShortfall({ ...rental.offer, rolling: false }, state, now + PATIENCE)
        const prepare = (permit?: Hex) =>
          prepareRequest(client, "dispute", { escrow, rental, evidenceURI, permit, account })
        const pays = amount > 0n ? `at most ${formatAmount(amount, unit)} from you` : "taken from the refund"
        const sentence = `Dispute ${id}: what runs ends now, and the stake is ${pays}.`
        const steps = await paidBy(acting, { unit, amount: isNative(unit) ? 0n : amount }, sentence, prepare)
        return write(acting, options, steps, unit)
      }),
    )
}
