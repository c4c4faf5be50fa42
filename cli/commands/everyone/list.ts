import { cost } from "@gpuflow/escrow"
import { getStates } from "@gpuflow/escrow/watch"
import { firstBlockOf, nowOf } from "../../chain/context.ts"
import { depositsOf } from "../../chain/deposits.ts"
import { hostOption, renterOption, sideOf } from "../../chain/party.ts"
import { unitOf } from "../../chain/tokens.ts"
import type { Session } from "../../session.ts"
import { table } from "../../terminal/output.ts"
import { formatAmount } from "../../text/amounts.ts"
import { formatMoment, formatSeconds } from "../../text/times.ts"
import { fromBlock, reading } from "../builders.ts"
import { runReading } from "../run.ts"

export function list(session: Session) {
  return reading("list")
    .description("the rentals of a host or a renter")
    .addOption(hostOption())
    .addOption(renterOption())
    .option("--open", "only those that are not over")
    .addOption(fromBlock())
    .action((options) =>
      runReading(session, options, async (context) => {
        const { client, escrow } = context
        const side = await sideOf(context, options)
        const deposits = await depositsOf(context, side, firstBlockOf(context, options.fromBlock))
        const ids = deposits.map(({ args }) => args.id)
        const [states, now] = await Promise.all([getStates(client, { escrow, ids }), nowOf(client)])
        const rentals = deposits.flatMap(({ args: { id, rental } }, index) => {
          const state = states[index]
          return state && !(options.open && state.status === "Closed") ? [{ id, state, rental }] : []
        })
        const rows = await Promise.all(
          rentals.map(async ({ id, state, rental: { offer } }) => {
            const unit = await unitOf(client, offer.token)
            const price = formatAmount(cost(offer.pricePerHour, state.duration), unit)
            return [id, state.status, formatMoment(state.since, now), formatSeconds(state.duration), price]
          }),
        )
        const text = rows.length > 0 ? table(["rental", "status", "since", "promised", "price"], rows) : "No rentals."
        return { json: { ...side, rentals }, text }
      }),
    )
}
