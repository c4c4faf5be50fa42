// What happens to a purchase that was signed. The relayer's word is only a hint: rentals and payment are read from the
// chain.
import { getState, idOf, isEscrowError } from "@gpuflow/escrow"
import { waitForRequest } from "@gpuflow/escrow/requests"
import { decodeRouterEvents, purchaseDigest, type SignedPurchase, verifyPurchase } from "@gpuflow/escrow/router"
import type { Address, Hash, Hex } from "viem"
import { type AccountContext, getChainTime } from "../chain/context.ts"
import { CliError } from "../errors.ts"
import { exitCodes } from "../exitCodes.ts"
import { note, type Result } from "../terminal/output.ts"
import { progress } from "../terminal/progress.ts"
import { formatAmount, type Unit } from "../text/amounts.ts"
import { formatMoment } from "../text/times.ts"
import { reportTransactions } from "../transaction/report.ts"
import { toWaitOptions } from "../transaction/send.ts"
import type { Purchasing } from "./purchasing.ts"
import { PurchaseUnknown, type RelayClient, RelayFailure, refusedByRelayer } from "./relayClient.ts"

/**
 * How a purchase ended:
 * - `done`: it is carried out.
 * - `needless`: the same was paid without it, and it can no longer be carried out.
 * - `refused`: the relayer does not send it, or says so. Until it expires, the relayer still could.
 * - `expired`: nobody can send it any more, and nothing was paid.
 */
export type PurchaseEnd =
  | { readonly status: "done"; readonly result: Result }
  | { readonly status: "needless" | "refused"; readonly error: CliError }
  | { readonly status: "expired" }

/** Milliseconds between two looks at relayer and chain. */
const PAUSE = 1_000
/** Seconds after the expiry until which a block with the purchase may still come to light. */
const LATE = 60n
/** Failures of the relayer after which it is not asked by which transaction it carried the purchase out. */
const MAX_FAILURES = 3

/** Sends a signed purchase, unless the relayer has it, and waits for its end. */
export async function followPurchase(purchasing: Purchasing, signed: SignedPurchase): Promise<PurchaseEnd> {
  const { session, client } = purchasing.context
  const { router, chainId, payment } = signed
  const { payer, relayFee, relayer, validBefore } = payment
  const orders = signed.orders.map(({ rental, duration }) => ({
    rentalId: idOf(rental),
    renter: rental.renter,
    duration,
  }))
  const digest = purchaseDigest({ router, chainId, purchase: { orders, relayFee, relayer, validBefore } })
  session.openPurchase = digest
  const wait = (isFailureReported: boolean) =>
    progress(
      session,
      "Waiting for the relayer",
      waitForPurchase(purchasing, signed, { digest, payer, isFailureReported }),
    )
  let end = await wait(false)
  if (end instanceof RelayFailure) {
    const now = await getChainTime(client)
    note(session, `${end.reason} The purchase is kept, and expires ${formatMoment(validBefore, now)}.`)
    note(session, "This command asks again until then. To use another relayer, stop it, and run it again with --relay.")
    end = await wait(true)
  }
  session.openPurchase = undefined
  return end instanceof RelayFailure ? { status: "refused", error: end } : end
}

type Named = { readonly digest: Hex; readonly payer: Address }
/** A failure that is not reported yet ends the wait, so that the user learns of it at once. */
type Waited = Named & { readonly isFailureReported: boolean }

async function waitForPurchase(
  purchasing: Purchasing,
  signed: SignedPurchase,
  { isFailureReported, ...named }: Waited,
): Promise<PurchaseEnd | RelayFailure> {
  const { context, relay } = purchasing
  const { signal } = context.session
  const { validBefore } = signed.payment
  for (let failures = 0; ; ) {
    signal.throwIfAborted()
    const state = await relay.state(named.digest, named.payer).catch((error: unknown) => {
      if (error instanceof PurchaseUnknown) return relay.send(signed).catch(toRefusal)
      return toRefusal(error)
    })
    const refusal = refusalIn(state)
    const isFailing = state instanceof RelayFailure
    if (isFailing) failures += 1
    // A transaction may be there before this node has its block.
    const carriedOut = await isCarriedOut(context, signed)
    if ("status" in state && (state.status === "included" || state.status === "final")) {
      const result = await reportPurchase(purchasing, signed, { ...named, hash: state.hash })
      if (result) return { status: "done", result }
    }
    if (!carriedOut && refusal) return { status: "refused", error: refusal }
    if (!carriedOut && isFailing && !isFailureReported) return state
    const isOver = (await getChainTime(context.client)) > validBefore + LATE
    if (carriedOut && (isOver || refusal || failures > MAX_FAILURES)) return endWithout(purchasing, signed, named)
    if (isOver) return { status: "expired" }
    await new Promise((resolve) => setTimeout(resolve, PAUSE))
  }
}

const toRefusal = (error: unknown): CliError => {
  if (error instanceof CliError) return error
  throw error
}

type Answer = Awaited<ReturnType<RelayClient["state"]>> | CliError

/** Why the relayer does not send the purchase, if so. */
function refusalIn(answer: Answer): CliError | undefined {
  if (answer instanceof CliError) return answer instanceof RelayFailure ? undefined : answer
  if (answer.status !== "refused") return undefined
  return refusedByRelayer(answer.problem ?? { code: "PurchaseRefused", detail: "It gives no reason." })
}

/** Whether every rental exists and lasts as long as was ordered. */
async function isCarriedOut({ client, escrow }: AccountContext, { orders }: SignedPurchase): Promise<boolean> {
  const states = await Promise.all(orders.map(({ rental }) => getState(client, { escrow, id: idOf(rental) })))
  return states.every(({ status, duration }, index) => status !== "None" && duration >= (orders[index]?.duration ?? 0n))
}

/** What the transaction did, as deep as `--wait` asks. Returns nothing if it is not the purchase's. */
async function reportPurchase(
  { context, options, unit }: Purchasing,
  signed: SignedPurchase,
  { digest, hash }: Named & { readonly hash: Hash | undefined },
): Promise<Result | undefined> {
  if (hash === undefined) return undefined
  const { client, escrow, session } = context
  const waiting = toWaitOptions(session, options)
  const sent = await waitForRequest(client, { escrow, hash, ...waiting }).catch((error: unknown) => {
    // A replaced or reorganised transaction: the relayer, or the chain, has another one soon.
    if (isEscrowError(error) && MOVED.includes(error.code)) return undefined
    throw error
  })
  if (!sent) return undefined
  const events = decodeRouterEvents({ router: signed.router, logs: sent.receipt.logs })
  if (!events.some(({ args }) => args.purchase === digest)) return undefined
  const report = reportTransactions([sent], unit, factsOf(signed, digest))
  return { ...report, text: `${textOf(signed, unit)}\n${report.text}` }
}

const MOVED: readonly string[] = ["TransactionReplaced", "TransactionDropped", "TransactionReverted"]

/** What was ordered is there, and the relayer does not say by which transaction. */
async function endWithout({ context, unit }: Purchasing, signed: SignedPurchase, { digest }: Named) {
  const { client } = context
  const { escrow, router, payment } = signed
  const { refusals } = await verifyPurchase(client, { signed, escrow, router, relayer: payment.relayer })
  if (refusals.some(({ reason }) => reason === "used")) {
    const json = { ...factsOf(signed, digest), transactions: [] }
    return { status: "done", result: { json, text: textOf(signed, unit) } } as const
  }
  const error = new CliError(
    exitCodes.nothing,
    "AlreadyPaid",
    "The same was paid by an earlier purchase of yours, or by another account. This purchase takes nothing.",
    factsOf(signed, digest),
  )
  return { status: "needless", error } as const
}

function factsOf({ orders, payment }: SignedPurchase, purchase: Hex) {
  const ids = orders.map(({ rental }) => idOf(rental))
  return { id: ids[0], ids, purchase, fee: payment.relayFee }
}

function textOf({ verb, orders, payment }: SignedPurchase, unit: Unit): string {
  const done = verb === "rent" ? "Rented" : "Extended"
  const ids = orders.map(({ rental }) => `${done}: ${idOf(rental)}`)
  return [...ids, `Fee of the relayer: ${formatAmount(payment.relayFee, unit)}`].join("\n")
}
