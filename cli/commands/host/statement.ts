import { Option } from "@commander-js/extra-typings"
import { formatEther } from "viem"
import { resolveAddress } from "../../chain/context.ts"
import { getUnits } from "../../chain/tokens.ts"
import { UsageError } from "../../errors.ts"
import { openOutput } from "../../files.ts"
import type { Session } from "../../session.ts"
import { formatDollars, readStatement } from "../../statement/earnings.ts"
import { statementCsv, statementPage } from "../../statement/write.ts"
import { columnsOf } from "../../terminal/screen.ts"
import { facts } from "../../terminal/table.ts"
import { formatAmount } from "../../text/amounts.ts"
import { as } from "../../text/parse.ts"
import { cacheOption, fromBlockOption, hostOption, readCommand, serverOption } from "../builders.ts"
import { runRead } from "../run.ts"

export function statement(session: Session) {
  return readCommand("statement")
    .description(
      "Sum up a host's month: payouts with their dollars by price feed, fees, and gas, as CSV and as a page to print",
    )
    .addOption(
      new Option("--month <month>", "Month (UTC), such as 2026-10").argParser(as(toMonth)).makeOptionMandatory(),
    )
    .addOption(hostOption())
    .option("--csv <file>", "File for the payments, as CSV")
    .option("--html <file>", "File for the page")
    .addOption(fromBlockOption())
    .addOption(cacheOption())
    .addOption(serverOption())
    .action((options) =>
      runRead(session, options, async (context) => {
        const { month, csv, html } = options
        const [csvFile, htmlFile] = [csv && (await openOutput(csv)), html && (await openOutput(html))]
        const host = await resolveAddress(session, options.host)
        const found = await readStatement(context, { host, month }, options)
        const unitOf = await getUnits(
          context.client,
          found.sums.map(({ token }) => token),
        )
        if (csvFile) await csvFile.write(statementCsv(found, unitOf))
        if (htmlFile) await htmlFile.write(statementPage(found, unitOf))
        const sums = found.sums.map(
          ({ token, toHost, fee, bondToRenter }) =>
            [
              unitOf(token).symbol,
              `${formatAmount(toHost, unitOf(token))} paid to the host, after a fee of ${formatAmount(fee, unitOf(token))}; ${formatAmount(bondToRenter, unitOf(token))} from the bond to renters`,
            ] as const,
        )
        const missing = found.unvalued > 0 ? `, without ${found.unvalued} payments whose price is not known` : ""
        const unpriced =
          found.gasUnvalued > 0 ? `, without the dollars of ${found.gasUnvalued} whose price is not known` : ""
        const text = facts(columnsOf(session.stdout), [
          ["host", host],
          ["month", month],
          ["payments", String(found.earnings.length)],
          ...sums,
          ["dollars", `${formatDollars(found.value)}${missing}`],
          [
            "gas",
            `${formatEther(found.gas)} POL, ${formatDollars(found.gasValue)} dollars, in ${found.gasCosts.length} transactions of the host and its operators${unpriced}`,
          ],
          ["csv", csv],
          ["page", html],
        ])
        return { json: { ...found, dollars: formatDollars(found.value), csv, html }, text }
      }),
    )
}

function toMonth(text: string): string {
  if (/^\d{4}-(0[1-9]|1[0-2])$/.test(text)) return text
  throw new UsageError("Expected a month such as 2026-10.")
}
