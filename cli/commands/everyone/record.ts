import { Option } from "@commander-js/extra-typings"
import { getUnits } from "../../chain/tokens.ts"
import { describeHost } from "../../record/describe.ts"
import { askHost } from "../../record/hostSays.ts"
import { readRecord } from "../../server/readRecord.ts"
import type { Session } from "../../session.ts"
import { columnsOf } from "../../terminal/screen.ts"
import { facts } from "../../terminal/table.ts"
import { formatAmount } from "../../text/amounts.ts"
import { as, toAddress, toCount } from "../../text/parse.ts"
import { formatSeconds } from "../../text/times.ts"
import { cacheOption, fromBlockOption, readCommand, serverOption } from "../builders.ts"
import { runRead } from "../run.ts"

export function record(session: Session) {
  return readCommand("record")
    .description(
      "Show a host's track record, computed from the escrow's events, and the uptime that its health logs claim",
    )
    .argument("<host>", "Address of the host", as(toAddress))
    .addOption(
      new Option("--logs <number>", "Newest rentals whose health logs to ask the machines' doors for; 0 asks for none")
        .argParser(as(toCount))
        .default(20),
    )
    .option("--document <file...>", "Documents of the host's machines, beside those of the servers")
    .addOption(fromBlockOption())
    .addOption(cacheOption())
    .addOption(serverOption())
    .action((host, options) =>
      runRead(session, options, async (context) => {
        const { answer: found, server } = await readRecord(context, host, options)
        const unitOf = await getUnits(context.client, [...found.feesPaid.keys()])
        const fees = [...found.feesPaid].map(([token, amount]) => formatAmount(amount, unitOf(token)))
        const { rentals, open, completed, cancelled, declined, noShows, interruptions, disputes, rulings } = found
        const share = found.servedBps === undefined ? "" : ` (${Number(found.servedBps) / 100} %)`
        const served = `${formatSeconds(found.servedSeconds)} of ${formatSeconds(found.promisedSeconds)} promised${share}`
        const hostSays = await askHost(context, host, options)
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
          ...(options.logs === 0 ? [] : describeHost(hostSays)),
        ])
        return { json: { host, ...found, server, hostSays }, text }
      }),
    )
}
