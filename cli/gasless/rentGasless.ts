// `rent --gasless`: one signature in place of transactions. A relayer sends the purchase, for a fee in the offer's token.
import { randomBytes } from "node:crypto"
import { bondOf, getState, idOf, isEscrowError, type RiskyTerm } from "@gpuflow/escrow"
import { hashOffer } from "@gpuflow/escrow/offer"
import { type DepositPlan, planDeposit } from "@gpuflow/escrow/plan"
import { waitForRequest } from "@gpuflow/escrow/requests"
import {
  decodeRouterEvents,
  getPurchaseWays,
  type PreparedPurchase,
  type PurchaseOrder,
  type PurchaseWayOption,
  preparePurchase,
  purchaseDigest,
  type SignedPurchase,
  signPurchase,
} from "@gpuflow/escrow/router"
import { type Address, type Hash, type Hex, keccak256, toHex } from "viem"
import { type AccountContext, getChainTime } from "../chain/context.ts"
import { placeOf, resolveRouter } from "../chain/periphery.ts"
import { CliError, UsageError } from "../errors.ts"
import { exitCodes } from "../exitCodes.ts"
import type { SignedOffer } from "../offer/offerSource.ts"
import { note, type Result } from "../terminal/output.ts"
import { progress } from "../terminal/progress.ts"
import { formatAmount, toAmount, type Unit } from "../text/amounts.ts"
import { formatMoment, formatSeconds } from "../text/times.ts"
import { confirmSteps } from "../transaction/confirm.ts"
import { reportTransactions } from "../transaction/report.ts"
import { toWaitOptions, type WriteOptions } from "../transaction/send.ts"
import { openPurchaseRecord, type PurchaseRecord } from "./purchaseRecord.ts"
import { openRelayClient, PurchaseUnknown, type RelayClient, RelayFailure, refusedByRelayer } from "./relayClient.ts"

export type GaslessOptions = WriteOptions & {
  readonly for: bigint
  readonly order?: string | undefined
  readonly renter?: Address | undefined
  readonly accept?: readonly RiskyTerm[] | undefined
  readonly relay?: string | undefined
  readonly router?: Address | undefined
  readonly maxFee?: string | undefined
}

/** What one command buys. */
type Purchasing = {
  readonly context: AccountContext
  readonly options: GaslessOptions
  readonly relay: RelayClient
  readonly unit: Unit
}

/** Rents one machine, or several at once: all of them, or none. */
export async function rentGasless(
  context: AccountContext,
  options: GaslessOptions,
  { offers, unit }: { readonly offers: readonly SignedOffer[]; readonly unit: Unit },
): Promise<Result> {
  const { session, client, account } = context
  if (context.safe) {
    throw new UsageError(
      "--gasless signs with a key of this command, which a Safe does not have. Leave out --gasless, or rent with an account that has a key.",
    )
  }
  if (options.yes && options.maxFee === undefined && !options.dryRun) {
    throw new UsageError("--gasless with --yes needs --max-fee, the highest fee that you pay, such as `0.05 USDC`.")
  }
  const relay = openRelayClient(options.relay ?? session.env["GPUFLOW_RELAY_URL"])
  const purchasing = { context, options, relay, unit }
  const router = resolveRouter(session, placeOf(context), options.router)
  const renter = options.renter ?? account.address
  const hashes = offers.map(({ offer }) => hashOffer(offer))
  const named = [client.chain.id, router, account.address, renter, options.for, options.order ?? "", ...hashes]
  const record = openPurchaseRecord(session, named)
  const before = await record.read()
  const salt = saltOf(options, before)
  const orders = offers.map(({ offer, hostSignature }) => ({
    rental: { offer, renter, salt },
    duration: options.for,
    hostSignature,
  }))
  if (before && !options.dryRun) {
    note(session, "A purchase was signed by an earlier run of this command. It continues with it.")
    const result = await follow(purchasing, record, before)
    if (result) return result
    note(session, "It expired, and nothing was paid.")
  }
  const plans = await Promise.all(orders.map((order) => planOrder(context, options, order)))
  const prepared = await prepare(purchasing, router, orders)
  await describe(purchasing, prepared, plans)
  if (options.dryRun) return dryRun(purchasing, prepared)
  await confirmSteps(session, options, sentencesOf(purchasing, prepared))
  const signed = await signPurchase(client, { purchase: prepared.purchase, way: prepared.way, account })
  await record.write(signed)
  const result = await follow(purchasing, record, signed)
  if (result) return result
  throw new CliError(
    exitCodes.refused,
    "PurchaseExpired",
    "The relayer did not send the purchase before it expired. Nothing was paid. Run the command again.",
  )
}

/** The same id as before, so that at most one of two purchases is paid. */
function saltOf({ order }: GaslessOptions, before: SignedPurchase | undefined): Hex {
  const [first] = before?.orders ?? []
  if (first) return first.rental.salt
  return order === undefined ? toHex(randomBytes(32)) : keccak256(toHex(order))
}

/** The terms that `rent` checks and shows. Its steps are those of a payer with POL, and are not taken. */
function planOrder(
  { client, escrow, account }: AccountContext,
  { for: duration, accept }: GaslessOptions,
  { rental, hostSignature = "0x" }: PurchaseOrder,
): Promise<DepositPlan> {
  return planDeposit(client, { escrow, rental, duration, hostSignature, accept, account })
}

type Prepared = {
  readonly purchase: PreparedPurchase
  readonly way: PurchaseWayOption["way"]
  readonly needsPermit: boolean
}

/** The way that needs fewer signatures, with the relayer's fee for it. */
async function prepare(
  { context, options, relay, unit }: Purchasing,
  router: Address,
  orders: readonly PurchaseOrder[],
): Promise<Prepared> {
  const { client, escrow, account } = context
  const terms = { escrow, router, payer: account.address, orders }
  const free = await preparePurchase(client, { ...terms, relayFee: 0n })
  const ways = await getPurchaseWays(client, { purchase: free })
  const found = ways.find(({ available }) => available)
  if (!found) throw ways.find(({ error }) => error)?.error ?? new UsageError("The token cannot be signed for.")
  const method = found.way === "authorization" ? "Authorization" : "Permit2"
  const quote = await relay.quote({ token: free.token, method, orders: orders.length })
  requireSame("chain", quote.chainId, client.chain.id)
  requireSame("escrow", quote.escrow, escrow)
  requireSame("router", quote.router, router)
  const { fee: relayFee, relayer } = quote
  if (options.maxFee !== undefined && relayFee > toAmount(options.maxFee, unit)) {
    const asked = formatAmount(relayFee, unit)
    throw new UsageError(
      `The relayer asks for ${asked}, more than --max-fee. Pass a higher --max-fee, or choose another relayer.`,
      { fee: relayFee },
    )
  }
  const purchase = await preparePurchase(client, { ...terms, relayFee, relayer })
  return { purchase, way: found.way, needsPermit: found.needsPermit }
}

function requireSame(what: string, answered: string | number, expected: string | number): void {
  if (String(answered).toLowerCase() === String(expected).toLowerCase()) return
  throw new UsageError(`The relayer works for another ${what}, ${answered}. Pass a relayer for ${expected}.`)
}

async function describe({ context, options, unit }: Purchasing, { purchase }: Prepared, plans: readonly DepositPlan[]) {
  const { session, client } = context
  const now = await getChainTime(client)
  const amount = (value: bigint) => formatAmount(value, unit)
  const { price, value } = purchase
  const fee = purchase.purchase.relayFee
  const rentals = plans.map(({ summary }, index) => {
    const offer = purchase.orders[index]?.rental.offer
    const bond = offer ? bondOf(offer, options.for) : 0n
    const secured = bond > 0n ? `the host's bond ${amount(bond)}` : "no bond"
    return `Rental ${summary.id}: ${formatSeconds(options.for)} for ${amount(summary.price)}, ${secured}.`
  })
  const warnings = plans.flatMap((plan) => plan.warnings.map(({ sentence }) => `Note: ${sentence}`))
  const notes = unit.warning ? [`Note: ${unit.warning}`] : []
  const sum = `Price ${amount(price)}, fee of the relayer ${amount(fee)}, in all at most ${amount(value)}.`
  const until = `The purchase expires ${formatMoment(purchase.purchase.validBefore, now)}.`
  for (const line of [...new Set([...rentals, ...warnings, ...notes]), sum, until]) note(session, line)
}

/** What is signed, in words. */
function sentencesOf({ relay, unit }: Purchasing, { purchase, way, needsPermit }: Prepared): string[] {
  const value = formatAmount(purchase.value, unit)
  const {
    router,
    permit2,
    purchase: { relayer },
  } = purchase
  const payment =
    way === "authorization"
      ? `Sign an authorization of the token: the router ${router} may take exactly ${value}, once, for these rentals.`
      : `Sign a transfer by Permit2: the router ${router} may take at most ${value}, once, for these rentals.`
  const permit = needsPermit ? [`Sign a permit: Permit2, at ${permit2}, may use exactly ${value}.`] : []
  return [...permit, payment, `The relayer ${relay.base} sends it from ${relayer}, and pays for the gas.`]
}

function dryRun(purchasing: Purchasing, prepared: Prepared): Result {
  const { price, value, digest, purchase, router, payer } = prepared.purchase
  const { relayFee: fee, relayer, validBefore } = purchase
  const signatures = sentencesOf(purchasing, prepared)
  const ids = purchase.orders.map(({ rentalId }) => rentalId)
  return {
    json: {
      dryRun: true,
      ids,
      payer,
      router,
      relayer,
      way: prepared.way,
      price,
      fee,
      value,
      validBefore,
      digest,
      signatures,
    },
    text: ["Dry run. Nothing is signed or sent.", ...signatures].join("\n\n"),
  }
}

/** Milliseconds between two looks at relayer and chain. */
const PAUSE = 1_000
/** Seconds after the expiry until which a block with the purchase may still come to light. */
const LATE = 60n

/**
 * Sends a signed purchase and waits until it is carried out. Returns nothing if it can no longer be. The relayer's word is
 * only a hint: the rentals are read from the chain.
 */
async function follow(
  purchasing: Purchasing,
  record: PurchaseRecord,
  signed: SignedPurchase,
): Promise<Result | undefined> {
  const { session } = purchasing.context
  const { router, chainId, payment } = signed
  const { payer, relayFee, relayer, validBefore } = payment
  const orders = signed.orders.map(({ rental, duration }) => ({
    rentalId: idOf(rental),
    renter: rental.renter,
    duration,
  }))
  const digest = purchaseDigest({ router, chainId, purchase: { orders, relayFee, relayer, validBefore } })
  session.openPurchase = digest
  const wait = (isReported: boolean) =>
    progress(
      session,
      "Waiting for the relayer",
      waitForPurchase(purchasing, signed, { digest, payer, isFailureReported: isReported }),
    )
  let result = await wait(false)
  if (result instanceof RelayFailure) {
    const now = await getChainTime(purchasing.context.client)
    note(session, `${result.reason} The purchase is kept, and expires ${formatMoment(validBefore, now)}.`)
    note(session, "This command asks again until then. To use another relayer, stop it, and run it again with --relay.")
    result = await wait(true)
  }
  session.openPurchase = undefined
  await record.remove()
  if (result instanceof CliError) throw result
  return result
}

type Named = { readonly digest: Hex; readonly payer: Address }
/** A failure that is not reported yet ends the wait, so that the user learns of it at once. */
type Waited = Named & { readonly isFailureReported: boolean }

async function waitForPurchase(
  purchasing: Purchasing,
  signed: SignedPurchase,
  { isFailureReported, ...named }: Waited,
): Promise<Result | CliError | undefined> {
  const { context, relay } = purchasing
  const { signal } = context.session
  const { validBefore } = signed.payment
  let failures = 0
  for (;;) {
    signal.throwIfAborted()
    const state = await relay.state(named.digest, named.payer).catch((error: unknown) => {
      if (error instanceof PurchaseUnknown) return relay.send(signed).catch(toRefusal)
      return toRefusal(error)
    })
    if (state instanceof RelayFailure) failures += 1
    const hash = "status" in state ? state.hash : undefined
    const isThere = "status" in state && (state.status === "included" || state.status === "final")
    const carriedOut = await isCarriedOut(context, signed)
    if (carriedOut || isThere) {
      const found = await reportPurchase(purchasing, signed, { ...named, hash: isThere ? hash : undefined })
      if (found) return found
    }
    if (!carriedOut && state instanceof CliError && !(state instanceof RelayFailure)) return state
    if (!carriedOut && "status" in state && state.status === "refused") {
      return refusedByRelayer(state.problem ?? { code: "PurchaseRefused", detail: "It gives no reason." })
    }
    if (!carriedOut && state instanceof RelayFailure && !isFailureReported) return state
    if ((await getChainTime(context.client)) > validBefore + LATE) {
      if (carriedOut) return reportWithout(purchasing, signed, named)
      return undefined
    }
    if (carriedOut && failures > 3) return reportWithout(purchasing, signed, named)
    await new Promise((resolve) => setTimeout(resolve, PAUSE))
  }
}

const toRefusal = (error: unknown): CliError => {
  if (error instanceof CliError) return error
  throw error
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
  const report = reportTransactions([sent], unit, resultOf(signed, digest))
  return { ...report, text: `${rentedText(signed, unit)}\n${report.text}` }
}

const MOVED: readonly string[] = ["TransactionReplaced", "TransactionDropped", "TransactionReverted"]

/** The rentals are there, and the relayer does not say by which transaction. */
function reportWithout({ unit }: Purchasing, signed: SignedPurchase, { digest }: Named): Result {
  return { json: { ...resultOf(signed, digest), transactions: [] }, text: rentedText(signed, unit) }
}

function resultOf({ orders, payment }: SignedPurchase, purchase: Hex) {
  const ids = orders.map(({ rental }) => idOf(rental))
  return { id: ids[0], ids, purchase, fee: payment.relayFee }
}

function rentedText({ orders, payment }: SignedPurchase, unit: Unit): string {
  const ids = orders.map(({ rental }) => `Rented: ${idOf(rental)}`)
  return [...ids, `Fee of the relayer: ${formatAmount(payment.relayFee, unit)}`].join("\n")
}
