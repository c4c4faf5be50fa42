// A purchase with one signature in place of transactions: a relayer sends it, for a fee in the token of what is bought.
import { idOf } from "@gpuflow/escrow"
import {
  getPurchaseWays,
  type PreparedPurchase,
  type PurchaseOrder,
  type PurchaseVerb,
  type PurchaseWayOption,
  preparePurchase,
  type SignedPurchase,
  signPurchase,
} from "@gpuflow/escrow/router"
import type { Address } from "viem"
import { type AccountContext, getChainTime } from "../chain/context.ts"
import { placeOf, resolveRouter } from "../chain/periphery.ts"
import { CliError, UsageError } from "../errors.ts"
import { exitCodes } from "../exitCodes.ts"
import { hideSecretsOf, type ProposedPayment } from "../session.ts"
import { note, type Result } from "../terminal/output.ts"
import { formatAmount, toAmount, type Unit } from "../text/amounts.ts"
import { formatMoment } from "../text/times.ts"
import { confirmSteps } from "../transaction/confirm.ts"
import { followPurchase } from "./followPurchase.ts"
import { openPurchaseRecord } from "./purchaseRecord.ts"
import type { GaslessOptions, Purchasing } from "./purchasing.ts"
import { openRelayClient } from "./relayClient.ts"

/** What a command buys. */
export type Wanted = {
  readonly verb: PurchaseVerb
  readonly unit: Unit
  /** With chain, router and payer: all that makes it the same command again. */
  readonly named: readonly unknown[]
  /** Checks and describes the orders. `earlier` is what an earlier run of the command signed, and was not paid. */
  readonly plan: (earlier: EarlierPurchase | undefined) => Promise<Planned>
}

export type EarlierPurchase = {
  readonly signed: SignedPurchase
  /** A relayer can still send it. */
  readonly isOpen: boolean
}

type Planned = {
  readonly orders: readonly PurchaseOrder[]
  /** What they are, for the user. */
  readonly lines: readonly string[]
}

/** Signs a purchase, gives it to the relayer, and waits until it is carried out. Continues with what was signed before. */
export async function buyGasless(context: AccountContext, options: GaslessOptions, wanted: Wanted): Promise<Result> {
  const { session, client, account } = context
  const { unit, verb } = wanted
  if (context.safe) {
    throw new UsageError(
      `--gasless signs with a key of this command, which a Safe does not have. Leave out --gasless, or ${verb} with an account that has a key.`,
    )
  }
  if (options.yes && options.maxFee === undefined && !options.dryRun) {
    throw new UsageError("--gasless with --yes needs --max-fee, the highest fee that you pay, such as `0.05 USDC`.")
  }
  if (options.relay !== undefined) hideSecretsOf(session, options.relay)
  if (options.relay !== undefined) hideSecretsOf(session, options.relay)
  const relay = openRelayClient(options.relay ?? session.env["GPUFLOW_RELAY_URL"])
  const purchasing = { context, options, relay, unit }
  const router = resolveRouter(session, placeOf(context), options.router)
  const record = openPurchaseRecord(session, [client.chain.id, router, account.address, ...wanted.named])
  const before = await record.read()
  let earlier: EarlierPurchase | undefined = before && { signed: before, isOpen: true }
  if (before && !options.dryRun) {
    note(session, "A purchase was signed by an earlier run of this command. It continues with it.")
    const end = await followPurchase(purchasing, before)
    if (end.status === "expired") note(session, "It expired, and nothing was paid.")
    else if (end.status === "refused") note(session, `${end.error.message} ${AGAIN}`)
    else {
      await record.remove()
      return resultOf(end)
    }
    earlier = { signed: before, isOpen: end.status === "refused" }
  }
  const planned = await wanted.plan(earlier)
  const prepared = await prepare(purchasing, { verb, router, orders: planned.orders })
  await describe(purchasing, prepared, planned)
  if (options.dryRun) return dryRun(purchasing, prepared)
  await confirmSteps(session, options, sentencesOf(purchasing, prepared), paymentOf(wanted, planned, prepared))
  const signed = await signPurchase(client, { purchase: prepared.purchase, way: prepared.way, account })
  await record.write(signed)
  const end = await followPurchase(purchasing, signed)
  // The relayer can still send what it refuses. The record stays, so that another run buys the same, and not more.
  if (end.status === "refused") throw end.error
  await record.remove()
  if (end.status !== "expired") return resultOf(end)
  throw new CliError(
    exitCodes.refused,
    "PurchaseExpired",
    "The relayer did not send the purchase before it expired. Nothing was paid. Run the command again.",
  )
}

const AGAIN = "It is signed again. At most one of the two is paid."

function resultOf(end: { readonly result: Result } | { readonly error: CliError }): Result {
  if ("error" in end) throw end.error
  return end.result
}

/** The payment of a purchase for one rental. */
function paymentOf({ verb }: Wanted, { orders }: Planned, { purchase }: Prepared): ProposedPayment | undefined {
  const [order, ...more] = orders
  if (!order || more.length > 0) return undefined
  const { rental, duration } = order
  const { value: amount, purchase: signed } = purchase
  return { verb, rental: idOf(rental), offer: rental.offer, duration, amount, validBefore: signed.validBefore }
}

type Prepared = {
  readonly purchase: PreparedPurchase
  readonly way: PurchaseWayOption["way"]
  readonly needsPermit: boolean
}
type Terms = {
  readonly verb: PurchaseVerb
  readonly router: Address
  readonly orders: readonly PurchaseOrder[]
}

/** The way that needs fewer signatures, with the relayer's fee for it. */
async function prepare({ context, options, relay, unit }: Purchasing, given: Terms): Promise<Prepared> {
  const { client, escrow, account } = context
  const { verb, router, orders } = given
  const terms = { ...given, escrow, payer: account.address }
  const free = await preparePurchase(client, { ...terms, relayFee: 0n })
  const ways = await getPurchaseWays(client, { purchase: free })
  const found = ways.find(({ available }) => available)
  if (!found) throw ways.find(({ error }) => error)?.error ?? new UsageError("The token cannot be signed for.")
  const method = found.way === "authorization" ? "Authorization" : "Permit2"
  const quote = await relay.quote({ token: free.token, verb, method, orders: orders.length })
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

async function describe({ context, unit }: Purchasing, { purchase }: Prepared, { lines }: Planned): Promise<void> {
  const { session, client } = context
  const now = await getChainTime(client)
  const amount = (value: bigint) => formatAmount(value, unit)
  const { price, value } = purchase
  const { relayFee, validBefore } = purchase.purchase
  const notes = unit.warning ? [`Note: ${unit.warning}`] : []
  const sum = `Price ${amount(price)}, fee of the relayer ${amount(relayFee)}, in all at most ${amount(value)}.`
  const until = `The purchase expires ${formatMoment(validBefore, now)}.`
  for (const line of [...new Set([...lines, ...notes]), sum, until]) note(session, line)
}

/** What is signed, in words. */
function sentencesOf({ relay, unit }: Purchasing, { purchase, way, needsPermit }: Prepared): string[] {
  const { price, router, permit2, verb } = purchase
  const { relayFee, relayer } = purchase.purchase
  const value = formatAmount(purchase.value, unit)
  const what = verb === "rent" ? "these rentals" : "this extension"
  const payment =
    way === "authorization"
      ? `Sign an authorization of the token: the router ${router} may take exactly ${value}, once, for ${what}.`
      : `Sign a transfer by Permit2: the router ${router} may take at most ${value}, once, for ${what}.`
  const rest = purchase.value > price + relayFee ? " It returns what it does not need in the same transaction." : ""
  const permit = needsPermit ? [`Sign a permit: Permit2, at ${permit2}, may use exactly ${value}.`] : []
  return [...permit, `${payment}${rest}`, `The relayer ${relay.name} sends it from ${relayer}, and pays for the gas.`]
}

function dryRun(purchasing: Purchasing, prepared: Prepared): Result {
  const { price, value, digest, purchase, router, payer } = prepared.purchase
  const { relayFee: fee, relayer, validBefore } = purchase
  const signatures = sentencesOf(purchasing, prepared)
  const ids = purchase.orders.map(({ rentalId }) => rentalId)
  const { way } = prepared
  return {
    json: { dryRun: true, ids, payer, router, relayer, way, price, fee, value, validBefore, digest, signatures },
    text: ["Dry run. Nothing is signed or sent.", ...signatures].join("\n\n"),
  }
}
