import { getCredit } from "@gpuflow/escrow"
import { getStates } from "@gpuflow/escrow/watch"
import type { KeeperContext, LatestBlock } from "../keeperContext.ts"
import type { Endpoints } from "../rpc/endpoints.ts"
import { settlementTime } from "./settlementTime.ts"

/**
 * `limit` is the number of marked items that one poll reads at most. `sweep` is the number of others that it reads, so
 * that a missed event is noticed in the end.
 */
const RENTALS = { limit: 5_000, sweep: 500 }
const CREDITS = { limit: 64, sweep: 2 }

/** Stores the states of rentals and credits that may have changed as of a block, and when each rental is due. */
export async function refreshStates(context: KeeperContext, endpoints: Endpoints, block: LatestBlock): Promise<void> {
  await refreshRentals(context, endpoints, block)
  await refreshCredits(context, endpoints, block)
}

async function refreshRentals({ options, store }: KeeperContext, { client }: Endpoints, block: LatestBlock) {
  const { escrow, rollingSeconds, rollingMinimum } = options
  const threshold = { seconds: rollingSeconds, minimum: rollingMinimum }
  const rentals = store.rentalsToRefresh({ ...RENTALS, now: block.timestamp })
  const states = await getStates(client, { escrow, ids: rentals.map(({ id }) => id), blockNumber: block.number })
  store.atomically(() => {
    for (const [index, { id, rental }] of rentals.entries()) {
      const state = states[index]
      if (!state) continue
      const closedAt = state.status === "Closed" ? state.since : undefined
      const dueAt = settlementTime(rental.offer, state, threshold)
      store.updateRental(id, { status: state.status, dueAt, closedAt, block: block.number })
    }
    store.deleteClosedRentals(block.timestamp)
  })
}

async function refreshCredits({ options, store }: KeeperContext, { client }: Endpoints, { number }: LatestBlock) {
  const { escrow } = options
  const credits = store.creditsToRefresh(CREDITS)
  const amounts = await Promise.all(
    credits.map((credit) => getCredit(client, { escrow, ...credit, blockNumber: number })),
  )
  for (const [index, credit] of credits.entries()) store.updateCredit(credit, amounts[index] ?? 0n, number)
}
