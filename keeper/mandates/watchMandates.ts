// Checks mandates before they are due, so that the renter can still mend what would refuse the extension.
import { isEscrowError } from "@gpuflow/escrow"
import { checkMandate, type MandateCheck } from "@gpuflow/escrow/mandate"
import type { Client } from "viem"
import type { KeeperContext, LatestBlock } from "../keeperContext.ts"
import { EXTENSION_GAS, missingTip, payableTip } from "../plan/tips.ts"
import type { RunningTime } from "../store/rentalTable.ts"
import type { Finding, KnownMandate, Standing } from "./mandateBook.ts"

/** Mandates that one poll checks at most, and how many at once. A check takes about ten requests. */
const CHECKS = { limit: 32, atOnce: 8 }

/** Milliseconds after which a mandate is checked again although nothing is known to have changed. */
const AGAIN = { open: 3_600_000, refused: 60_000, invalid: 3_600_000, over: 3_600_000 }

/** Checks the mandates that have come nearer to their end, or whose rental has changed, the most urgent first. */
export async function watchMandates(
  context: KeeperContext,
  { client }: { readonly client: Client },
  block: LatestBlock,
): Promise<void> {
  const { mandates, options, store } = context
  const clock = Date.now()
  const due = mandates.all().flatMap((known) => {
    const time = store.runningTime(known.rentalId)
    const stage = stageOf(known, time, block.timestamp)
    return isCheckDue(mandates.finding(known.digest), { time, stage, clock }) ? [{ known, time, stage }] : []
  })
  const urgent = due.sort((a, b) => endOf(a.time) - endOf(b.time)).slice(0, CHECKS.limit)
  const failures: unknown[] = []
  for (let first = 0; first < urgent.length && options.signal?.aborted !== true; first += CHECKS.atOnce) {
    const piece = urgent.slice(first, first + CHECKS.atOnce)
    const checked = await Promise.allSettled(
      piece.map(async ({ known, time, stage }) => {
        const found = await findingOf(context, client, known, block)
        report(context, known, { ...found, time, stage, checkedAt: clock })
      }),
    )
    failures.push(...checked.flatMap((one) => (one.status === "rejected" ? [one.reason] : [])))
  }
  if (failures.length > 0) throw failures[0]
}

const endOf = (time: RunningTime | undefined) => Number(time?.endsAt ?? Number.MAX_SAFE_INTEGER)

/**
 * How near the end is: 1 when twice `extendBefore` is left, 2 when the extension is due, 3 when half of `extendBefore` is
 * left, 4 at the end. Each of them is a reason to check, and to warn.
 */
function stageOf({ signed }: KnownMandate, time: RunningTime | undefined, now: bigint): number {
  if (time?.endsAt === undefined) return 0
  const left = time.endsAt - now
  const { extendBefore } = signed.mandate
  if (left <= 0n) return 4
  if (2n * left <= extendBefore) return 3
  if (left < extendBefore) return 2
  return left <= 2n * extendBefore ? 1 : 0
}

function isCheckDue(
  last: Finding | undefined,
  { time, stage, clock }: Pick<Finding, "time" | "stage"> & { readonly clock: number },
): boolean {
  if (!last) return true
  if (last.time?.endsAt !== time?.endsAt || last.time?.status !== time?.status) return true
  return stage > last.stage || clock - last.checkedAt >= AGAIN[last.standing]
}

const EXPIRES_EARLY = "expired: The mandate expires before the extension is due. Ask the renter for a new mandate."

type Found = Pick<Finding, "standing" | "reasons"> & { readonly endsSilently: boolean }

async function findingOf(
  context: KeeperContext,
  client: Client,
  { signed }: KnownMandate,
  block: LatestBlock,
): Promise<Found> {
  const keeper = context.options.account.address
  const { maxTip } = signed.mandate
  const asked = async (tip: bigint) => ({ tip, check: await checkMandate(client, { signed, keeper, tip }) })
  let { tip, check } = await asked(maxTip)
  const [less] = check.problems.flatMap(({ error }) => payableTip(error, tip) ?? [])
  if (less !== undefined) ({ tip, check } = await asked(less))

  const sentences = check.problems.map(({ reason, error }) => {
    const isEarly = reason === "expired" && check.next !== undefined
    return isEarly ? EXPIRES_EARLY : `${reason}: ${error.message}`
  })
  if (sentences.length === 0) {
    const token = signed.rental.offer.token
    const missing = await missingTip(context, client, { token, tip, gas: EXTENSION_GAS, baseFee: block.baseFee })
    if (missing) sentences.push(`tip: ${missing}`)
  }
  return { ...standingOf(check, sentences), reasons: sentences }
}

function standingOf({ problems }: MandateCheck, sentences: readonly string[]) {
  const final = problems.filter(({ permanent }) => permanent)
  const isOver = final.some(({ reason }) => reason === "rental" || reason === "extended")
  const open: Standing = sentences.length === 0 ? "open" : "refused"
  const standing: Standing = isOver ? "over" : final.length > 0 ? "invalid" : open
  const endsSilently = final.some(({ error }) => isEscrowError(error) && error.code === "RentalOver")
  return { standing, endsSilently }
}

/** Stores what was found, and logs what the renter has to know. */
function report({ log, mandates, metrics }: KeeperContext, known: KnownMandate, found: Finding & Found): void {
  const { digest, name, rentalId, signed } = known
  const { endsSilently, ...finding } = found
  const last = mandates.finding(digest)
  mandates.setFinding(digest, finding)
  const { renter, extendBefore } = signed.mandate
  const endsAt = finding.time?.endsAt
  const facts = { file: name, mandate: digest, rental: rentalId, renter, endsAt, reasons: finding.reasons }
  const isNews = last?.standing !== finding.standing || String(last.reasons) !== String(finding.reasons)
  if (last?.standing === "open" && endsSilently) {
    metrics.lapsed.inc()
    log.error("rental lapsed", facts)
  } else if (finding.standing === "refused") {
    const isNearer = finding.stage > (last?.stage ?? 0) || last?.time?.endsAt !== endsAt
    const dueAt = endsAt === undefined ? undefined : endsAt + 1n - extendBefore
    if (isNews || isNearer) log.warn("extension will be refused", { ...facts, dueAt })
  } else if (finding.standing === "invalid" && isNews) log.warn("mandate cannot be executed", facts)
  else if (finding.standing === "over" && isNews) log.info("mandate is over", facts)
  else if (finding.standing === "open" && last?.standing === "refused") log.info("extension possible again", facts)
}
