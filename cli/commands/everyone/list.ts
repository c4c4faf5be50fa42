import { cost } from "@gpuflow/escrow"
import { getStates } from "@gpuflow/escrow/watch"
import { getChainTime } from "../../chain/context.ts"
import { resolveParty } from "../../chain/party.ts"
import { endsAt } from "../../chain/rental.ts"
import { getUnits } from "../../chain/tokens.ts"
import { readRentals } from "../../server/readRentals.ts"
import type { Session } from "../../session.ts"
import { columnsOf } from "../../terminal/screen.ts"
import { table } from "../../terminal/table.ts"
import { formatAmount } from "../../text/amounts.ts"
import { formatEnd, formatSeconds, formatSince } from "../../text/times.ts"
import { cacheOption, fromBlockOption, hostOption, readCommand, renterOption, serverOption } from "../builders.ts"
import { runRead } from "../run.ts"

export function list(session: Session) {
  return readCommand("list")
    .description("List the rentals of a host or renter")
    .addOption(hostOption())
    .addOption(renterOption())
    .option("--open", "List only rentals that are not closed")
    .addOption(fromBlockOption())
    .addOption(cacheOption())
    .addOption(serverOption())
    .action((options) =>
      runRead(session, options, async (context) => {
        const { client, escrow } = context
        const party = await resolveParty(context, options)
        const { answer: read, server } = await readRentals(context, party, options)
        const ids = read.map(({ id }) => id)
        const [states, now] = await Promise.all([getStates(client, { escrow, ids }), getChainTime(client)])
        const rentals = read.flatMap(({ id, rental }, index) => {
          const state = states[index]
          return state && !(options.open && state.status === "Closed")
            ? [{ id, state, endsAt: endsAt(state), rental }]
            : []
        })
        const unitOf = await getUnits(
          client,
          rentals.map(({ rental }) => rental.offer.token),
        )
        const rows = rentals.map(({ id, state, endsAt: end, rental: { offer } }) => {
          const price = formatAmount(cost(offer.pricePerHour, state.duration), unitOf(offer.token))
          const when = end === undefined ? `for ${formatSince(state.since, now)}` : formatEnd(end, now)
          return [id, state.status, when, formatSeconds(state.duration), price]
        })
        const text =
          rows.length > 0
            ? table(columnsOf(session.stdout), ["rental", "status", "time", "duration", "price"], rows)
            : "No rentals."
        return { json: { ...party, server, now, rentals }, text }
      }),
    )
}
