// What the chain says about a transaction that was sent: where it is, what it did, or why it failed.

import {
  decodeEvents,
  type EscrowEvent,
  explainTransaction,
  getRental,
  isEscrowError,
  waitForTransaction,
} from "@gpuflow/escrow"
import { escrowAbi } from "@gpuflow/escrow/abi"
import {
  type Address,
  BaseError,
  BlockNotFoundError,
  decodeFunctionData,
  getAddress,
  type Hash,
  isAddressEqual,
  type Transaction,
  TransactionNotFoundError,
  type TransactionReceipt,
  TransactionReceiptNotFoundError,
} from "viem"
import { getBlock, getTransaction, getTransactionReceipt } from "viem/actions"
import type { Unit } from "../text/amounts.ts"
import type { Depth } from "../text/parse.ts"
import type { ChainClient } from "./client.ts"
import type { Context } from "./context.ts"
import { getUnit } from "./tokens.ts"

/**
 * `pending`: the node knows the transaction, and no block contains it. `unknown`: the node does not know it.
 * `replaced`: its account sent another transaction with the same nonce. `dropped`: no node knows it any more.
 */
type TransactionStatus = "included" | "reverted" | "pending" | "unknown" | "replaced" | "dropped"

export type TransactionReport = {
  readonly hash: Hash
  readonly status: TransactionStatus
  /** Whether it is as deep in the chain as was asked for. */
  readonly isDeepEnough: boolean
  /** The transaction that this one sent again, at another price. */
  readonly replaces?: Hash | undefined
  /** The transaction in its place, if it is known. */
  readonly replacement?: Hash | undefined
  readonly sent?: SentCall | undefined
  readonly inclusion?: Inclusion | undefined
  readonly events: readonly ReportedEvent[]
  /** Why it reverted, as far as running it again shows it. */
  readonly reason?: Reason | undefined
}

type SentCall = {
  readonly from: Address
  readonly to: Address | null
  readonly nonce: number
  /** The escrow's function. */
  readonly call: string | undefined
}

type Inclusion = {
  readonly block: bigint
  readonly time: bigint
  /** Time of the latest block. */
  readonly now: bigint
  readonly confirmations: bigint
  /** Undefined if the node does not say. */
  readonly final: boolean | undefined
  readonly gasUsed: bigint
  readonly cost: bigint
}

type ReportedEvent = { readonly event: EscrowEvent; readonly unit: Unit | undefined }
type Reason = { readonly code: string; readonly message: string; readonly args: object }

type Looking = {
  readonly hash: Hash
  /** Undefined: look once. */
  readonly wait?: Depth | undefined
  /** Seconds without progress after which the wait ends. */
  readonly patience: bigint
}

export async function reportTransaction(
  context: Context,
  { hash, wait, patience }: Looking,
): Promise<TransactionReport> {
  const { session, client } = context
  if (!wait) return look(context, hash, true)
  const { signal } = session
  const outcome = await waitForTransaction(client, { hash, ...wait, stalledAfter: Number(patience), signal })
  if (outcome.status === "replaced" && outcome.repriced && outcome.replacement) {
    return { ...(await look(context, outcome.replacement, true)), replaces: hash }
  }
  if (outcome.status === "replaced") {
    const { status, replacement } = outcome
    return { hash, status, isDeepEnough: false, replacement, events: [] }
  }
  if (outcome.status === "dropped") return { hash, status: outcome.status, isDeepEnough: false, events: [] }
  return look(context, hash, outcome.status === "included")
}

/** What the node says now. */
async function look(context: Context, hash: Hash, isDeepEnough: boolean): Promise<TransactionReport> {
  const { client, escrow } = context
  const [transaction, receipt] = await Promise.all([
    getTransaction(client, { hash }).catch(missing(TransactionNotFoundError)),
    getTransactionReceipt(client, { hash }).catch(missing(TransactionReceiptNotFoundError)),
  ])
  const sent = transaction && callOf(transaction, escrow)
  const inclusion = receipt && (await inclusionOf(client, receipt))
  if (!receipt || !inclusion) {
    return { hash, status: transaction ? "pending" : "unknown", isDeepEnough: false, sent, events: [] }
  }
  const found = { hash, isDeepEnough, sent, inclusion }
  if (receipt.status === "reverted") {
    return { ...found, status: "reverted", events: [], reason: await reasonOf(client, hash) }
  }
  const events = decodeEvents({ escrow, logs: receipt.logs })
  return { ...found, status: "included", events: await withUnits(context, events) }
}

const missing =
  (kind: typeof TransactionNotFoundError | typeof TransactionReceiptNotFoundError | typeof BlockNotFoundError) =>
  (error: unknown): undefined => {
    if (!(error instanceof kind)) throw error
  }

function callOf({ nonce, input, ...sent }: Transaction, escrow: Address): SentCall {
  // Nodes answer without checksums.
  const [from, to] = [getAddress(sent.from), sent.to && getAddress(sent.to)]
  if (!to || !isAddressEqual(to, escrow)) return { from, to, nonce, call: undefined }
  try {
    return { from, to, nonce, call: decodeFunctionData({ abi: escrowAbi, data: input }).functionName }
  } catch {
    // The data is not a call of the escrow.
    return { from, to, nonce, call: undefined }
  }
}

/** Undefined if the chain has replaced the receipt's block. */
async function inclusionOf(client: ChainClient, receipt: TransactionReceipt): Promise<Inclusion | undefined> {
  const { blockNumber, blockHash, gasUsed, effectiveGasPrice } = receipt
  const [block, latest, finalized] = await Promise.all([
    getBlock(client, { blockNumber }).catch(missing(BlockNotFoundError)),
    getBlock(client),
    // Not every node knows this tag.
    getBlock(client, { blockTag: "finalized" }).catch(() => undefined),
  ])
  if (block?.hash !== blockHash) return undefined
  return {
    block: blockNumber,
    time: block.timestamp,
    now: latest.timestamp,
    confirmations: latest.number >= blockNumber ? latest.number - blockNumber + 1n : 1n,
    final: finalized && finalized.number >= blockNumber,
    gasUsed,
    cost: gasUsed * effectiveGasPrice,
  }
}

async function reasonOf(client: ChainClient, hash: Hash): Promise<Reason | undefined> {
  const explained = await explainTransaction(client, { hash }).catch(() => undefined)
  const cause = explained?.status === "reverted" ? explained.cause : undefined
  if (isEscrowError(cause)) return { code: cause.code, message: cause.message, args: cause.args }
  return cause instanceof BaseError ? { code: "Reverted", message: cause.shortMessage, args: {} } : undefined
}

/** The events with the tokens of their amounts. A token that cannot be read hides no event. */
async function withUnits(context: Context, events: readonly EscrowEvent[]): Promise<ReportedEvent[]> {
  const tokens = new Map<Hash, Promise<Address>>()
  return Promise.all(
    events.map(async (event) => {
      const unit = await tokenOf(context, event, tokens)
        .then((token) => token && getUnit(context.client, token))
        .catch(() => undefined)
      return { event, unit }
    }),
  )
}

async function tokenOf(
  { client, escrow }: Context,
  { eventName, args }: EscrowEvent,
  tokens: Map<Hash, Promise<Address>>,
): Promise<Address | undefined> {
  if (eventName === "Deposited") return args.rental.offer.token
  if ("token" in args) return args.token
  if (!("id" in args)) return undefined
  const { id } = args
  const token = tokens.get(id) ?? getRental(client, { escrow, id }).then(({ rental }) => rental.offer.token)
  tokens.set(id, token)
  return token
}
