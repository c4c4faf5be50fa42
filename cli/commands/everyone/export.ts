import { Option } from "@commander-js/extra-typings"
import { stringify } from "csv-stringify/sync"
import type { Context } from "../../chain/context.ts"
import { resolveParty } from "../../chain/party.ts"
import type { Payout } from "../../chain/payouts.ts"
import { getUnits } from "../../chain/tokens.ts"
import { isStandardOutput, openOutput } from "../../files.ts"
import { readPayments } from "../../server/readPayments.ts"
import type { Session } from "../../session.ts"
import { BASE_UNITS, formatNumber } from "../../text/amounts.ts"
import { as, toMoment } from "../../text/parse.ts"
import { cacheOption, fromBlockOption, hostOption, readCommand, renterOption, serverOption } from "../builders.ts"
import { runRead } from "../run.ts"

export function exportPayouts(session: Session) {
  return readCommand("export")
    .description("Export payments as CSV for accounting, with UTC times, token amounts and transaction hashes")
    .addOption(hostOption())
    .addOption(renterOption())
    .addOption(
      new Option("--since <day>", "First day or time (UTC) to include, such as 2026-01-31").argParser(as(toMoment)),
    )
    .addOption(
      new Option("--until <day>", "First day or time (UTC) to exclude, such as 2027-01-01").argParser(as(toMoment)),
    )
    .option("--to <file>", "File to write, or `-` for standard output (default: standard output)")
    .addOption(fromBlockOption())
    .addOption(cacheOption())
    .addOption(serverOption())
    .action((options) =>
      runRead(session, options, async (context) => {
        const { since = 0n, until, to = "-" } = options
        const output = isStandardOutput(to) ? undefined : await openOutput(to)
        const party = await resolveParty(context, options, "host")
        const { answer, server } = await readPayments(context, party, options)
        const payouts = answer.payouts.filter(({ time }) => time >= since && (until === undefined || time < until))
        const csv = await toCsv(context, payouts)
        if (!output) return { json: { ...party, server, payouts }, text: csv.trimEnd(), isData: true }
        await output.write(csv)
        return { json: { ...party, server, to, payouts }, text: `Wrote ${payouts.length} rows to ${to}.` }
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

async function toCsv({ client }: Context, payouts: readonly Payout[]): Promise<string> {
  const unitOf = await getUnits(
    client,
    payouts.map(({ token }) => token),
  )
  const rows = payouts.map((payout) => {
    const { symbol, decimals } = unitOf(payout.token)
    const { paidIn, toHost, fee, toRenter, bondToRenter } = payout
    const amounts = Object.entries({ paidIn, toHost, fee, toRenter, bondToRenter }).map(([name, amount]) => {
      return [name, decimals === undefined ? String(amount) : formatNumber(amount, decimals)] as const
    })
    const time = new Date(Number(payout.time) * 1_000).toISOString()
    // Another symbol keeps base units out of a sum of whole tokens.
    const counted = decimals === undefined ? `${BASE_UNITS} of ${symbol}` : symbol
    return { ...payout, time, symbol: counted, ...Object.fromEntries(amounts), block: String(payout.block) }
  })
  return stringify(rows, { header: true, columns, escape_formulas: true })
}
