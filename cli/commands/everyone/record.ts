import { getHostRecord } from "@gpuflow/escrow/watch"
import { firstBlockOf } from "../../chain/context.ts"
import { unitOf } from "../../chain/tokens.ts"
import type { Session } from "../../session.ts"
import { facts } from "../../terminal/output.ts"
import { progress } from "../../terminal/progress.ts"
import { formatAmount } from "../../text/amounts.ts"
import { as, toAddress } from "../../text/parse.ts"
import { formatSeconds } from "../../text/times.ts"
import { fromBlock, reading } from "../builders.ts"
import { runReading } from "../run.ts"

export function record(session: Session) {
  return reading("record")
    .description("a host's past, counted from the chain's events")
    .argument("<host>", "the host's address", as(toAddress))
    .addOption(fromBlock())
    .action((host, options) =>
      runReading(session, options, async (context) => {
        const { client, escrow } = context
        const reading = getHostRecord(client, { escrow, host, fromBlock: firstBlockOf(context, options.fromBlock) })
        const found = await progress(session, "Reading the escrow's events …", reading)
        const fees = await Promise.all(
          [...found.feesPaid].map(async ([token, amount]) => formatAmount(amount, await unitOf(client, token))),
        )
        const { rentals, open, completed, cancelled, declined, noShows, interruptions, disputes, rulings } = found
        const share = found.servedBps === undefined ? "" : `, ${Number(found.servedBps) / 100} %`
        const served = `${formatSeconds(found.servedSeconds)} of ${formatSeconds(found.promisedSeconds)}${share}`
        const text = facts([
          ["host", host],
          ["rentals", `${rentals}, ${open} of them open`],
          ["completed", String(completed)],
          ["cancelled", `${cancelled} by renters before the start`],
          ["declined", String(declined)],
          ["no-shows", String(noShows)],
          ["interrupted", String(interruptions)],
          ["disputed", `${disputes}, ${rulings} of them ruled on`],
          ["served", served],
          ["fees paid", fees.join(", ") || "none"],
        ])
        return { json: { host, ...found }, text }
      }),
    )
}
