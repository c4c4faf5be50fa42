import { getFees } from "@gpuflow/escrow"
import { prepareRequest } from "@gpuflow/escrow/requests"
import { type Client, pad } from "viem"

import type { KeeperContext } from "../keeperContext.ts"
import { reasonOf } from "../log.ts"
import { estimateWithAccessList } from "./estimate.ts"
import type { Capacity, PlannedTransaction } from "./plannedTransaction.ts"
import { isRefusal } from "./simulation.ts"

/** Seconds between two collections of fees. */
const COLLECTION_INTERVAL = 3_600

/** Plans the collection of fees, one transaction per token. */
export async function* planFeeCollections(
  context: KeeperContext,
  client: Client,
  { slots }: Capacity,
): AsyncGenerator<PlannedTransaction> {
  const { options, store, log } = context
  const { escrow } = options
  const now = Math.floor(Date.now() / 1_000)
  if (slots <= 0 || now - store.time("feesCollectedAt") < COLLECTION_INTERVAL) return
  for (const token of store.tokens()) {
    if ((await getFees(client, { escrow, token })) === 0n) continue
    const request = await prepareRequest(client, "collectFees", { escrow, token })
    try {
      const estimated = await estimateWithAccessList(context, client, { work: "collect", request })
      yield { work: "collect", items: [pad(token)], ...estimated }
    } catch (error) {
      if (!isRefusal(error)) throw error
      log.warn("fees not collected", { token, reason: reasonOf(error) })
    }
  }
  store.setTime("feesCollectedAt", now)
}
