import { prepareRequest, type Sent, settleMany } from "@gpuflow/escrow"
import { type Claim, getClaims, getRentals } from "@gpuflow/escrow/watch"
import { type Acting, firstBlockOf, nowOf } from "../../chain/context.ts"
import { depositsOf } from "../../chain/deposits.ts"
import { hostOption, renterOption, sideOf } from "../../chain/party.ts"
import { unitOf } from "../../chain/tokens.ts"
import { UsageError } from "../../errors.ts"
import { exitCodes } from "../../exitCodes.ts"
import type { Session } from "../../session.ts"
import { type Result, table } from "../../terminal/output.ts"
import { progress } from "../../terminal/progress.ts"
import { formatAmount } from "../../text/amounts.ts"
import { toHash } from "../../text/parse.ts"
import { formatMoment } from "../../text/times.ts"
import { rehearse } from "../../transaction/dryRun.ts"
import { ask, patienceOf, type Writing } from "../../transaction/send.ts"
import { fromBlock, writing } from "../builders.ts"
import { runWriting } from "../run.ts"

/** Rentals that one rehearsed transaction settles: what the SDK's batches hold at most. */
const BATCH = 300

export function claim(session: Session) {
  return writing("claim")
    .description("settle what is due, in batches; anybody may, for anybody")
    .argument("[ids...]", "rentals' ids")
    .option("--all", "every rental of a host or a renter (default: yours, as host)")
    .addOption(hostOption())
    .addOption(renterOption())
    .addOption(fromBlock())
    .action((texts, options) =>
      runWriting(session, options, async (acting) => {
        if (texts.length > 0 === (options.all === true))
          throw new UsageError("Name rentals by their ids, or pass --all.")
        const items = options.all ? await allOf(acting, options) : await named(acting, texts)
        return carryOut(acting, options, items)
      }),
    )
}

type Item = { readonly id: `0x${string}`; readonly claim?: Claim | undefined }

async function allOf(
  acting: Acting,
  options: Parameters<typeof sideOf>[1] & { fromBlock?: bigint | undefined },
): Promise<Item[]> {
  const { client, escrow } = acting
  const side = await sideOf(acting, options, "host")
  const deposits = await depositsOf(acting, side, firstBlockOf(acting, options.fromBlock))
  const claims = await getClaims(client, { escrow, rentals: deposits.map(({ args }) => args.rental) })
  return claims.map((claim) => ({ id: claim.id, claim }))
}

async function named({ client, escrow }: Acting, texts: readonly string[]): Promise<Item[]> {
  const ids = [...new Set(texts.map(toHash))]
  const rentals = await getRentals(client, { escrow, ids })
  const claims = await getClaims(client, { escrow, rentals: rentals.map(({ rental }) => rental) })
  return ids.map((id) => ({ id, claim: claims.find((claim) => claim.id === id) }))
}

async function carryOut(acting: Acting, options: Writing, items: readonly Item[]): Promise<Result> {
  const { session, client, escrow, account } = acting
  const due = items.flatMap(({ claim }) => (claim?.isDue ? [claim] : [])).sort(byPayee)
  if (due.length === 0) return report(acting, items, [], exitCodes.nothing)
  const sentence = `Settle ${due.length} of ${items.length} rentals.`
  const rentals = due.map(({ rental }) => rental)
  if (options.dryRun) {
    const batches = Array.from({ length: Math.ceil(rentals.length / BATCH) }, (_, place) =>
      rentals.slice(place * BATCH, (place + 1) * BATCH),
    )
    const steps = batches.map(async (batch) => ({
      sentence: `Settle ${batch.length} rentals.`,
      request: await prepareRequest(client, "settleMany", { escrow, rentals: batch, account }),
    }))
    return rehearse(acting, await Promise.all(steps))
  }
  await ask(acting, options, [sentence])
  const work = settleMany(client, { escrow, rentals, account, ...patienceOf(options) })
  const { transactions } = await progress(session, sentence, work)
  session.open.length = 0
  return report(acting, items, transactions)
}

/** Neighbours with the same token and payee are paid in one transfer. */
function byPayee(a: Claim, b: Claim): number {
  const key = ({ rental: { offer } }: Claim) => `${offer.token}${offer.payee}`
  return key(a) < key(b) ? -1 : 1
}

/** Each rental with what became of it. */
async function report(acting: Acting, items: readonly Item[], sent: readonly Sent[], code?: 5): Promise<Result> {
  const now = await nowOf(acting.client)
  const results = items.map(({ id, claim }) => {
    const paid = sent.flatMap(({ hash, events }) =>
      events.flatMap(({ eventName, args }) => {
        if ((eventName !== "Closed" && eventName !== "Paid") || args.id !== id) return []
        return [{ hash, toHost: args.toHost, fee: args.fee, toRenter: eventName === "Closed" ? args.toRenter : 0n }]
      }),
    )[0]
    if (paid) return { id, claim, settled: true as const, ...paid }
    if (!claim) return { id, claim, settled: false as const, why: "it is over" }
    const why = claim.isDue ? "somebody else settled it first" : `due ${formatMoment(claim.dueAt, now)}`
    return { id, claim, settled: false as const, why, dueAt: claim.dueAt }
  })
  const rows = await Promise.all(
    results.map(async (result) => {
      if (!result.settled || !result.claim) return [result.id, "skipped", result.settled ? "" : result.why]
      const unit = await unitOf(acting.client, result.claim.rental.offer.token)
      const [toHost, toRenter] = [result.toHost, result.toRenter].map((amount) => formatAmount(amount, unit))
      return [result.id, "settled", `${toHost} to the host, ${toRenter} to the renter`]
    }),
  )
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
    rows.length > 0 ? table(["rental", "", ""], rows) : "No open rentals.",
    ...sent.map(({ hash }) => `Transaction ${hash}.`),
  ]
  return { json, text: lines.join("\n"), code: code ?? (settled === 0 ? exitCodes.nothing : undefined) }
}
