import { getClaims } from "@gpuflow/escrow/watch"
import { firstBlockOf, nowOf } from "../../chain/context.ts"
import { depositsOf } from "../../chain/deposits.ts"
import { hostOption, renterOption, sideOf } from "../../chain/party.ts"
import { unitOf } from "../../chain/tokens.ts"
import type { Session } from "../../session.ts"
import { table } from "../../terminal/output.ts"
import { formatAmount } from "../../text/amounts.ts"
import { formatMoment } from "../../text/times.ts"
import { fromBlock, reading } from "../builders.ts"
import { runReading } from "../run.ts"

export function claimable(session: Session) {
  return reading("claimable")
    .description("what is due to you now, and what will be when")
    .addOption(hostOption())
    .addOption(renterOption())
    .addOption(fromBlock())
    .action((options) =>
      runReading(session, options, async (context) => {
        const { client, escrow } = context
        const side = await sideOf(context, options, "host")
        const deposits = await depositsOf(context, side, firstBlockOf(context, options.fromBlock))
        const rentals = deposits.map(({ args }) => args.rental)
        const [claims, now] = await Promise.all([getClaims(client, { escrow, rentals }), nowOf(client)])
        const rows = await Promise.all(
          claims.map(async ({ id, rental, state, isDue, dueAt, toHost, toRenter }) => {
            const unit = await unitOf(client, rental.offer.token)
            const what = isDue ? [toHost, toRenter].map((amount) => formatAmount(amount, unit)) : ["", ""]
            return [id, state.status, isDue ? "due" : formatMoment(dueAt, now), ...what]
          }),
        )
        const json = claims.map(({ id, state, isDue, dueAt, toHost, fee, toRenter }) => {
          return { id, status: state.status, isDue, dueAt, toHost, fee, toRenter }
        })
        const text =
          rows.length > 0
            ? table(["rental", "status", "due", "to the host", "to the renter"], rows)
            : "No open rentals."
        return { json: { ...side, now, claims: json }, text }
      }),
    )
}
