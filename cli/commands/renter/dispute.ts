import type { Hash } from "viem"
import type { AccountContext } from "../../chain/context.ts"
import { endsAt, loadRental } from "../../chain/rental.ts"
import type { Session } from "../../session.ts"
import type { Result } from "../../terminal/output.ts"
import { formatAmount } from "../../text/amounts.ts"
import { as, toHash } from "../../text/parse.ts"
import { sendPayment } from "../../transaction/payment.ts"
import { requireDisputable } from "../../transaction/preconditions.ts"
import type { WriteOptions } from "../../transaction/send.ts"
import { writeCommand } from "../builders.ts"
import { runWrite } from "../run.ts"

export function dispute(session: Session) {
  return writeCommand("dispute")
    .description("Dispute a rental, as its renter, with a stake of 5 % of the amount at risk")
    .argument("<id>", "Rental id", as(toHash))
    .requiredOption("--evidence <uri>", "URI of the evidence, such as ipfs://… or https://…")
    .action((id, options) =>
      runWrite(session, options, (context) => disputeRental(context, options, { id, evidenceURI: options.evidence })),
    )
}

/** Disputes a rental, as its renter. */
export async function disputeRental(
  context: AccountContext,
  options: WriteOptions,
  { id, evidenceURI }: { readonly id: Hash; readonly evidenceURI: string },
): Promise<Result> {
  const { escrow, account } = context
  const found = await loadRental(context, id)
  requireDisputable(found, account)
  const { rental, state, unit, now } = found
  const { duration } = state
  const isRunning = now < (endsAt(state) ?? 0n)
  const stake = (amount: bigint) =>
    amount > 0n ? `You pay a stake of at most ${formatAmount(amount, unit)}.` : "The stake comes from your refund."
  return sendPayment(context, options, {
    call: { verb: "dispute", parameters: { escrow, rental, evidenceURI } },
    unit,
    describe: ({ amount }) => `Dispute rental ${id}${isRunning ? ", which ends it now" : ""}. ${stake(amount)}`,
    payment: ({ amount }) => ({ verb: "dispute", rental: id, offer: rental.offer, duration, amount }),
  })
}
