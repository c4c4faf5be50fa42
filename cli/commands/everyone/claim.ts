import { isEscrowError, type TransactionResult } from "@gpuflow/escrow"
import { prepareRequest, settleMany, settlementBatches } from "@gpuflow/escrow/requests"
import { type Claim, getClaims, getRentals } from "@gpuflow/escrow/watch"
import type { Address, Hash } from "viem"
import { type AccountContext, getChainTime } from "../../chain/context.ts"
import type { HistoryOptions } from "../../chain/history.ts"
import { type PartyOptions, resolveParty } from "../../chain/party.ts"
import { getUnits } from "../../chain/tokens.ts"
import { UsageError } from "../../errors.ts"
import { exitCodes } from "../../exitCodes.ts"
import { proposeSteps } from "../../safe/proposeSteps.ts"
import { readRentals } from "../../server/readRentals.ts"
import type { ServerOption } from "../../server/servers.ts"
import type { Session } from "../../session.ts"
import type { Result } from "../../terminal/output.ts"
import { progress, SENDING } from "../../terminal/progress.ts"
import { columnsOf } from "../../terminal/screen.ts"
import { table } from "../../terminal/table.ts"
import { formatAmount, type Unit } from "../../text/amounts.ts"
import { as, toHash } from "../../text/parse.ts"
import { formatMoment } from "../../text/times.ts"
import { confirmSteps } from "../../transaction/confirm.ts"
import { dryRunSteps } from "../../transaction/dryRun.ts"
import { toWaitOptions, type WriteOptions } from "../../transaction/send.ts"
import { simulateSteps } from "../../transaction/simulateStep.ts"
import { cacheOption, fromBlockOption, hostOption, renterOption, serverOption, writeCommand } from "../builders.ts"
import { runWrite } from "../run.ts"

export function claim(session: Session) {
  return writeCommand("claim")
    .description("Settle due rentals, in batches; anyone can, for any host and renter")
    .argument("[ids...]", "Rental ids", toHashes)
    .option("--all", "Settle all due rentals of a host or renter (default: yours, as host)")
    .addOption(hostOption())
    .addOption(renterOption())
    .addOption(fromBlockOption())
    .addOption(cacheOption())
    .addOption(serverOption())
    .action((ids, options) =>
      runWrite(session, options, async (context) => {
        const isNamed = ids !== undefined && ids.length > 0
        if (isNamed === (options.all === true)) throw new UsageError("Pass either rental ids or --all.")
        const candidates = isNamed ? await findById(context, ids) : await findAll(context, options)
        return settle(context, options, candidates)
      }),
    )
}

const toHashes = (text: string, previous: readonly Hash[] = []): readonly Hash[] => [...previous, as(toHash)(text)]

/** A rental that may be settled; without a claim if it is closed. */
type Candidate = { readonly id: Hash; readonly claim?: Claim | undefined }

async function findAll(
  context: AccountContext,
  options: PartyOptions & HistoryOptions & ServerOption,
): Promise<Candidate[]> {
  const { client, escrow, account } = context
  const { host, renter } = options
  const own = (given: Address | true | undefined) => (given === true ? account.address : given)
  const isNamed = host !== undefined || renter !== undefined
  const party = await resolveParty(
    context,
    isNamed ? { host: own(host), renter: own(renter) } : { host: account.address },
  )
  const { answer: rentals } = await readRentals(context, party, options)
  const claims = await getClaims(client, { escrow, rentals: rentals.map(({ rental }) => rental) })
  return claims.map((claim) => ({ id: claim.id, claim }))
}

async function findById({ client, escrow }: AccountContext, given: readonly Hash[]): Promise<Candidate[]> {
  const ids = [...new Set(given)]
  const rentals = await getRentals(client, { escrow, ids })
  const claims = await getClaims(client, { escrow, rentals: rentals.map(({ rental }) => rental) })
  return ids.map((id) => ({ id, claim: claims.find((claim) => claim.id === id) }))
}

async function settle(
  context: AccountContext,
  options: WriteOptions,
  candidates: readonly Candidate[],
): Promise<Result> {
  const { session, client, escrow, account } = context
  const due = candidates.flatMap(({ claim }) => (claim?.isDue ? [claim] : []))
  const rentals = due.map(({ rental }) => rental)
  // Read before anything is sent: after that, only the result is left to print.
  const [unitOf, now] = await Promise.all([
    getUnits(
      client,
      rentals.map(({ offer }) => offer.token),
    ),
    getChainTime(client),
  ])
  const outcome = { candidates, unitOf, now }
  if (due.length === 0) return report(session, { ...outcome, sent: [] })
  const steps = await Promise.all(
    settlementBatches(rentals).map(async (batch) => ({
      sentence: `Settle ${count(batch.length)}.`,
      request: await prepareRequest(client, "settleMany", { escrow, rentals: batch, account }),
    })),
  )
  if (options.dryRun) return dryRunSteps(context, steps)
  if (context.safe) return proposeSteps(context, context.safe, options, steps)
  await simulateSteps(context, steps).catch((error: unknown) => {
    // A batch that takes too much gas is halved when its turn comes.
    if (!isEscrowError(error) || error.code !== "InsufficientGas" || due.length === 1) throw error
  })
  const skipped = candidates.length - due.length
  const sentence = `Settle ${count(due.length)}${skipped > 0 ? `, and skip ${skipped} that cannot be settled now` : ""}.`
  await confirmSteps(session, options, [sentence])
  const work = settleMany(client, { escrow, rentals, account, ...toWaitOptions(session, options) })
  const { transactions } = await progress(session, SENDING, work)
  session.open.length = 0
  return report(session, { ...outcome, sent: transactions })
}

const count = (rentals: number) => (rentals === 1 ? "1 rental" : `${rentals} rentals`)

type Outcome = {
  readonly candidates: readonly Candidate[]
  readonly unitOf: (token: Address) => Unit
  readonly now: bigint
  readonly sent: readonly TransactionResult[]
}

/** The outcome for each rental. */
function report({ stdout }: Session, { candidates, unitOf, now, sent }: Outcome): Result {
  const results = candidates.map(({ id, claim }) => {
    const payment = findPayment(sent, id)
    if (payment) return { id, claim, settled: true as const, ...payment }
    if (!claim) return { id, claim, settled: false as const, why: "already closed" }
    const why = claim.isDue ? "settled by another account first" : `due ${formatMoment(claim.dueAt, now)}`
    return { id, claim, settled: false as const, why, dueAt: claim.dueAt }
  })
  const rows = results.map((result) => {
    if (!result.settled) return [result.id, "skipped", result.why]
    if (!result.claim) return [result.id, "settled", ""]
    const unit = unitOf(result.claim.rental.offer.token)
    const [toHost, toRenter] = [result.toHost, result.toRenter].map((amount) => formatAmount(amount, unit))
    return [result.id, "settled", `${toHost} to the host, ${toRenter} to the renter`]
  })
  const settled = results.filter((result) => result.settled).length
  const json = {
    settled,
    results: results.map(({ claim: _, ...result }) => result),
    transactions: sent.map(({ hash, receipt }) => ({
      hash,
      blockNumber: receipt.blockNumber,
      gasUsed: receipt.gasUsed,
    })),
  }
  const lines = [
    rows.length > 0 ? table(columnsOf(stdout), ["rental", "result", "details"], rows) : "No open rentals.",
    ...sent.map(({ hash, receipt }) => `Transaction ${hash} in block ${receipt.blockNumber}.`),
  ]
  return { json, text: lines.join("\n"), code: settled === 0 ? exitCodes.nothing : undefined }
}

/** What a settlement of a rental paid, from its first event in the transactions. */
function findPayment(sent: readonly TransactionResult[], id: Hash) {
  for (const { hash, events } of sent) {
    for (const { eventName, args } of events) {
      if ((eventName !== "Closed" && eventName !== "Paid") || args.id !== id) continue
      return { hash, toHost: args.toHost, fee: args.fee, toRenter: eventName === "Closed" ? args.toRenter : 0n }
    }
  }
  return undefined
}
