import { Option } from "@commander-js/extra-typings"
import { getCredit, RevertError } from "@gpuflow/escrow"
import { prepareRequest, simulateRequest } from "@gpuflow/escrow/requests"
import { type Address, BaseError, ExecutionRevertedError } from "viem"
import type { AccountContext } from "../../chain/context.ts"
import { findUnit } from "../../chain/tokens.ts"
import { UsageError } from "../../errors.ts"
import { exitCodes } from "../../exitCodes.ts"
import { readTokens } from "../../server/readTokens.ts"
import type { Session } from "../../session.ts"
import { note } from "../../terminal/output.ts"
import { formatAmount } from "../../text/amounts.ts"
import { as, toAddress } from "../../text/parse.ts"
import { sendSteps } from "../../transaction/send.ts"
import type { Step } from "../../transaction/step.ts"
import { serverOption, writeCommand } from "../builders.ts"
import { runWrite } from "../run.ts"

export function withdraw(session: Session) {
  return writeCommand("withdraw")
    .description("Withdraw credits: payouts that could not be delivered")
    .option(
      "--token <token>",
      "Symbol or address of a token (default: all known tokens, and those that a server names)",
    )
    .addOption(
      new Option("--owner <address>", "Account whose credits are sent to itself (default: your account)").argParser(
        as(toAddress),
      ),
    )
    .addOption(
      new Option("--to <address>", "Receiver of your own credits (default: your account)").argParser(as(toAddress)),
    )
    .addOption(serverOption())
    .action((options) =>
      runWrite(session, options, async (context) => {
        const { client, escrow, account } = context
        const owner = options.owner ?? account.address
        if (options.to && owner !== account.address) {
          throw new UsageError("Only the owner of a credit can choose its receiver. Omit --to, or --owner.")
        }
        const to: Address = options.to ?? owner
        const units =
          options.token === undefined
            ? await readTokens(context, { account: owner, kind: "credits" }, options)
            : [await findUnit(client, options.token)]
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
            unit,
            sentence: `Withdraw ${formatAmount(credit, unit)} to ${to}.`,
            request: await prepareRequest(client, "withdraw", { escrow, token: unit.address, owner, to, account }),
          })),
        )
        const possible = await withoutRefused(context, steps)
        return sendSteps(context, options, possible, possible.length === 1 ? possible[0]?.unit : undefined)
      }),
    )
}

/** Leaves out what a token refuses to deliver, so that it keeps back no other credit; all, if nothing else is left. */
async function withoutRefused<step extends Step>(
  { session, client, account }: AccountContext,
  steps: readonly step[],
): Promise<readonly step[]> {
  const refused = await Promise.all(
    steps.map(({ request }) =>
      simulateRequest(client, { request, account }).then(
        () => false,
        (error: unknown) => {
          if (!isRefusal(error)) throw error
          return true
        },
      ),
    ),
  )
  const possible = steps.filter((_, index) => !refused[index])
  if (possible.length === 0) return steps
  for (const { sentence } of steps.filter((_, index) => refused[index])) {
    note(session, `Left out, because the token refuses it now: ${sentence}`)
  }
  return possible
}

function isRefusal(error: unknown): boolean {
  if (error instanceof RevertError) return true
  return error instanceof BaseError && error.walk((cause) => cause instanceof ExecutionRevertedError) !== null
}
