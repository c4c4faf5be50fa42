// What a plan knows of a payment that is signed and then sent by a relayer. `core/router/relayThrough.ts` carries it out,
// so that a page that relays nothing does not load it.
import type { Address } from "../../types.ts"
import { isSameAddress } from "../address.ts"
import { EscrowError } from "../escrowError.ts"
import type { TypedData, Wallet } from "../port.ts"
import type { TransactionResult } from "../rental/send.ts"
import type { WaitOptions } from "../rental/waitForTransaction.ts"
import type { PurchaseOrder, PurchaseVerb, PurchaseWay } from "../router/purchase.ts"
import type { PlanBlocker } from "./blockers.ts"

/** A step of a payment that a relayer sends. Both name the most that the payer parts with, and the fee within it. */
export type RelayStep = {
  readonly sentence: string
  /** How the payment is signed: by the token's own authorization (ERC-3009), or by Permit2. */
  readonly way: PurchaseWay
  /** The most that the payer parts with, fee included, base units. */
  readonly amount: bigint
  /** What the relayer receives, base units. */
  readonly fee: bigint
} & (
  | {
      readonly kind: "sign"
      readonly typedData: TypedData
      /** Timestamp until which the signature can be sent. The step is prepared again when its turn comes. */
      readonly deadline: bigint
    }
  | {
      readonly kind: "relay"
      readonly router: Address
      /** The only account that may send it. Zero: any. */
      readonly relayer: Address
    }
)

/** A permit of the payer for Permit2, which the way `permit2` may need first. */
export type Permit2Step = {
  readonly sentence: string
  readonly kind: "permit"
  readonly typedData: TypedData
  readonly amount: bigint
  readonly deadline: bigint
}

/** What is paid: one rental, several at once, or more time of one. */
export type RelayedOrders = {
  readonly escrow: Address
  readonly verb: PurchaseVerb
  readonly orders: readonly PurchaseOrder[]
}

/** The steps of a payment and what it costs without the fee, or why it cannot be relayed. */
export type RelayPlan =
  | { readonly steps: readonly (Permit2Step | RelayStep)[]; readonly token: Address; readonly price: bigint }
  | { readonly steps?: undefined; readonly refusal: EscrowError }

/** How the steps of a payment are carried out. */
export type RelayRun = RelayedOrders & {
  /** The steps of the plan. Those after the relayer's are another's. */
  readonly steps: readonly (Permit2Step | RelayStep | { readonly kind: string })[]
  /** Called before each step is signed or sent. */
  readonly before: (step: Permit2Step | RelayStep) => unknown
  readonly waitOptions: WaitOptions
}

/**
 * A payment that the payer signs and a relayer sends, for `planDeposit` and `planPayment`. `relayThrough` of
 * `@gpuflow/escrow/router` makes one.
 */
export type Relay = {
  /** The router's address. */
  readonly address: Address
  /** Whether to relay although the account could pay for a transaction. */
  readonly always: boolean
  readonly plan: (wallet: Wallet, orders: RelayedOrders) => Promise<RelayPlan>
  readonly run: (wallet: Wallet, run: RelayRun) => Promise<TransactionResult>
}

type Wanted = { readonly orders: RelayedOrders | undefined; readonly blockers: readonly PlanBlocker[] }
type Chosen = {
  readonly steps?: readonly (Permit2Step | RelayStep)[] | undefined
  readonly refusal?: EscrowError | undefined
}

/** The steps of a payment that has to be relayed, or that the page wants to relay. */
export async function relaySteps(
  wallet: Wallet,
  relay: Relay | undefined,
  { orders, blockers }: Wanted,
): Promise<Chosen> {
  if (!relay || !orders || (!relay.always && blockers.length === 0)) return {}
  const planned = await relay.plan(wallet, orders)
  if (planned.steps === undefined && relay.always) throw planned.refusal
  return planned
}

type Sending = Extract<RelayStep, { readonly kind: "relay" }>

/** The step of a plan in which a relayer gets the payment. Undefined: the account sends its transactions itself. */
export function relayStepOf(steps: readonly { readonly kind: string }[]): Sending | undefined {
  return steps.find((step): step is Sending => step.kind === "relay")
}

/** What the planner got beside the plan and the plan cannot keep: a function does not survive JSON. */
export function requirePart<part extends { readonly address: Address }>(
  name: PlanPart,
  part: part | undefined,
  address: Address,
): part {
  if (!part || !isSameAddress(part.address, address)) throw new PlanPartMissingError({ part: name, address })
  return part
}

type PlanPart = "relay" | "mandate"

/** The plan was made with `relay` or `mandate`, and it was not passed again, or it is for another contract. */
export class PlanPartMissingError extends EscrowError<
  "PlanPartMissing",
  { readonly part: "relay" | "mandate"; readonly address: Address }
> {
  constructor(args: PlanPartMissingError["args"], options?: ErrorOptions) {
    super("PlanPartMissing", `The plan was made with \`${args.part}\`. Pass it again to carry it out.`, args, options)
  }
}
