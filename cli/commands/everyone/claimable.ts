import { getClaims } from "@gpuflow/escrow/watch"
import { getChainTime } from "../../chain/context.ts"
import { resolveParty } from "../../chain/party.ts"
import { getUnits } from "../../chain/tokens.ts"
import { readRentals } from "../../server/readRentals.ts"
import type { Session } from "../../session.ts"
import { columnsOf } from "../../terminal/screen.ts"
import { table } from "../../terminal/table.ts"
import { formatAmount } from "../../text/amounts.ts"
import { formatMoment } from "../../text/times.ts"
import { cacheOption, fromBlockOption, hostOption, readCommand, renterOption, serverOption } from "../builders.ts"
import { runRead } from "../run.ts"

export function claimable(session: Session) {
  return readCommand("claimable")
    .description("List payments due now and upcoming due dates")
    .addOption(hostOption())
    .addOption(renterOption())
    .addOption(fromBlockOption())
    .addOption(cacheOption())
    .addOption(serverOption())
    .action((options) =>
      runRead(session, options, async (context) => {
        const { client, escrow } = context
        const party = await resolveParty(context, options, "host")
        const { answer: read, server } = await readRentals(context, party, options)
        const rentals = read.map(({ rental }) => rental)
        const [claims, now] = await Promise.all([getClaims(client, { escrow, rentals }), getChainTime(client)])
        const due = claims.filter(({ isDue }) => isDue)
        const unitOf = await getUnits(
          client,
          due.map(({ rental }) => rental.offer.token),
        )
        const rows = claims.map(({ id, rental, state, isDue, dueAt, toHost, toRenter }) => {
          if (!isDue) return [id, state.status, formatMoment(dueAt, now), "-", "-"]
          const unit = unitOf(rental.offer.token)
          return [id, state.status, "now", formatAmount(toHost, unit), formatAmount(toRenter, unit)]
        })
        const json = claims.map(({ id, state, isDue, dueAt, toHost, fee, toRenter }) => {
          return { id, status: state.status, isDue, dueAt, toHost, fee, toRenter }
        })
        const text =
          rows.length > 0
            ? table(columnsOf(session.stdout), ["rental", "status", "due", "to host", "to renter"], rows)
            : "No open rentals."
        return { json: { ...party, server, now, claims: json }, text }
      }),
    )
}
