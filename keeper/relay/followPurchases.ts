// What became included, deep enough, or impossible. It is read from the chain at each poll, so a crash, a reorganisation
// and a transaction of an earlier run are the same case.
import type { Hash, Hex, TransactionReceipt } from "viem"
import { findReceipt } from "../rpc/findTransaction.ts"
import type { PendingTransactions } from "../send/reconcile.ts"
import type { PurchaseKey, PurchaseState, StoredPurchase } from "../store/purchaseTable.ts"
import type { ChainView } from "./chainView.ts"
import type { RelayerContext } from "./relayerContext.ts"

/** The item of a purchase's transactions. */
export const itemOf = ({ digest, payer }: PurchaseKey): Hex => `${digest}${payer.slice(2)}`.toLowerCase() as Hex

/** Stores the present state of every purchase that is not finished. */
export async function followPurchases(
  context: RelayerContext,
  view: ChainView,
  pending: Pick<PendingTransactions, "items">,
): Promise<void> {
  const { store } = context
  for (const purchase of store.unfinishedPurchases(view.block.timestamp)) {
    const hashes = store.transactionsOf(itemOf(purchase))
    // Of one that was sent, nothing may be left: a transaction that no node took counts as never sent, and it waits again.
    if (hashes.length === 0 && purchase.status === "queued") continue
    const receipts = await findReceipts(view, hashes)
    changeState(context, purchase, stateOf(context, { view, purchase, hashes, receipts, pending }))
  }
}

async function findReceipts({ endpoints: { client } }: ChainView, hashes: readonly Hash[]) {
  const found = await Promise.all(hashes.map((hash) => findReceipt(client, hash)))
  return found.filter((receipt) => receipt !== undefined)
}

type Found = {
  readonly view: ChainView
  readonly purchase: StoredPurchase
  readonly hashes: readonly Hash[]
  readonly receipts: readonly TransactionReceipt[]
  readonly pending: Pick<PendingTransactions, "items">
}

function stateOf({ options }: RelayerContext, found: Found): PurchaseState {
  const { view, purchase, hashes, receipts, pending } = found
  const isFinal = ({ blockNumber }: TransactionReceipt) =>
    view.block.number - blockNumber + 1n >= BigInt(options.confirmations)
  const paid = receipts.find(({ status }) => status === "success")
  if (paid) {
    const { transactionHash: hash, blockNumber: block } = paid
    return { status: isFinal(paid) ? "final" : "included", hash, block }
  }
  const [reverted] = receipts
  if (reverted) {
    const { transactionHash: hash, blockNumber: block } = reverted
    if (!isFinal(reverted)) return { status: "sent", hash, block, problem: REVERTED }
    return { status: "refused", hash, block, problem: REVERTED }
  }
  const sent = hashes[0] ? { hash: hashes[0] } : {}
  if (pending.items.has(itemOf(purchase))) return { status: "sent", ...sent }
  const { status, problem } = purchase
  if (status === "refused" && problem) return { status, problem, ...sent }
  return { status: "queued", ...sent }
}

const REVERTED = {
  code: "TransactionReverted",
  detail:
    "The transaction reverted because the chain had changed, and took nothing. Read the rental before you sign again: another relayer may have carried the purchase out.",
}

/** Stores a state, and says so if it is another one. */
export function changeState({ store, log, metrics }: RelayerContext, purchase: StoredPurchase, state: PurchaseState) {
  const { digest, payer, status } = purchase
  const { status: next, hash, block, problem } = state
  if (status === next && purchase.hash === hash && purchase.block === block) return
  store.setPurchaseState({ digest, payer }, state)
  if (status === next) return
  if (next === "final") metrics.relayed.inc()
  if (next === "refused" && problem) metrics.refused.inc({ code: problem.code })
  log.info("purchase changed", { digest, payer, from: status, to: next, hash, ...problem })
}
