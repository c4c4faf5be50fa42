// What happens to a call until it is in a block: simulated, estimated, sent, waited for.

import { CREDIT_GAS, PAYOUT_GAS } from "../../generated/constants.ts"
import { InsufficientBalanceError, InsufficientGasError } from "../../generated/revertErrors.ts"
import type { Address, Hash, Hex } from "../../types.ts"
import { EscrowError } from "../escrowError.ts"
import { decodeEvents, type EscrowEvent } from "../escrowEvents.ts"
import type { Chain, TransactionReceipt, Wallet } from "../port.ts"
import { toEscrowError } from "../revert.ts"
import { explainTransaction } from "./explainTransaction.ts"
import { EscrowNotFoundError } from "./rentalErrors.ts"
import { requireReceipt, type WaitOptions } from "./waitForTransaction.ts"

/** One call of the escrow, ready to be signed: its three fields are all that any wallet, batch or Safe needs. */
export type PreparedRequest = {
  readonly to: Address
  readonly data: Hex
  /** Native coin, wei. */
  readonly value: bigint
  /** The call pays out: until the block, a receiver may start to refuse, which takes more gas than was estimated. */
  readonly paysOut?: boolean
}

/** Parameters of `simulateRequest`, `estimateRequest` and `sendRequest`. */
export type RequestParameters = {
  /** A call, from `prepareRequest`. */
  readonly request: PreparedRequest
}

/** A deployment has no receiver. */
type Sendable = Omit<PreparedRequest, "to"> & { readonly to?: Address }

/** What every transaction gives. */
export type TransactionResult = {
  readonly hash: Hash
  readonly receipt: TransactionReceipt
  /** The escrow's events of this transaction, in their order. */
  readonly events: EscrowEvent[]
}

/** Polygon and its testnet, whose nodes refuse lower tips, whatever they suggest. */
const POLYGON = [137, 80_002]
export const MIN_POLYGON_TIP = 25_000_000_000n

/** The most gas that one transaction may use, on Polygon as on Ethereum (EIP-7825). */
const TRANSACTION_GAS = 2n ** 24n

/**
 * Gas for one payout more than the estimate saw: until the block, an amount may stop being zero, or a receiver may stop
 * taking it. What is not used comes back.
 */
const PAYOUT_ROOM = PAYOUT_GAS + PAYOUT_GAS / 63n + CREDIT_GAS

/** Runs the call on the latest state; throws what it would fail with. */
export async function simulate(wallet: Wallet, request: Sendable): Promise<Hex> {
  return (await rehearse(wallet, request)).result
}

/** Gas to send it with, wei of gas price aside: a tenth and, where it pays, one payout more than the state needs. */
export async function estimateGas(wallet: Wallet, request: Sendable): Promise<bigint> {
  const needed = await decoded(wallet, () => wallet.estimateGas(request))
  // Some nodes estimate beyond what a transaction may use, and would then refuse to take it.
  if (needed > TRANSACTION_GAS) throw new InsufficientGasError({ available: TRANSACTION_GAS, required: needed })
  // A slot that empties in between costs more to fill again.
  const generous = (needed * 11n) / 10n + (request.paysOut ? PAYOUT_ROOM : 0n)
  return generous < TRANSACTION_GAS ? generous : TRANSACTION_GAS
}

/** Checks and simulates, so that every error is raised decoded before anything is sent; then sends. */
export async function send(wallet: Wallet, request: Sendable): Promise<Hash> {
  // Before the estimate, because some nodes leave the reason out of that one's failure.
  const { chainId } = await rehearse(wallet, request)
  const gas = await estimateGas(wallet, request)
  const fees = POLYGON.includes(chainId) ? await polygonFees(wallet) : {}
  return decoded(wallet, () => wallet.send(request, { gas, ...fees }))
}

/** Sends and waits until it is deep enough. */
export async function transact(
  wallet: Wallet,
  request: Sendable,
  waitOptions: WaitOptions,
): Promise<TransactionReceipt> {
  const hash = await send(wallet, request)
  const receipt = await requireReceipt(wallet, { hash, ...waitOptions })
  if (receipt.status === "success") return receipt
  throw await revertedBy(wallet, receipt)
}

/** As `transact`, for a verb of the escrow. */
export async function execute(
  wallet: Wallet,
  request: PreparedRequest,
  waitOptions: WaitOptions,
): Promise<TransactionResult> {
  const receipt = await transact(wallet, request, waitOptions)
  const events = decodeEvents(wallet.codec, { escrow: request.to, logs: receipt.logs })
  return { hash: receipt.transactionHash, receipt, events }
}

/** Prepares a verb, sends it and waits for it. */
export async function sendVerb<parameters extends object>(
  wallet: Wallet,
  prepare: (wallet: Wallet, parameters: parameters) => PreparedRequest | Promise<PreparedRequest>,
  parameters: parameters & WaitOptions,
): Promise<TransactionResult> {
  return execute(wallet, await prepare(wallet, parameters), parameters)
}

export async function revertedBy(chain: Chain, { transactionHash: hash }: TransactionReceipt) {
  const explanation = await explainTransaction(chain, { hash })
  const cause = explanation.status === "reverted" ? explanation.cause : undefined
  return new TransactionRevertedError({ hash }, { cause })
}

async function rehearse(wallet: Wallet, request: Sendable): Promise<{ chainId: number; result: Hex }> {
  const [chainId] = await Promise.all([wallet.chainId(), requireEscrowAndFunds(wallet, request)])
  return { chainId, result: await decoded(wallet, () => wallet.call(request, { from: wallet.account })) }
}

/** A call to an address without code would succeed, and keep the coins that came with it. */
async function requireEscrowAndFunds(wallet: Wallet, { to, value }: Sendable) {
  const [code, balance] = await Promise.all([
    to ? wallet.code(to) : undefined,
    value > 0n ? wallet.balance(wallet.account) : 0n,
  ])
  if (to && !code) throw new EscrowNotFoundError({ escrow: to })
  if (balance < value) throw new InsufficientBalanceError({ balance, required: value })
}

async function polygonFees(wallet: Wallet) {
  const { maxFeePerGas, maxPriorityFeePerGas } = await wallet.fees()
  const raise = maxPriorityFeePerGas < MIN_POLYGON_TIP ? MIN_POLYGON_TIP - maxPriorityFeePerGas : 0n
  return { maxFeePerGas: maxFeePerGas + raise, maxPriorityFeePerGas: maxPriorityFeePerGas + raise }
}

async function decoded<result>({ codec }: Wallet, action: () => Promise<result>): Promise<result> {
  return action().catch((cause: unknown) => {
    throw toEscrowError(codec, cause)
  })
}

/** The transaction succeeded without the event that it must have. */
export class EventNotFoundError extends EscrowError<
  "EventNotFound",
  { readonly hash: Hex; readonly eventName: string }
> {
  constructor(args: EventNotFoundError["args"], options?: ErrorOptions) {
    super("EventNotFound", "The transaction lacks its event. Check that the address is a rental escrow.", args, options)
  }
}

/** The transaction was included and reverted; `cause` is the contract's error, if it still shows. */
export class TransactionRevertedError extends EscrowError<"TransactionReverted", { readonly hash: Hex }> {
  constructor(args: TransactionRevertedError["args"], options?: ErrorOptions) {
    super(
      "TransactionReverted",
      "The transaction reverted: the chain had changed. See the cause, then retry.",
      args,
      options,
    )
  }
}
