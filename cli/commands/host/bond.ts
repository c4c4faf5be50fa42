import { Option } from "@commander-js/extra-typings"
import { getBond } from "@gpuflow/escrow"
import { prepareRequest } from "@gpuflow/escrow/requests"
import type { Address } from "viem"
import { type Context, resolveAddress } from "../../chain/context.ts"
import { findUnit, resolveUnit } from "../../chain/tokens.ts"
import { readTokens } from "../../server/readTokens.ts"
import type { ServerOption } from "../../server/servers.ts"
import type { Session } from "../../session.ts"
import { note, type Result } from "../../terminal/output.ts"
import { columnsOf } from "../../terminal/screen.ts"
import { facts } from "../../terminal/table.ts"
import { formatAmount, toAmount } from "../../text/amounts.ts"
import { HOT_MONEY } from "../../text/hotMoney.ts"
import { as, toAddress } from "../../text/parse.ts"
import { sendPayment } from "../../transaction/payment.ts"
import { sendSteps } from "../../transaction/send.ts"
import { readCommand, serverOption, writeCommand } from "../builders.ts"
import { runRead, runWrite } from "../run.ts"

export function bond(session: Session) {
  return readCommand("bond")
    .description("Show a host's free bonds, or fund and withdraw your own")
    .addOption(
      new Option("--host <address>", "Host whose bonds to show (default: your account)").argParser(as(toAddress)),
    )
    .option(
      "--token <token>",
      "Symbol or address of a token (default: all known tokens, and those that a server names)",
    )
    .addOption(serverOption())
    .action((options) => runRead(session, options, (context) => showBonds(context, options)))
    .addCommand(fund(session))
    .addCommand(withdraw(session))
}

type BondOptions = ServerOption & { readonly host?: Address | undefined; readonly token?: string | undefined }

async function showBonds(context: Context, options: BondOptions): Promise<Result> {
  const { session, client, escrow } = context
  const { token } = options
  const host = await resolveAddress(session, options.host)
  const units =
    token === undefined
      ? await readTokens(context, { account: host, kind: "bonds" }, options)
      : [await findUnit(client, token)]
  const all = await Promise.all(
    units.map(async (unit) => ({ unit, free: await getBond(client, { escrow, host, token: unit.address }) })),
  )
  const bonds = all.filter(({ free }) => free > 0n || token !== undefined)
  const json = {
    host,
    bonds: bonds.map(({ unit: { address, symbol, warning }, free }) => ({ token: address, symbol, free, warning })),
  }
  const rows = bonds.flatMap(({ unit, free }) => [
    [unit.symbol, `${formatAmount(free, unit)} free`] as const,
    ["", unit.warning] as const,
  ])
  return {
    json,
    text:
      rows.length > 0 ? facts(columnsOf(session.stdout), [["host", host], ...rows]) : `Host ${host} has no free bond.`,
  }
}

function fund(session: Session) {
  return writeCommand("fund")
    .description("Add to your free bond")
    .argument("<amount>", "Amount to add, such as `50 USDC`")
    .option("--token <token>", "Symbol or address of the token (default: the token of the amount)")
    .action((text, options) =>
      runWrite(session, options, async (context) => {
        const { escrow } = context
        const unit = await resolveUnit(context, options.token, text)
        const amount = toAmount(text, unit)
        note(session, HOT_MONEY)
        return sendPayment(context, options, {
          call: { verb: "fundBond", parameters: { escrow, token: unit.address, amount } },
          unit,
          describe: () => `Add ${formatAmount(amount, unit)} to your bond.`,
        })
      }),
    )
}

function withdraw(session: Session) {
  return writeCommand("withdraw")
    .description("Withdraw from your free bond")
    .argument("<amount>", "Amount to withdraw, such as `50 USDC`")
    .option("--token <token>", "Symbol or address of the token (default: the token of the amount)")
    .addOption(new Option("--to <address>", "Receiver (default: your account)").argParser(as(toAddress)))
    .action((text, options) =>
      runWrite(session, options, async (context) => {
        const { client, escrow, account } = context
        const unit = await resolveUnit(context, options.token, text)
        const amount = toAmount(text, unit)
        const to = options.to ?? account.address
        const request = await prepareRequest(client, "withdrawBond", {
          escrow,
          token: unit.address,
          amount,
          to,
          account,
        })
        const sentence = `Withdraw ${formatAmount(amount, unit)} of your bond to ${to}.`
        return sendSteps(context, options, [{ sentence, request }], unit)
      }),
    )
}
