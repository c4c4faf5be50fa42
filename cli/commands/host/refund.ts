import { Option } from "@commander-js/extra-typings"
import { held } from "@gpuflow/escrow"
import { prepareRequest } from "@gpuflow/escrow/requests"
import { type LoadedRental, loadRental } from "../../chain/rental.ts"
import { CliError } from "../../errors.ts"
import { exitCodes } from "../../exitCodes.ts"
import type { Session } from "../../session.ts"
import { as, toHash, toPositiveSeconds } from "../../text/parse.ts"
import { formatSeconds } from "../../text/times.ts"
import { newTotal } from "../../text/totals.ts"
import { requireRefundable } from "../../transaction/preconditions.ts"
import { sendSteps } from "../../transaction/send.ts"
import { writeCommand } from "../builders.ts"
import { runWrite } from "../run.ts"

export function refund(session: Session) {
  return writeCommand("refund")
    .description("Refund served time to the renter, as the host: after downtime, or to settle a dispute")
    .argument("<id>", "Rental id", as(toHash))
    .argument("[time]", "Time to refund, such as 15m", as(toPositiveSeconds))
    .addOption(
      new Option(
        "--total <time>",
        "Refunded time in all, such as 1h, in place of the time to refund; repeated after an unknown outcome, it refunds once",
      ).argParser(as(toPositiveSeconds)),
    )
    .action((id, time, options) =>
      runWrite(session, options, async (context) => {
        const { client, escrow, account } = context
        const found = await loadRental(context, id)
        const { rental, state, unit } = found
        const { total, added } = newTotal({ present: state.refundedSeconds, time, total: options.total })
        if (added <= 0n) {
          const present = `${formatSeconds(state.refundedSeconds)} of rental ${id} are refunded already.`
          throw new CliError(exitCodes.nothing, "NothingToRefund", `${present} To refund more, pass a longer --total.`)
        }
        requireRefundable(found, account, total)
        const request = await prepareRequest(client, "refund", { escrow, rental, refundedSeconds: total, account })
        const totals = `Refund ${formatSeconds(added)} of rental ${id} to its renter, ${formatSeconds(total)} in all.`
        const sentence = `${totals}${describeOffer(found, total)}`
        return sendSteps(context, options, [{ sentence, request }], unit)
      }),
    )
}

/** In a dispute, a refund is the host's offer to settle. */
function describeOffer({ rental, state }: LoadedRental, refundedSeconds: bigint): string {
  if (state.status !== "Disputed") return ""
  // More than is billed is refused by the contract.
  const isEverything =
    refundedSeconds <= state.billedSeconds && held(rental.offer, { ...state, refundedSeconds }) === 0n
  if (!isEverything) return " The renter can then concede the rest for a day without losing any of the stake."
  return " Nothing is contested any more: the renter can concede for free, or wait for 14 days while your bond stays locked. Leave a second contested to avoid that."
}
