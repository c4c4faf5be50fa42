import type { Address, Hash, Hex } from "../../types.ts"
import { decodeEvents } from "../escrowEvents.ts"
import { decoding, foreignEvents } from "../foreignContract.ts"
import { getTokenMetadata } from "../plan/getTokenMetadata.ts"
import {
  type Permit2Step,
  type Relay,
  type RelayedOrders,
  type RelayPlan,
  type RelayRun,
  type RelayStep,
  relayStepOf,
} from "../plan/relay.ts"
import { type PermitRequest, signPrepared } from "../plan/signPermit.ts"
import type { Wallet } from "../port.ts"
import { cancellable, report, requireGoing } from "../progress.ts"
import { EventNotFoundError, revertedBy, type TransactionResult } from "../rental/send.ts"
import { requireReceipt } from "../rental/waitForTransaction.ts"
import { hasEscrowBrand } from "../revert.ts"
import { writtenAmount } from "../writtenAmount.ts"
import { preparePurchase } from "./preparePurchase.ts"
import { type PreparedPurchase, purchaseWays, type RouterParameters, type SignedPurchase } from "./purchase.ts"
import { type PurchaseWayOption, paymentTypedData, wayOption } from "./purchaseWays.ts"
import { type RouterEvent, routerContract } from "./routerContract.ts"
import { permitForPermit2, signPurchase } from "./signPurchase.ts"

/** Parameters of `relayThrough`. */
export type RelayThroughParameters = RouterParameters & {
  /** What the relayer receives, base units of the token. A function is asked for each plan. */
  readonly fee: bigint | ((orders: RelayedOrders) => bigint | Promise<bigint>)
  /** Passes the signed purchase to the relayer, such as by `fetch`. Returns the hash of the relayer's transaction. */
  readonly send: (signed: SignedPurchase) => Hash | Promise<Hash>
  /** The only account that may send the transaction. Default: any. */
  readonly relayer?: Address | undefined
  /** Whether to relay although the account could pay for a transaction. Default: only if it has too few coins. */
  readonly always?: boolean | undefined
}

/**
 * Lets a payer without native coin pay by a signature that a relayer sends: pass what it returns as `relay` to
 * `planDeposit`, `planPayment`, `runDeposit`, `runPayment`, `useRent` or `usePayment`. The plan then has the way that the
 * token and the account allow, and names the fee. The purchase is simulated with its signature before the relayer gets it.
 *
 * @example
 * import { planDeposit, runDeposit } from "@gpuflow/escrow/plan"
 * import { relayThrough, serializePurchase } from "@gpuflow/escrow/router"
 * import { createWalletClient, custom } from "viem"
 * import { polygon } from "viem/chains"
 *
 * declare const ethereum: Parameters<typeof custom>[0] // the browser's wallet
 * declare const wanted: planDeposit.Parameters // the offer, the renter and the duration
 *
 * const client = createWalletClient({ account: "0x…", chain: polygon, transport: custom(ethereum) })
 * const relay = relayThrough({
 *   router: "0x…",
 *   fee: 20_000n,
 *   send: async (signed) => {
 *     const answer = await fetch("/relay", { method: "POST", body: serializePurchase(signed) })
 *     return (await answer.json()).hash
 *   },
 * })
 * const plan = await planDeposit(client, { ...wanted, relay })
 * for (const { sentence } of plan.steps) console.log(sentence)
 * const { id } = await runDeposit(client, { plan, relay })
 *
 * @param parameters The router, the fee, and how the relayer gets the signed purchase
 * @returns What planners take as `relay`
 */
export function relayThrough({ router, fee, send, relayer, always = false }: RelayThroughParameters): Relay {
  const terms = { router, relayer }
  return {
    address: router,
    always,
    plan: async (wallet, orders) => {
      const relayFee = typeof fee === "bigint" ? fee : await fee(orders)
      return planned(wallet, { ...terms, ...orders, relayFee })
    },
    run: (wallet, given) => run(wallet, { ...terms, ...given, send }),
  }
}

type Terms = RouterParameters & { readonly relayer?: Address | undefined }
type Wanted = Terms & RelayedOrders & { readonly relayFee: bigint; readonly value?: bigint }

function permitStep({ value: amount, ...permit }: PermitRequest): Permit2Step {
  const sentence = "Sign a permit that lets Permit2 take exactly this payment. It costs no gas."
  return { kind: "permit", sentence, amount, ...permit }
}

/** What keeps a payment from being relayed, and not from being made. */
const REFUSALS =
  /^(NativeCoin|InsufficientBalance|InsufficientPermit2Allowance|AccountCannotSign|AuthorizationUnsupported)$/

async function planned(wallet: Wallet, wanted: Wanted): Promise<RelayPlan> {
  try {
    const purchase = await preparePurchase(wallet, { ...wanted, payer: wallet.account })
    const option = await chosenWay(wallet, purchase)
    const { token, price } = purchase
    return { steps: await stepsOf(wallet, purchase, option), token, price }
  } catch (refusal) {
    if (!hasEscrowBrand(refusal) || !REFUSALS.test(refusal.code)) throw refusal
    return { refusal }
  }
}

/** The way with the fewest signatures. That a token has no authorizations is not a reason: Permit2 is for every token. */
async function chosenWay(wallet: Wallet, purchase: PreparedPurchase): Promise<PurchaseWayOption> {
  const options = await Promise.all(purchaseWays.map((way) => wayOption(wallet, way, purchase)))
  const found = options.find(({ available }) => available)
  if (found) return found
  const errors = options.flatMap(({ error }) => (error ? [error] : []))
  throw errors.find(({ code }) => code !== "AuthorizationUnsupported") ?? errors[0]
}

async function stepsOf(
  wallet: Wallet,
  purchase: PreparedPurchase,
  { way, needsPermit }: PurchaseWayOption,
): Promise<(Permit2Step | RelayStep)[]> {
  const { router, token, value: amount, orders } = purchase
  const { relayFee: fee, relayer, validBefore: deadline } = purchase.purchase
  const [metadata, typedData, permit] = await Promise.all([
    getTokenMetadata(wallet, { token }),
    paymentTypedData(wallet, way, purchase),
    needsPermit ? permitForPermit2(wallet, purchase) : undefined,
  ])
  const [most, part] = [amount, fee].map((value) => writtenAmount(value, metadata))
  const what = orders.length > 1 ? ` for ${orders.length} rentals` : ""
  const permitting: Permit2Step[] = permit ? [permitStep(permit)] : []
  return [
    ...permitting,
    {
      kind: "sign",
      sentence: `Sign a payment of at most ${most}${what}, including a fee of ${part} for the relayer. You need no POL.`,
      ...{ way, amount, fee, typedData, deadline },
    },
    {
      kind: "relay",
      sentence: "Pass the payment to the relayer, which sends it and pays for the gas.",
      ...{ way, amount, fee, router, relayer },
    },
  ]
}

type Signing = Extract<RelayStep, { readonly kind: "sign" }>

/** Reports a step, and lets the page stop before it. */
type Begin = (step: Permit2Step | RelayStep) => Promise<void>

type Running = Terms & RelayRun & { readonly send: RelayThroughParameters["send"] }

/** What was shown is what is signed: way, value, fee and relayer are the plan's. The nonce and the expiry are new. */
async function run(
  wallet: Wallet,
  { steps, before, send, waitOptions, ...given }: Running,
): Promise<TransactionResult> {
  const sending = relayStepOf(steps)
  const signing = steps.find((step): step is Signing => step.kind === "sign")
  if (!sending || !signing) throw new TypeError("The plan relays nothing.")
  const { way, fee: relayFee, relayer, amount: value } = sending
  const terms = { ...given, payer: wallet.account, relayFee, relayer, value }
  const purchase = await cancellable(preparePurchase(wallet, terms), waitOptions)
  const { needsPermit, error } = await cancellable(wayOption(wallet, way, purchase), waitOptions)
  if (error) throw error
  // The allowance may have changed since the plan was made.
  const isPlanned = steps[0]?.kind === "permit"
  let taken = isPlanned && !needsPermit ? 1 : 0
  const total = steps.length + (!isPlanned && needsPermit ? 1 : 0)
  const begin: Begin = async (step) => {
    const { kind, sentence } = step
    taken += 1
    report(waitOptions, { phase: "step", index: taken, count: total, kind, sentence })
    await before(step)
    requireGoing(waitOptions)
  }
  const permit = needsPermit ? await signPermitStep(wallet, { purchase, begin, waitOptions }) : undefined
  const typedData = await cancellable(paymentTypedData(wallet, way, purchase), waitOptions)
  await begin({ ...signing, typedData, deadline: purchase.purchase.validBefore })
  const signed = await signPurchase(wallet, { purchase, way, permit, ...waitOptions })
  await begin(sending)
  const hash = await cancellable(Promise.resolve(send(signed)), waitOptions)
  report(waitOptions, { phase: "sent", hash })
  return purchased(wallet, { purchase, hash, waitOptions })
}

type Permitting = Pick<Running, "waitOptions"> & { readonly purchase: PreparedPurchase; readonly begin: Begin }

async function signPermitStep(wallet: Wallet, { purchase, begin, waitOptions }: Permitting): Promise<Hex> {
  const permit = await cancellable(permitForPermit2(wallet, purchase), waitOptions)
  await begin(permitStep(permit))
  return signPrepared(wallet, permit, waitOptions)
}

type Sent = Pick<Running, "waitOptions"> & { readonly purchase: PreparedPurchase; readonly hash: Hash }

/** A relayer may name any transaction. This purchase went through if the router's event is in it. */
async function purchased(
  wallet: Wallet,
  { purchase: { escrow, router, digest }, hash: reported, waitOptions }: Sent,
): Promise<TransactionResult> {
  const chain = decoding(wallet, routerContract)
  const receipt = await requireReceipt(chain, { hash: reported, ...waitOptions })
  if (receipt.status === "reverted") throw await revertedBy(chain, receipt)
  const { transactionHash: hash, logs } = receipt
  const own = foreignEvents<RouterEvent>(wallet.codec, routerContract, { address: router, logs })
  if (!own.some(({ args }) => args.purchase === digest)) throw new EventNotFoundError({ hash, eventName: "Purchased" })
  return { hash, receipt, events: decodeEvents(wallet.codec, { escrow, logs }) }
}
