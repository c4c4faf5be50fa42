import { getCredit } from "@gpuflow/escrow"
import { getStates } from "@gpuflow/escrow/watch"

import type { KeeperContext, LatestBlock } from "../keeperContext.ts"
import type { Endpoints } from "../rpc/endpoints.ts"
import type { Credit } from "../store/creditTable.ts"
import type { StoredRental } from "../store/rentalTable.ts"
import { settlementTime } from "./settlementTime.ts"

/**
 * `limit` is the number of marked items that one poll reads at most. `sweep` is the number of others that it reads, so
 * that a missed event is noticed in the end. `atOnce` is the number that is requested at once at most.
 */
const RENTALS = { limit: 5_000, sweep: 500, atOnce: 250 }
const CREDITS = { limit: 64, sweep: 2, atOnce: 8 }

/** Items that the first piece has. Each answer doubles the next one. */
const FIRST_AT_ONCE = 50
/** Fewer items are not requested at once: more requests would take longer than they help. */
const LEAST_AT_ONCE = 8

/** Milliseconds after which a poll leaves the rest to the next one, because nodes forget the state of older blocks. */
const LONGEST = 20_000

export type StateReader = ReturnType<typeof createStateReader>

/**
 * Stores the states of rentals and credits that may have changed as of a block, and when each rental is due. Each piece
 * is stored as soon as it is read, so that the next poll, or the next process, continues behind it.
 */
export function createStateReader(
  { mandates, options, store }: KeeperContext,
  clock: () => number = () => performance.now(),
) {
  const rentalPace = createPace(RENTALS.atOnce)
  const creditPace = createPace(CREDITS.atOnce)
  const { escrow, rollingSeconds, rollingMinimum } = options
  const threshold = { seconds: rollingSeconds, minimum: rollingMinimum }

  async function refreshRentals(rentals: readonly StoredRental[], { client }: Endpoints, block: LatestBlock) {
    const states = await getStates(client, { escrow, ids: rentals.map(({ id }) => id), blockNumber: block.number })
    store.atomically(() => {
      for (const [index, { id, rental }] of rentals.entries()) {
        const state = states[index]
        if (!state) continue
        const closedAt = state.status === "Closed" ? state.since : undefined
        const dueAt = settlementTime(rental.offer, state, threshold)
        const endsAt = state.status === "Active" ? state.since + state.duration : undefined
        store.updateRental(id, { status: state.status, dueAt, endsAt, closedAt, block: block.number })
      }
    })
  }

  async function refreshCredits(credits: readonly Credit[], { client }: Endpoints, { number }: LatestBlock) {
    const amounts = await Promise.all(
      credits.map((credit) => getCredit(client, { escrow, ...credit, blockNumber: number })),
    )
    for (const [index, credit] of credits.entries()) store.updateCredit(credit, amounts[index] ?? 0n, number)
  }

  return {
    async refresh(endpoints: Endpoints, block: LatestBlock): Promise<void> {
      const endsAt = clock() + LONGEST
      const isOver = () => clock() >= endsAt || options.signal?.aborted === true
      const named = mandates.rentalsDue(block.timestamp)
      const rentals = store.rentalsToRefresh({ ...RENTALS, now: block.timestamp, named })
      await inPieces(rentals, rentalPace, isOver, (piece) => refreshRentals(piece, endpoints, block))
      store.deleteClosedRentals(block.timestamp)
      const credits = store.creditsToRefresh(CREDITS)
      await inPieces(credits, creditPace, isOver, (piece) => refreshCredits(piece, endpoints, block))
    },
  }
}

/** How many items to request at once: half as many after a failure, which may mean that they were too many. */
function createPace(most: number) {
  let size = Math.min(FIRST_AT_ONCE, most)
  return {
    size: () => size,
    answered: () => {
      size = Math.min(size * 2, most)
    },
    failed: () => {
      size = Math.max(Math.floor(size / 2), LEAST_AT_ONCE)
    },
  }
}

async function inPieces<item>(
  items: readonly item[],
  pace: ReturnType<typeof createPace>,
  isOver: () => boolean,
  read: (piece: readonly item[]) => Promise<void>,
): Promise<void> {
  for (let first = 0; first < items.length && !isOver(); ) {
    const piece = items.slice(first, first + pace.size())
    try {
      await read(piece)
    } catch (error) {
      pace.failed()
      throw error
    }
    pace.answered()
    first += piece.length
  }
}
