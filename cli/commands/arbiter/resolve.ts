import { closesAt, rulingPayout } from "@gpuflow/escrow"
import { prepareRequest } from "@gpuflow/escrow/requests"
import { type LoadedRental, loadRental } from "../../chain/rental.ts"
import { rulingNote } from "../../safe/escrowBatch.ts"
import type { Session } from "../../session.ts"
import { formatAmount } from "../../text/amounts.ts"
import { as, toHash, toShare } from "../../text/parse.ts"
import { formatMoment } from "../../text/times.ts"
import { requireResolvable } from "../../transaction/preconditions.ts"
import { sendSteps } from "../../transaction/send.ts"
import { writeCommand } from "../builders.ts"
import { runWrite } from "../run.ts"

export function resolve(session: Session) {
  return writeCommand("resolve")
    .description("Resolve a dispute, as its arbiter")
    .argument("<id>", "Rental id", as(toHash))
    .argument(
      "<share>",
      "How much of the promise was kept: the host's share of the contested amount, 0% to 100%",
      as(toShare),
    )
    .action((id, hostBps, options) =>
      runWrite(session, options, async (context) => {
        const { client, escrow, account } = context
        const found = await loadRental(context, id)
        requireResolvable(found, account)
        const { rental, state, unit } = found
        const request = await prepareRequest(client, "resolve", { escrow, rental, hostBps, account })
        const sentence = describeRuling(found, hostBps)
        const note = rulingNote({ id, hostBps, since: state.since })
        return sendSteps(context, options, [{ sentence, note, request }], unit)
      }),
    )
}

/** What each side gets, and until when the ruling must be in the chain. */
function describeRuling({ id, rental: { offer }, state, unit, now }: LoadedRental, hostBps: bigint): string {
  const amount = (value: bigint) => formatAmount(value, unit)
  const { toHost, fee, toRenter, ...rest } = rulingPayout(offer, state, hostBps)
  return [
    `Resolve the dispute over rental ${id}: ${Number(hostBps) / 100} % of the contested amount goes to the host.`,
    `The host gets ${amount(toHost)} after a fee of ${amount(fee)}, ${amount(rest.stakeToHost)} of the stake, and ${amount(rest.bondToHost)} of its bond back.`,
    `The renter gets ${amount(toRenter)}, ${amount(rest.stakeToRenter)} of the stake, and ${amount(rest.bondToRenter)} of the bond.`,
    `The ruling must be in the chain before ${formatMoment(closesAt(offer, state), now)}.`,
  ].join(" ")
}
