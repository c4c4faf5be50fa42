import { prepareRequest, stakeShortfall } from "@gpuflow/escrow"
import type { Hex } from "viem"
import { endsAt, loadRental } from "../../chain/rental.ts"
import { isNative } from "../../chain/tokens.ts"
import type { Session } from "../../session.ts"
import { formatAmount } from "../../text/amounts.ts"
import { as, toHash } from "../../text/parse.ts"
import { requireDisputable } from "../../transaction/preconditions.ts"
import { sendSteps } from "../../transaction/send.ts"
import { paymentSteps } from "../../transaction/tokenPayment.ts"
import { writeCommand } from "../builders.ts"
import { runWrite } from "../run.ts"

/** Seconds of waiting for inclusion, during which the stake grows, that the permit or approval covers. */
const COVERED_WAIT = 600n

export function dispute(session: Session) {
  return writeCommand("dispute")
    .description("Dispute a rental, as its renter, with a stake of 5 % of the amount at risk")
    .argument("<id>", "Rental id", as(toHash))
    .requiredOption("--evidence <uri>", "URI of the evidence, such as ipfs://… or https://…")
    .action((id, options) =>
      runWrite(session, options, async (context) => {
        const { client, escrow, account } = context
        const found = await loadRental(context, id)
        requireDisputable(found, account)
        const { rental, state, unit, now } = found
        const evidenceURI = options.evidence
        // A rolling payout in the meantime only makes the stake smaller.
        const amount = stakeShortfall({ ...rental.offer, rolling: false }, state, now + COVERED_WAIT)
        const prepare = (permit?: Hex) =>
          prepareRequest(client, "dispute", { escrow, rental, evidenceURI, permit, account })
        const stake =
          amount > 0n
            ? `You pay a stake of at most ${formatAmount(amount, unit)}.`
            : "The stake comes from your refund."
        const isRunning = now < (endsAt(state) ?? 0n)
        const sentence = `Dispute rental ${id}${isRunning ? ", which ends it now" : ""}. ${stake}`
        const steps = await paymentSteps(context, { unit, amount: isNative(unit) ? 0n : amount }, sentence, prepare)
        return sendSteps(context, options, steps, unit)
      }),
    )
}
