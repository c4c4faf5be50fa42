import { Option } from "@commander-js/extra-typings"
import { getCredit, prepareRequest } from "@gpuflow/escrow"
import type { Address } from "viem"
import { knownUnits, tokenNamed } from "../../chain/tokens.ts"
import { UsageError } from "../../errors.ts"
import { exitCodes } from "../../exitCodes.ts"
import type { Session } from "../../session.ts"
import { formatAmount } from "../../text/amounts.ts"
import { as, toAddress } from "../../text/parse.ts"
import { write } from "../../transaction/send.ts"
import { writing } from "../builders.ts"
import { runWriting } from "../run.ts"

export function withdraw(session: Session) {
  return writing("withdraw")
    .description("withdraw what could not be delivered and was credited")
    .option("--token <token>", "symbol or address (default: every token that is known)")
    .addOption(
      new Option("--owner <address>", "whose credit, sent to itself (default: yours)").argParser(as(toAddress)),
    )
    .addOption(new Option("--to <address>", "who receives yours (default: you)").argParser(as(toAddress)))
    .action((options) =>
      runWriting(session, options, async (acting) => {
        const { client, escrow, account } = acting
        const owner = options.owner ?? account.address
        if (options.to && owner !== account.address)
          throw new UsageError("Only the owner of a credit says where it goes.")
        const to: Address = options.to ?? owner
        const units = options.token === undefined ? await knownUnits(client) : [await tokenNamed(client, options.token)]
        const credits = await Promise.all(
          units.map(async (unit) => {
            const credit = await getCredit(client, { escrow, token: unit.address, account: owner })
            return { unit, credit }
          }),
        )
        const waiting = credits.filter(({ credit }) => credit > 0n)
        if (waiting.length === 0) {
          return { json: { owner, credits: [] }, text: `Nothing waits for ${owner}.`, code: exitCodes.nothing }
        }
        const steps = await Promise.all(
          waiting.map(async ({ unit, credit }) => ({
            sentence: `Withdraw ${formatAmount(credit, unit)} to ${to}.`,
            request: await prepareRequest(client, "withdraw", { escrow, token: unit.address, owner, to, account }),
          })),
        )
        return write(acting, options, steps, waiting.length === 1 ? waiting[0]?.unit : undefined)
      }),
    )
}
