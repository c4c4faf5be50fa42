import { Option } from "@commander-js/extra-typings"
import { getCredit, prepareRequest } from "@gpuflow/escrow"
import type { Address } from "viem"
import { findUnit, getKnownUnits } from "../../chain/tokens.ts"
import { UsageError } from "../../errors.ts"
import { exitCodes } from "../../exitCodes.ts"
import type { Session } from "../../session.ts"
import { note } from "../../terminal/output.ts"
import { formatAmount } from "../../text/amounts.ts"
import { as, toAddress } from "../../text/parse.ts"
import { sendSteps } from "../../transaction/send.ts"
import { writeCommand } from "../builders.ts"
import { runWrite } from "../run.ts"

export function withdraw(session: Session) {
  return writeCommand("withdraw")
    .description("Withdraw credits: payouts that could not be delivered")
    .option("--token <token>", "Symbol or address of a token (default: all known tokens)")
    .addOption(
      new Option("--owner <address>", "Account whose credits are sent to itself (default: your account)").argParser(
        as(toAddress),
      ),
    )
    .addOption(
      new Option("--to <address>", "Receiver of your own credits (default: your account)").argParser(as(toAddress)),
    )
    .action((options) =>
      runWrite(session, options, async (context) => {
        const { client, escrow, account } = context
        const owner = options.owner ?? account.address
        if (options.to && owner !== account.address) {
          throw new UsageError("Only the owner of a credit can choose its receiver. Omit --to, or --owner.")
        }
        const to: Address = options.to ?? owner
        const units =
          options.token === undefined ? await getKnownUnits(client) : [await findUnit(client, options.token)]
        const all = await Promise.all(
          units.map(async (unit) => {
            const credit = await getCredit(client, { escrow, token: unit.address, account: owner })
            return { unit, credit }
          }),
        )
        const credits = all.filter(({ credit }) => credit > 0n)
        if (credits.length === 0) {
          return { json: { owner, credits: [] }, text: `Account ${owner} has no credits.`, code: exitCodes.nothing }
        }
        for (const { unit } of credits.length > 1 ? credits : []) {
          if (unit.warning) note(context.session, `Note: ${unit.warning}`)
        }
        const steps = await Promise.all(
          credits.map(async ({ unit, credit }) => ({
            sentence: `Withdraw ${formatAmount(credit, unit)} to ${to}.`,
            request: await prepareRequest(client, "withdraw", { escrow, token: unit.address, owner, to, account }),
          })),
        )
        return sendSteps(context, options, steps, credits.length === 1 ? credits[0]?.unit : undefined)
      }),
    )
}
