import { isEscrowError } from "@gpuflow/escrow"
import { prepareRequest, simulateRequest } from "@gpuflow/escrow/requests"
import type { Client, Hex } from "viem"

import type { KeeperContext } from "../keeperContext.ts"
import { reasonOf } from "../log.ts"
import type { Credit } from "../store/creditTable.ts"
import { estimateWithAccessList } from "./estimate.ts"
import type { Capacity, PlannedTransaction } from "./plannedTransaction.ts"
import { retryDelay } from "./retryDelay.ts"
import { isRefusal } from "./simulation.ts"

/**
 * Gas up to which the keeper delivers a credit, more than the contract gives a payout. The receiver decides how much gas
 * the delivery takes, and the keeper pays for it.
 */
const MAX_DELIVERY_GAS = 500_000n

/** Plans the delivery of credits to their owners. Each takes a transaction. */
export async function* planWithdrawals(
  context: KeeperContext,
  client: Client,
  { slots, pendingItems }: Capacity,
): AsyncGenerator<PlannedTransaction> {
  const { store } = context
  if (slots <= 0) return
  const [probed] = await Promise.allSettled([probeTokens(context, client)])
  let planned = 0
  const [failed, clock] = [store.failedItems(), Date.now()]
  for (const credit of store.deliverableCredits(clock, slots + pendingItems.size + failed.size)) {
    const item = itemOf(credit)
    if (planned >= slots || pendingItems.has(item) || (failed.get(item) ?? 0) > clock) continue
    const transaction = await planWithdrawal(context, client, credit)
    if (!transaction) continue
    planned += 1
    yield transaction
  }
  if (probed.status === "rejected") throw probed.reason
}

/** Simulates one credit of each token that has some set aside. If it works, all credits of the token are released. */
async function probeTokens(context: KeeperContext, client: Client) {
  const { store } = context
  const failures: unknown[] = []
  for (const credit of store.creditsToProbe(Date.now())) {
    try {
      const transaction = await planWithdrawal(context, client, credit)
      if (transaction) store.releaseCredits(credit.token)
    } catch (error) {
      failures.push(error)
    }
  }
  if (failures.length > 0) throw failures[0]
}

/** Plans one delivery, or sets the credit aside and returns nothing. */
async function planWithdrawal(
  context: KeeperContext,
  client: Client,
  credit: Credit,
): Promise<PlannedTransaction | undefined> {
  const { options, store } = context
  const { token, account } = credit
  const request = await prepareRequest(client, "withdraw", {
    escrow: options.escrow,
    token,
    owner: account,
    to: account,
  })
  let estimated: Awaited<ReturnType<typeof estimateWithAccessList>>
  try {
    await simulateRequest(client, { request })
    estimated = await estimateWithAccessList(context, client, { work: "withdraw", request })
  } catch (error) {
    // The simulation runs the receiver's code. A receiver that exhausts the node must not come first in the next poll.
    setAside(context, credit, reasonOf(error))
    if (!isRefusal(error)) throw error
    if (isEscrowError(error) && error.code === "NothingCredited") store.addCredit(credit)
    return undefined
  }
  const { gas } = estimated
  if (gas <= MAX_DELIVERY_GAS) return { work: "withdraw", items: [itemOf(credit)], ...estimated }
  setAside(context, credit, `The delivery takes ${gas} gas. The owner must withdraw the credit.`)
  return undefined
}

function setAside({ options, store, log }: KeeperContext, credit: Credit, reason: string) {
  log.debug("credit set aside", { ...credit, reason })
  store.setCreditAside(credit, (failures) => Date.now() + retryDelay(failures, options.pollInterval))
}

const itemOf = ({ token, account }: Credit): Hex => `${token}${account.slice(2)}`
