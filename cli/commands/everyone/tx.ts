import { Option } from "@commander-js/extra-typings"
import { formatEther } from "viem"
import { reportTransaction, type TransactionReport } from "../../chain/transactionReport.ts"
import { type ExitCode, exitCodes } from "../../exitCodes.ts"
import type { Session } from "../../session.ts"
import type { Result } from "../../terminal/output.ts"
import { progress } from "../../terminal/progress.ts"
import { columnsOf } from "../../terminal/screen.ts"
import { facts } from "../../terminal/table.ts"
import { describeEvent } from "../../text/eventText.ts"
import { as, toDepth, toHash, toPositiveSeconds } from "../../text/parse.ts"
import { formatMoment } from "../../text/times.ts"
import { readCommand } from "../builders.ts"
import { runRead } from "../run.ts"

export function tx(session: Session) {
  return readCommand("tx")
    .description("Show what happened to a transaction, such as one that a command gave up on with exit code 6")
    .argument("<hash>", "Hash of the transaction", as(toHash))
    .addOption(
      new Option("--wait <depth>", "Number of blocks to wait for, or `finalized` (default: look once)").argParser(
        as(toDepth),
      ),
    )
    .addOption(
      new Option("--patience <time>", "With --wait: time without progress after which the outcome counts as unknown")
        .argParser(as(toPositiveSeconds))
        .default(300n, "5m"),
    )
    .action((hash, options) =>
      runRead(session, options, async (context) => {
        const { wait, patience } = options
        const looking = reportTransaction(context, { hash, wait, patience })
        const report = await progress(session, `Looking at transaction ${hash} …`, looking)
        return toResult(report, columnsOf(session.stdout))
      }),
    )
}

function toResult(report: TransactionReport, columns: number | undefined): Result {
  const { hash, status, replaces, replacement, sent, inclusion, events, reason } = report
  const json = {
    hash,
    status,
    replaces,
    replacement,
    ...sent,
    ...inclusion,
    events: events.map(({ event: { eventName, args } }) => ({ eventName, args })),
    reason,
  }
  const lines = [
    facts(columns, [
      ["transaction", hash],
      ["status", status],
      ["replaces", replaces],
      ["replaced by", replacement],
      ["from", sent?.from],
      ["to", sent?.to ?? undefined],
      ["nonce", sent && String(sent.nonce)],
      ["call", sent?.call],
      ["block", inclusion && `${inclusion.block}, ${formatMoment(inclusion.time, inclusion.now)}`],
      ["depth", inclusion && (inclusion.confirmations === 1n ? "1 block" : `${inclusion.confirmations} blocks`)],
      ["final", inclusion && finality(inclusion.final)],
      ["gas", inclusion && `${inclusion.gasUsed} (${formatEther(inclusion.cost)} POL)`],
      ["reason", status === "reverted" ? (reason?.message ?? "The node does not show it.") : undefined],
    ]),
    ...events.map(({ event, unit }) => describeEvent(event, unit)),
    advice(report),
  ]
  return { json, text: lines.filter((line) => line !== "").join("\n"), code: codeOf(report) }
}

function finality(final: boolean | undefined): string {
  if (final === undefined) return "not known: the node does not report finality"
  return final ? "yes" : "not yet"
}

/** What to do next. */
function advice({ status, isDeepEnough, events, replacement }: TransactionReport): string {
  switch (status) {
    case "included":
      if (!isDeepEnough) return "It is not as deep in the chain as --wait asks for. Look again later."
      return events.length === 0 ? "It has no event of the escrow." : ""
    case "reverted":
      return "It changed nothing. Remove the reason before you send it again."
    case "pending":
      return "A node has it, and no block contains it yet. Do not send it again. Look again later, or pass --wait."
    case "unknown":
      return "The node does not know it. It may still be on its way. Look again with --wait before you send anything again."
    case "replaced":
      return replacement
        ? "The account sent another transaction in its place. Look at that one."
        : "The account has used its nonce for another transaction. Look at the account's latest transactions."
    case "dropped":
      return "No node knows it any more, and its nonce is free. You can send it again."
  }
}

function codeOf({ status, isDeepEnough }: TransactionReport): ExitCode {
  if (status === "reverted") return exitCodes.refused
  return status === "included" && isDeepEnough ? exitCodes.ok : exitCodes.unknown
}
