import { Option } from "@commander-js/extra-typings"
import { getBond, prepareRequest } from "@gpuflow/escrow"
import type { Address } from "viem"
import { type Context, partyOf } from "../../chain/context.ts"
import { knownUnits, tokenFor, tokenNamed } from "../../chain/tokens.ts"
import type { Session } from "../../session.ts"
import { facts, type Result } from "../../terminal/output.ts"
import { formatAmount, toAmount } from "../../text/amounts.ts"
import { as, toAddress } from "../../text/parse.ts"
import { write } from "../../transaction/send.ts"
import { approvals } from "../../transaction/tokenPayment.ts"
import { reading, writing } from "../builders.ts"
import { runReading, runWriting } from "../run.ts"

export function bond(session: Session) {
  return reading("bond")
    .description("a host's free bonds; fund them, take them back")
    .addOption(new Option("--host <address>", "whose (default: yours)").argParser(as(toAddress)))
    .option("--token <token>", "symbol or address (default: every token that is known)")
    .action((options) => runReading(session, options, (context) => showBonds(context, options)))
    .addCommand(fund(session))
    .addCommand(withdraw(session))
}

type Whose = { readonly host?: Address | undefined; readonly token?: string | undefined }

async function showBonds(context: Context, { host: named, token }: Whose): Promise<Result> {
  const { session, client, escrow } = context
  const host = await partyOf(session, named)
  const units = token === undefined ? await knownUnits(client) : [await tokenNamed(client, token)]
  const bonds = await Promise.all(
    units.map(async (unit) => ({ unit, free: await getBond(client, { escrow, host, token: unit.address }) })),
  )
  const there = bonds.filter(({ free }) => free > 0n || token !== undefined)
  const json = { host, bonds: there.map(({ unit: { address, symbol }, free }) => ({ token: address, symbol, free })) }
  const rows = there.map(({ unit, free }) => [unit.symbol, `${formatAmount(free, unit)} free`] as const)
  return { json, text: rows.length > 0 ? facts([["host", host], ...rows]) : `${host} has no free bond.` }
}

function fund(session: Session) {
  return writing("fund")
    .description("add to your free bond")
    .argument("<amount>", "such as `50 USDC`")
    .option("--token <token>", "symbol or address, where the amount does not name it")
    .action((text, options) =>
      runWriting(session, options, async (acting) => {
        const { client, escrow, account } = acting
        const unit = await tokenFor(client, options.token, text)
        const amount = toAmount(text, unit)
        const first = await approvals(acting, { unit, amount })
        const request = await prepareRequest(client, "fundBond", { escrow, token: unit.address, amount, account })
        const sentence = `Add ${formatAmount(amount, unit)} to your bond.`
        return write(acting, options, [...first, { sentence, request }], unit)
      }),
    )
}

function withdraw(session: Session) {
  return writing("withdraw")
    .description("take free bond back")
    .argument("<amount>", "such as `50 USDC`")
    .option("--token <token>", "symbol or address, where the amount does not name it")
    .addOption(new Option("--to <address>", "who receives it (default: you)").argParser(as(toAddress)))
    .action((text, options) =>
      runWriting(session, options, async (acting) => {
        const { client, escrow, account } = acting
        const unit = await tokenFor(client, options.token, text)
        const amount = toAmount(text, unit)
        const to = options.to ?? account.address
        const request = await prepareRequest(client, "withdrawBond", {
          escrow,
          token: unit.address,
          amount,
          to,
          account,
        })
        const sentence = `Take ${formatAmount(amount, unit)} of your bond back, to ${to}.`
        return write(acting, options, [{ sentence, request }], unit)
      }),
    )
}
