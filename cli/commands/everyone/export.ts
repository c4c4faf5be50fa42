import { Option } from "@commander-js/extra-typings"
import { stringify } from "csv-stringify/sync"
import { type Context, firstBlockOf } from "../../chain/context.ts"
import { hostOption, renterOption, sideOf } from "../../chain/party.ts"
import { type Payout, payoutsOf } from "../../chain/payouts.ts"
import { unitOf } from "../../chain/tokens.ts"
import { writeWhole } from "../../files.ts"
import type { Session } from "../../session.ts"
import type { Result } from "../../terminal/output.ts"
import { formatNumber } from "../../text/amounts.ts"
import { as, toMoment } from "../../text/parse.ts"
import { fromBlock, reading } from "../builders.ts"
import { runReading } from "../run.ts"

export function exportPayouts(session: Session) {
  return reading("export")
    .description("payouts and fees as CSV, for the books: times in UTC, whole tokens, transaction hashes")
    .addOption(hostOption())
    .addOption(renterOption())
    .addOption(new Option("--since <day>", "from this day or time on").argParser(as(toMoment)))
    .addOption(new Option("--until <day>", "before this day or time").argParser(as(toMoment)))
    .option("--to <file>", "write it to a file")
    .addOption(fromBlock())
    .action((options) =>
      runReading(session, options, async (context) => {
        const side = await sideOf(context, options, "host")
        const all = await payoutsOf(context, side, firstBlockOf(context, options.fromBlock))
        const { since = 0n, until } = options
        const payouts = all.filter(({ time }) => time >= since && (until === undefined || time < until))
        const { to } = options
        const csv = await asCsv(context, payouts)
        if (to === undefined) return { json: { ...side, payouts }, text: csv.trimEnd() }
        await writeWhole(to, csv)
        return { json: { ...side, to, payouts }, text: `${payouts.length} rows in ${to}.` } satisfies Result
      }),
    )
}

const columns = [
  "time",
  "event",
  "reason",
  "symbol",
  "paidIn",
  "toHost",
  "fee",
  "toRenter",
  "bondToRenter",
  "rental",
  "host",
  "renter",
  "machine",
  "token",
  "block",
  "transaction",
]

async function asCsv({ client }: Context, payouts: readonly Payout[]): Promise<string> {
  const rows = payouts.map(async (payout) => {
    const { symbol, decimals } = await unitOf(client, payout.token)
    const { paidIn, toHost, fee, toRenter, bondToRenter } = payout
    const amounts = Object.entries({ paidIn, toHost, fee, toRenter, bondToRenter }).map(([name, amount]) => {
      return [name, formatNumber(amount, decimals)] as const
    })
    const time = new Date(Number(payout.time) * 1_000).toISOString()
    return { ...payout, time, symbol, ...Object.fromEntries(amounts), block: String(payout.block) }
  })
  return stringify(await Promise.all(rows), { header: true, columns, escape_formulas: true })
}
