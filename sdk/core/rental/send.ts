// The way of a call into a block: simulate, estimate, send, wait.

import { CREDIT_GAS, PAYOUT_GAS } from "../../generated/constants.ts"
import { InsufficientBalanceError, InsufficientGasError } from "../../generated/revertErrors.ts"
import type { AccessList, Address, Hash, Hex } from "../../types.ts"
import { askAgain } from "../askAgain.ts"
import { begun } from "../begun.ts"
import { caughtUp } from "../clientMemory.ts"
import { EscrowError } from "../escrowError.ts"
import { decodeEvents, type EscrowEvent } from "../escrowEvents.ts"
import type { Chain, TransactionReceipt, Wallet } from "../port.ts"
import { beginCheck, cancellable, type ProgressOptions } from "../progress.ts"
import { isRevert } from "../readContract.ts"
import { DEFAULT_TRIES, sleep } from "../retry.ts"
import { hasEscrowBrand, toEscrowError } from "../revert.ts"
import { listAndEstimate } from "./accessList.ts"
import { deliver } from "./deliver.ts"
import { isPolygon, withTipFloor } from "./estimateFees.ts"
import { explainTransaction } from "./explainTransaction.ts"
import { EscrowNotFoundError } from "./rentalErrors.ts"
import { requireReceipt, type WaitOptions } from "./waitForTransaction.ts"

/** A call of the escrow that is ready to be signed. Pass `to`, `data` and `value` to any wallet, batch or Safe. */
export type PreparedRequest = {
  readonly to: Address
  readonly data: Hex
  /** Native coin, wei. */
  readonly value: bigint
  /**
   * The call pays out. A receiver may start to refuse payouts before the block, which takes more gas than was
   * estimated.
   */
  readonly paysOut?: boolean
  /** What the call touches, if naming it makes the call cheaper and `prepareRequest` was asked for it. */
  readonly accessList?: AccessList
}

/** Parameters of `simulateRequest`, `estimateRequest` and `sendRequest`. */
export type RequestParameters = {
  /** A call, from `prepareRequest`. */
  readonly request: PreparedRequest
}

/** A deployment has no `to`. */
type Sendable = Omit<PreparedRequest, "to"> & { readonly to?: Address }

/** The result of every transaction. */
export type TransactionResult = {
  readonly hash: Hash
  readonly receipt: TransactionReceipt
  /** The escrow's events of this transaction, in their order. */
  readonly events: EscrowEvent[]
}

/** The most gas that one transaction may use, on Polygon as on Ethereum (EIP-7825). */
const TRANSACTION_GAS = 2n ** 24n

/**
 * Gas for one payout more than was estimated. Before the block, an amount may stop being zero, or a receiver may start
 * to refuse it. Unused gas comes back.
 */
const PAYOUT_ROOM = PAYOUT_GAS + PAYOUT_GAS / 63n + CREDIT_GAS

/** Runs the call on the latest state and throws the error that it would fail with. */
export async function simulate(wallet: Wallet, request: Sendable): Promise<Hex> {
  return (await rehearse(wallet, request)).result
}

/**
 * Estimates the gas to send the call with: the need of the latest state, a tenth more and, if the call pays out, room
 * for one payout.
 */
export async function estimateGas(wallet: Wallet, request: Sendable): Promise<bigint> {
  return withRoom(request, await estimate(wallet, request))
}

function withRoom(request: Sendable, needed: bigint): bigint {
  // Some nodes estimate more than a transaction may use, and would then refuse the transaction.
  if (needed > TRANSACTION_GAS) throw new InsufficientGasError({ available: TRANSACTION_GAS, required: needed })
  // A slot that is emptied before the block costs more to fill again.
  const generous = (needed * 11n) / 10n + (request.paysOut ? PAYOUT_ROOM : 0n)
  return generous < TRANSACTION_GAS ? generous : TRANSACTION_GAS
}

/**
 * Checks and simulates the call, so that every error is decoded before anything is sent. Then sends it, with an access
 * list if that is cheaper.
 */
export async function send(
  wallet: Wallet,
  request: Sendable,
  options: Pick<WaitOptions, "stalledAfter" | keyof ProgressOptions> = {},
): Promise<Hash> {
  beginCheck(options, "call")
  const { listed, ...fees } = await cancellable(check(wallet, request), options)
  return deliver(wallet, listed, { ...options, ...fees })
}

/** Everything is asked at once. The simulation is judged first, because some nodes omit the reason when an estimate fails. */
async function check(wallet: Wallet, request: Sendable) {
  const [estimating, offering] = [begun(listAndEstimate(wallet, request)), begun(wallet.fees())]
  const { chainId } = await rehearse(wallet, request)
  const { call, gas = await estimate(wallet, request) } = await estimating
  const fees = isPolygon(chainId) ? withTipFloor(chainId, await offering) : {}
  return { listed: call, gas: withRoom(request, gas), ...fees }
}

/** Sends the call and waits until it has enough confirmations. */
export async function transact(
  wallet: Wallet,
  request: Sendable,
  waitOptions: WaitOptions,
): Promise<TransactionReceipt> {
  const hash = await send(wallet, request, waitOptions)
  const receipt = await requireReceipt(wallet, { from: wallet.account, ...waitOptions, hash })
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

export async function revertedBy(chain: Chain, { transactionHash: hash }: Pick<TransactionReceipt, "transactionHash">) {
  // The hash must not be lost because the node fails just then.
  const explanation = await explainTransaction(chain, { hash }).catch((cause: unknown) => ({ cause }))
  const cause = "cause" in explanation ? explanation.cause : undefined
  return new TransactionRevertedError({ hash }, { cause })
}

async function rehearse(wallet: Wallet, request: Sendable): Promise<{ chainId: number; result: Hex }> {
  const [funding, calling] = [begun(requireEscrowAndFunds(wallet, request)), begun(call(wallet, request))]
  const chainId = await wallet.chainId()
  await funding
  const result = await calling.catch((error: unknown) => callAgain(wallet, request, error))
  return { chainId, result }
}

function call(wallet: Wallet, request: Sendable, blockNumber?: bigint): Promise<Hex> {
  return decoded(wallet, () => wallet.call(request, { from: wallet.account, blockNumber }))
}

/** A node that is behind has not seen what was sent before. Throws if the call fails on the newest state as well. */
async function callAgain(wallet: Wallet, request: Sendable, error: unknown): Promise<Hex> {
  if (!hasEscrowBrand(error) && !isRevert(error)) throw error
  return askAgain(wallet, error, (blockNumber) => call(wallet, request, blockNumber))
}

async function estimate(wallet: Wallet, request: Sendable): Promise<bigint> {
  for (let tries = 1; ; ++tries) {
    try {
      return await decoded(wallet, () => wallet.estimateGas(request))
    } catch (error) {
      if (tries === DEFAULT_TRIES) throw error
      await callAgain(wallet, request, error)
    }
    await sleep(wallet.pollingInterval)
  }
}

/** A call to an address without code would succeed and keep the coins that were sent. */
async function requireEscrowAndFunds(wallet: Wallet, { to, value }: Sendable) {
  const read = () => Promise.all([to ? wallet.code(to) : undefined, value > 0n ? wallet.balance(wallet.account) : 0n])
  let [code, balance] = await read()
  // A node that is behind may not have the escrow, or the coins, yet.
  if ((to && !code) || balance < value) [code, balance] = (await caughtUp(wallet)) ? await read() : [code, balance]
  if (to && !code) throw new EscrowNotFoundError({ escrow: to })
  if (balance < value) throw new InsufficientBalanceError({ balance, required: value })
}

async function decoded<result>({ codec }: Wallet, action: () => Promise<result>): Promise<result> {
  return action().catch((cause: unknown) => {
    throw toEscrowError(codec, cause)
  })
}

/** The transaction succeeded without the expected event. */
export class EventNotFoundError extends EscrowError<
  "EventNotFound",
  { readonly hash: Hex; readonly eventName: string }
> {
  constructor(args: EventNotFoundError["args"], options?: ErrorOptions) {
    super(
      "EventNotFound",
      "The transaction lacks the expected event. Check that the address is a rental escrow.",
      args,
      options,
    )
  }
}

/** The transaction was included and reverted. `cause` is the contract's error, if running it again shows it. */
export class TransactionRevertedError extends EscrowError<"TransactionReverted", { readonly hash: Hex }> {
  constructor(args: TransactionRevertedError["args"], options?: ErrorOptions) {
    super(
      "TransactionReverted",
      "The transaction reverted because the chain had changed. See the cause, then try again.",
      args,
      options,
    )
  }
}
