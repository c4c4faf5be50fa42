import type { Client } from "viem"

import type { KeeperContext, LatestBlock } from "../keeperContext.ts"
import { workOptions } from "../keeperOptions.ts"
import { planExtensions } from "./extensions.ts"
import { planFeeCollections } from "./feeCollections.ts"
import type { Capacity, PlannedTransaction } from "./plannedTransaction.ts"
import { planSettlements } from "./settlements.ts"
import { planWithdrawals } from "./withdrawals.ts"

type Plan = {
  readonly transactions: readonly PlannedTransaction[]
  /** The first failure of a kind of work; the plan has the transactions of the others. */
  readonly failure: unknown
}

/** Plans the transactions that can be sent now, as many as there are slots. */
export async function planTransactions(
  context: KeeperContext,
  client: Client,
  { block, slots, pendingItems }: Capacity & { readonly block: LatestBlock },
): Promise<Plan> {
  const transactions: PlannedTransaction[] = []
  const remaining = () => ({ slots: slots - transactions.length, pendingItems })
  const planners = {
    mandates: () => planExtensions(context, client, block, remaining()),
    settle: () => planSettlements(context, client, block.timestamp, remaining()),
    credits: () => planWithdrawals(context, client, remaining()),
    fees: () => planFeeCollections(context, client, remaining()),
  }
  let failure: unknown
  for (const work of workOptions.filter((option) => context.options.work.includes(option))) {
    try {
      for await (const transaction of planners[work]()) transactions.push(transaction)
    } catch (error) {
      failure ??= error
    }
  }
  return { transactions: transactions.slice(0, Math.max(slots, 0)), failure }
}
