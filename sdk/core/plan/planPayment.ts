import type { Address, RiskyTerm } from "../../types.ts"
import { begun } from "../begun.ts"
import { InvalidInputError } from "../codec.ts"
import type { Wallet } from "../port.ts"
import { beginCheck, cancellable, type ProgressOptions } from "../progress.ts"
import { readBatch } from "../readBatch.ts"
import { type DisputeParameters, prepareDispute, stakeToPay } from "../rental/dispute.ts"
import { type ExtendParameters, prepareExtend, readExtensionPrice } from "../rental/extend.ts"
import { type FundBondParameters, prepareFundBond } from "../rental/fundBond.ts"
import type { PurchaseOrder } from "../router/purchase.ts"
import type { PaymentWay } from "./allowances.ts"
import { blockersOf, type PlanBlocker, withRefusal } from "./blockers.ts"
import { coinsOf, type Payment, type PaymentStep, payingSteps, preflightPayment } from "./payment.ts"
import { withJson } from "./planJson.ts"
import { type Relay, type RelayedOrders, type RelayStep, relaySteps } from "./relay.ts"
import { requireAccepted, risksOf } from "./risks.ts"

/** Several rentals at once, all with the same token, which the router pays with one signature. */
export type RentParameters = {
  /** The escrow's address. */
  readonly escrow: Address
  /** The rentals to pay for, all or none: 1 to 64, with the host's signatures. */
  readonly orders: readonly PurchaseOrder[]
}

/** The parameters of the verbs that take money from the sender, apart from `deposit`. */
export type PaidVerbParameters = {
  readonly rent: RentParameters
  readonly extend: Omit<ExtendParameters, "permit" | "value">
  readonly dispute: Omit<DisputeParameters, "permit" | "value">
  readonly fundBond: Omit<FundBondParameters, "value">
}

/** A verb that takes money from the sender, apart from `deposit`. */
export type PaidVerb = keyof PaidVerbParameters

/** A verb with its parameters. */
export type PaidCall = {
  readonly [verb in PaidVerb]: {
    /** The verb, by its name in Solidity. */
    readonly verb: verb
    /** The parameters of the verb, without `permit` and `value`, which the plan chooses. */
    readonly parameters: PaidVerbParameters[verb]
  }
}[PaidVerb]

/** Parameters of `planPayment`. */
export type PlanPaymentParameters = PaidCall & {
  /** Ways of payment to avoid: `batch` (EIP-5792) or `permit` (EIP-2612). */
  readonly without?: readonly PaymentWay[] | undefined
  /** Whether another account pays for the gas, such as a paymaster. Then too few coins are not a blocker. */
  readonly sponsored?: boolean | undefined
  /**
   * Lets a relayer send an extension if the account has too few coins, or always. From `relayThrough`. `rent` always
   * needs it. `dispute` and `fundBond` are not for a relayer.
   */
  readonly relay?: Relay | undefined
  /** Risky terms of the rentals of `rent` to accept, as in `planDeposit`. */
  readonly accept?: readonly RiskyTerm[] | undefined
}

/** One step to confirm: of a payment that the account sends itself, or that a relayer sends. */
export type PlannedStep = PaymentStep | RelayStep

/** The steps to confirm one after the other. */
export type PaymentPlan = {
  readonly chainId: number
  /** The account that the plan is for. */
  readonly payer: Address
  readonly token: Address
  /** Base units. A stake may be lower when it is taken. */
  readonly amount: bigint
  readonly steps: readonly PlannedStep[]
  /** What keeps the plan from being carried out. `runPayment` refuses it until this is mended. */
  readonly blockers: readonly PlanBlocker[]
  readonly call: PaidCall
  /** Ways of payment that were to be avoided. */
  readonly without: readonly PaymentWay[]
}

/**
 * Plans an extension, a dispute, or an addition to the bond: what it costs, and the fewest steps that this wallet and
 * this token allow. Nothing is signed or sent. Pass the plan to `runPayment` to carry it out. `planDeposit` plans a
 * deposit. With a `relay`, `rent` plans several deposits that are paid with one signature, all or none.
 *
 * @example
 * import { getRental } from "@gpuflow/escrow"
 * import { planPayment, runPayment } from "@gpuflow/escrow/plan"
 * import { createWalletClient, http } from "viem"
 * import { polygon } from "viem/chains"
 *
 * const client = createWalletClient({ account: "0x…", chain: polygon, transport: http() })
 * const { rental, state } = await getRental(client, { escrow: "0x…", id: "0x…" })
 * const plan = await planPayment(client, {
 *   verb: "extend",
 *   parameters: { escrow: "0x…", rental, duration: state.duration + 1_800n },
 * })
 * for (const { sentence } of plan.steps) console.log(sentence)
 * const { hash } = await runPayment(client, { plan })
 *
 * @param client A viem client with the payer's account
 * @returns The amount, the steps, and the call that `runPayment` makes
 * @throws {CancelledError} if the signal was aborted
 * @throws {InsufficientBalanceError} if the payer does not have the amount
 * @throws {RiskyTermsError} for a term of one of several rentals that was not accepted
 * @throws {OrderRefusedError} if the escrow would refuse one of several rentals
 * @throws {InvalidInputError} for a parameter that its type cannot hold
 * @throws {WrongChainError} if the wallet is on another chain than its client
 * @throws {EscrowNotFoundError} if there is no contract at the address
 */
export async function planPayment(
  wallet: Wallet,
  {
    without = [],
    sponsored = false,
    relay,
    accept = [],
    verb,
    parameters,
    ...options
  }: PlanPaymentParameters & ProgressOptions,
): Promise<PaymentPlan> {
  beginCheck(options, "plan")
  const call = { verb, parameters } as PaidCall
  const planned = await cancellable(plan(wallet, call, { without, sponsored, relay, accept }), options)
  return withJson({ ...planned, payer: wallet.account, call, without })
}

type Wishes = {
  readonly without: readonly PaymentWay[]
  readonly sponsored: boolean
  readonly relay: Relay | undefined
  readonly accept: readonly RiskyTerm[]
}

type Planned = Pick<PaymentPlan, "chainId" | "token" | "amount" | "steps" | "blockers">

/** No transaction of the account pays for several rentals at once. */
async function planRent(
  wallet: Wallet,
  orders: RelayedOrders,
  { relay, accept }: Pick<Wishes, "accept"> & { readonly relay: Relay },
): Promise<Planned> {
  const chainId = await wallet.chainId()
  const planned = await relay.plan(wallet, orders)
  if (!planned.steps) throw planned.refusal
  const { token, price: amount, steps } = planned
  const payer = wallet.account
  const risks = await Promise.all(orders.orders.map(({ rental }) => risksOf(wallet, { rental, payer })))
  requireAccepted(risks.flat(), accept)
  return { chainId, token, amount, steps, blockers: [] }
}

/** The amount comes first. Then everything is asked at once, and judged in order. */
async function plan(wallet: Wallet, call: PaidCall, { without, sponsored, relay, accept }: Wishes): Promise<Planned> {
  const orders = relayedOrdersOf(call)
  if (relay && orders?.verb === "rent") return planRent(wallet, orders, { relay, accept })
  const [identifying, pricing] = [begun(wallet.chainId()), begun(paymentFor(wallet, call))]
  const chainId = await identifying
  const payment = await pricing
  const reads = readBatch(wallet)
  const rehearsing = begun(preflightPayment(wallet, payment, reads))
  const choosing = begun(payingSteps(wallet, payment, without, reads))
  const [funding, coding] = [begun(reads.balance(wallet.account)), begun(wallet.code(wallet.account))]
  await rehearsing
  const steps = await choosing
  const { token, amount } = payment
  const coins = (await funding) - coinsOf(payment)
  const spending = { code: await coding, coins, sponsored }
  const blockers = blockersOf(wallet.account, { ...spending, steps })
  const { steps: relayed, refusal } = await relaySteps(wallet, relay, { orders, blockers })
  if (relayed) return { chainId, token, amount, steps: relayed, blockers: [] }
  return { chainId, token, amount, steps, blockers: withRefusal(blockers, refusal) }
}

/** What a relayer can send of a call. */
export function relayedOrdersOf({ verb, parameters }: PaidCall): RelayedOrders | undefined {
  if (verb === "rent") return { ...parameters, verb }
  if (verb !== "extend") return undefined
  const { escrow, rental, duration } = parameters
  return { escrow, verb, orders: [{ rental, duration }] }
}

/** How a call is paid. */
export async function paymentFor(wallet: Wallet, call: PaidCall): Promise<Payment> {
  const { escrow } = call.parameters
  switch (call.verb) {
    case "rent":
      throw new InvalidInputError({ field: "relay", value: undefined, expected: "what `relayThrough` returns" })
    case "extend":
      return {
        escrow,
        token: call.parameters.rental.offer.token,
        amount: await readExtensionPrice(wallet, call.parameters),
        prepare: (permit) => prepareExtend(wallet, { ...call.parameters, permit }),
        takesPermit: true,
        what: "the price",
        act: "Pay for more time",
      }
    case "dispute":
      return {
        escrow,
        token: call.parameters.rental.offer.token,
        amount: await stakeToPay(wallet, call.parameters),
        prepare: (permit) => prepareDispute(wallet, { ...call.parameters, permit }),
        takesPermit: true,
        what: "the stake",
        act: "Dispute the rental",
      }
    case "fundBond":
      return {
        escrow,
        token: call.parameters.token,
        amount: call.parameters.amount,
        prepare: () => prepareFundBond(wallet, call.parameters),
        takesPermit: false,
        what: "the amount",
        act: "Add to the free bond",
      }
  }
}
