import { isEscrowError } from "@gpuflow/escrow"
import { estimateRequest } from "@gpuflow/escrow/requests"
import {
  PurchaseExpiredError,
  parsePurchase,
  preparePurchaseCall,
  type SignedPurchase,
  simulatePurchase,
} from "@gpuflow/escrow/router"
import { reasonOf } from "../log.ts"
import type { Capacity, PlannedTransaction } from "../plan/plannedTransaction.ts"
import { retryDelay } from "../plan/retryDelay.ts"
import { isRefusal } from "../plan/simulation.ts"
import type { StoredPurchase } from "../store/purchaseTable.ts"
import type { ChainView } from "./chainView.ts"
import { changeState, itemOf } from "./followPurchases.ts"
import type { RelayerContext } from "./relayerContext.ts"

/** Longest delay in milliseconds after a purchase that could not be simulated. */
const MAX_DELAY = 30_000
/** Purchases of one poll that may fail so. Each can take as long as a request. */
const MAX_FAILURES = 3

/** Seconds that must be left when a purchase is sent: a transaction that comes too late reverts, and costs gas. */
const TIME_TO_SEND = 15n

/** What can be sent, and why others could not be looked at. */
export type PlannedPurchases = {
  readonly planned: readonly PlannedTransaction[]
  readonly failures: readonly unknown[]
}

/**
 * Plans the purchases that wait, the oldest first. Each is simulated; one that is refused will not be sent. Two that may
 * need the same thing are never under way at once, because the simulation of one does not see the other: the balance of a
 * payer, and the machines and the bond of a host. One that cannot be simulated, or whose token has no price now, is tried
 * again later, and holds up no other.
 */
export async function planPurchases(
  context: RelayerContext,
  view: ChainView,
  { slots, pendingItems }: Capacity,
): Promise<PlannedPurchases> {
  const { store, metrics } = context
  const waiting = store.unfinishedPurchases(view.block.timestamp).map((purchase) => ({
    purchase,
    signed: parsePurchase(purchase.json),
  }))
  const taken = new Set(
    waiting.flatMap(({ purchase, signed }) => (pendingItems.has(itemOf(purchase)) ? claimsOf(signed) : [])),
  )
  const [failed, clock] = [store.failedItems(), Date.now()]
  const planned: PlannedTransaction[] = []
  const failures: unknown[] = []
  let unprofitable = 0
  for (const { purchase, signed } of waiting) {
    if (planned.length >= slots || failures.length >= MAX_FAILURES) break
    const item = itemOf(purchase)
    if (purchase.status !== "queued" || pendingItems.has(item) || (failed.get(item) ?? 0) > clock) continue
    const claims = claimsOf(signed)
    if (claims.some((claim) => taken.has(claim))) continue
    const transaction = await planPurchase(context, view, { purchase, signed }).catch((error: unknown) => {
      setAside(context, purchase, error)
      failures.push(error)
      return "failed" as const
    })
    if (transaction === "refused" || transaction === "failed") continue
    if (transaction === "unprofitable") {
      unprofitable += 1
      continue
    }
    for (const claim of claims) taken.add(claim)
    planned.push(transaction)
  }
  metrics.unprofitable.set(unprofitable)
  return { planned, failures }
}

function setAside({ log, options, store }: RelayerContext, purchase: StoredPurchase, error: unknown): void {
  const clock = Date.now()
  const { digest, payer } = purchase
  log.warn("purchase set aside", { digest, payer, reason: reasonOf(error) })
  store.addFailure(`set aside at ${clock}`, [itemOf(purchase)], (failures) => {
    return clock + retryDelay(failures, options.pollInterval, MAX_DELAY)
  })
}

/** What a purchase needs, and another one may need as well. */
function claimsOf({ orders, payment }: SignedPurchase): string[] {
  const accounts = [payment.payer, ...orders.map(({ rental }) => rental.offer.host)]
  return [...new Set(accounts.map((account) => account.toLowerCase()))]
}

type Waiting = { readonly purchase: StoredPurchase; readonly signed: SignedPurchase }

async function planPurchase(
  context: RelayerContext,
  view: ChainView,
  { purchase, signed }: Waiting,
): Promise<PlannedTransaction | "refused" | "unprofitable"> {
  const { options, feeBook } = context
  const { client } = view.endpoints
  const relayer = options.account.address
  const { validBefore, relayFee } = signed.payment
  try {
    if (view.block.timestamp + TIME_TO_SEND >= validBefore) throw new PurchaseExpiredError({ validBefore })
    await simulatePurchase(client, { signed, relayer })
    const request = await preparePurchaseCall(client, { signed })
    const gas = await estimateRequest(client, { request, account: relayer })
    const token = signed.orders[0]?.rental.offer.token ?? options.escrow
    const cost = await feeBook.cost(view, token, (gas * 10n) / 11n)
    if (relayFee < cost) return "unprofitable"
    return { work: "purchase", items: [itemOf(purchase)], request, gas }
  } catch (error) {
    if (!isRefusal(error)) throw error
    const code = isEscrowError(error) ? error.code : "SimulationRefused"
    const problem = { code, detail: reasonOf(error) }
    changeState(context, purchase, { status: "refused", problem, ...(purchase.hash ? { hash: purchase.hash } : {}) })
    return "refused"
  }
}
