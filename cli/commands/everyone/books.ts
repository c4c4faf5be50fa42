import { Option } from "@commander-js/extra-typings"
import { type Books, getBooks, type TokenBooks } from "@gpuflow/escrow/audit"
import { getBlock } from "viem/actions"

import { findFirstBlock } from "../../chain/context.ts"
import { getUnits } from "../../chain/tokens.ts"
import { UsageError } from "../../errors.ts"
import { exitCodes } from "../../exitCodes.ts"
import type { Session } from "../../session.ts"
import { progress } from "../../terminal/progress.ts"
import { columnsOf } from "../../terminal/screen.ts"
import { table } from "../../terminal/table.ts"
import { formatAmount, formatNumber, type Unit } from "../../text/amounts.ts"
import { as, toBlock } from "../../text/parse.ts"
import { formatLocal } from "../../text/times.ts"
import { fromBlockOption, readCommand } from "../builders.ts"
import { runRead } from "../run.ts"

export function books(session: Session) {
  return readCommand("books")
    .description("Add up what the escrow owes in each token, beside what it has, from the chain alone")
    .addOption(
      new Option(
        "--block <number>",
        "Block of the books, for a node that has its state (default: the latest)",
      ).argParser(as(toBlock)),
    )
    .addOption(fromBlockOption())
    .action((options) =>
      runRead(session, options, async (context) => {
        const { client, escrow } = context
        const fromBlock = await findFirstBlock(context, options.fromBlock)
        assertAfter(fromBlock, options.block)
        const { signal } = session
        const reading = getBooks(client, { escrow, fromBlock, blockNumber: options.block, signal })
        const found = await progress(
          session,
          "Reading the escrow's events, and what they name in its storage …",
          reading,
        )
        const { blockNumber, tokens } = found
        const [{ timestamp }, unitOf] = await Promise.all([
          getBlock(client, { blockNumber }),
          getUnits(
            client,
            tokens.map(({ token }) => token),
          ),
        ])
        const isShort = tokens.some(({ owed, balance }) => balance !== undefined && balance < owed)
        const isUnread = tokens.some(({ balance }) => balance === undefined)
        const ok = !isShort && !isUnread
        const heading = `Block ${blockNumber}, ${formatLocal(timestamp)}. Rentals: ${found.rentals}.`
        const text = [heading, ...describe(found, unitOf, columnsOf(session.stdout))].join("\n")
        return { json: { ok, escrow, timestamp, ...found }, text, code: ok ? exitCodes.ok : exitCodes.failed }
      }),
    )
}

function assertAfter(fromBlock: bigint, block: bigint | undefined): void {
  if (block === undefined || block >= fromBlock) return
  throw new UsageError(`Block ${block} is before the escrow's deployment in block ${fromBlock}. Pass a later block.`)
}

/** A column for each token. */
function describe({ tokens }: Books, unitOf: (token: TokenBooks["token"]) => Unit, columns: number | undefined) {
  if (tokens.length === 0) return ["The escrow has never had a market."]
  const row = (name: string, amountOf: (books: TokenBooks) => bigint | undefined) => [
    name,
    ...tokens.map((one) => {
      const amount = amountOf(one)
      return amount === undefined ? "NOT READ" : written(amount, unitOf(one.token))
    }),
  ]
  const rows = [
    row("open rentals", ({ rentals }) => rentals),
    row("stakes", ({ stakes }) => stakes),
    row("locked bonds", ({ bondsLocked }) => bondsLocked),
    row("free bonds", ({ bondsFree }) => bondsFree),
    row("credits", ({ credits }) => credits),
    row("fees", ({ fees }) => fees),
    row("owed", ({ owed }) => owed),
    row("balance", ({ balance }) => balance),
    ["result", ...tokens.map((one) => resultOf(one, unitOf(one.token)))],
  ]
  return [table(columns, ["", ...tokens.map(({ token }) => unitOf(token).symbol)], rows)]
}

/** More than is owed was sent to the escrow by someone. */
function resultOf({ owed, balance }: TokenBooks, unit: Unit): string {
  if (balance === undefined) return "unknown"
  if (balance === owed) return "ok"
  return balance > owed ? `ok, ${written(balance - owed, unit)} over` : `FAILED, ${written(owed - balance, unit)} short`
}

/** Below its symbol. */
function written(amount: bigint, { decimals, ...unit }: Unit): string {
  return decimals === undefined ? formatAmount(amount, { decimals, ...unit }) : formatNumber(amount, decimals)
}
