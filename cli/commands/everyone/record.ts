import type { HostRecordCursor } from "@gpuflow/escrow"
import { getHostRecord, type HostRecord } from "@gpuflow/escrow/watch"
import { readHistory } from "../../chain/history.ts"
import { getUnits } from "../../chain/tokens.ts"
import type { Session } from "../../session.ts"
import { columnsOf } from "../../terminal/screen.ts"
import { facts } from "../../terminal/table.ts"
import { formatAmount } from "../../text/amounts.ts"
import { as, toAddress } from "../../text/parse.ts"
import { formatSeconds } from "../../text/times.ts"
import { cacheOption, fromBlockOption, readCommand } from "../builders.ts"
import { runRead } from "../run.ts"

export function record(session: Session) {
  return readCommand("record")
    .description("Show a host's track record, computed from the escrow's events")
    .argument("<host>", "Address of the host", as(toAddress))
    .addOption(fromBlockOption())
    .addOption(cacheOption())
    .action((host, options) =>
      runRead(session, options, async (context) => {
        const { client, escrow } = context
        const { signal } = session
        const question = { kind: "record" as const, of: [host] }
        const read = readHistory<HostRecordCursor, HostRecord>(context, options, question, async (from) => {
          const { fromBlock, stored, store, blockRange } = from
          const start = stored ? { cursor: stored } : { fromBlock }
          const { cursor, ...counted } = await getHostRecord(client, { escrow, host, ...start, blockRange, signal })
          if (cursor) await store(cursor)
          return counted
        })
        const found = await read
        const unitOf = await getUnits(client, [...found.feesPaid.keys()])
        const fees = [...found.feesPaid].map(([token, amount]) => formatAmount(amount, unitOf(token)))
        const { rentals, open, completed, cancelled, declined, noShows, interruptions, disputes, rulings } = found
        const share = found.servedBps === undefined ? "" : ` (${Number(found.servedBps) / 100} %)`
        const served = `${formatSeconds(found.servedSeconds)} of ${formatSeconds(found.promisedSeconds)} promised${share}`
        const text = facts(columnsOf(session.stdout), [
          ["host", host],
          ["rentals", `${rentals}, ${open} still open`],
          ["completed", String(completed)],
          ["cancelled", `${cancelled}, by the renter before the start`],
          ["declined", String(declined)],
          ["no-shows", String(noShows)],
          ["interrupted", String(interruptions)],
          ["disputed", `${disputes}, ${rulings} with a ruling`],
          ["served", served],
          ["fees paid", fees.join(", ") || "none"],
        ])
        return { json: { host, ...found }, text }
      }),
    )
}
