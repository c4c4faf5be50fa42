// The states of rentals and credits, from the chain: events say what to look at, a sweep looks at all of them in turn.
import { getCredit } from "@gpuflow/escrow"
import { getStates } from "@gpuflow/escrow/watch"
import { visitAt } from "./due.ts"
import type { Node } from "./endpoints.ts"
import type { Options } from "./options.ts"
import type { Store } from "./store.ts"

/** States that one poll asks for at most, and how many of them only because they were not asked for long. */
const MOST = 5_000
const SWEEP = 500
const CREDITS = { most: 64, sweep: 2 }

/** Looks at what may have changed as of a block, and notes when it is due. */
export async function look(
  store: Store,
  { client }: Node,
  { escrow, rollingSeconds, rollingMinimum }: Options,
  block: { readonly number: bigint; readonly timestamp: bigint },
): Promise<void> {
  const rolling = { seconds: rollingSeconds, minimum: rollingMinimum }
  const known = store.toLookAt({ now: block.timestamp, most: MOST, sweep: SWEEP })
  const states = await getStates(client, { escrow, ids: known.map(({ id }) => id), blockNumber: block.number })
  store.together(() => {
    for (const [index, { id, rental }] of known.entries()) {
      const state = states[index]
      if (!state) continue
      const closedAt = state.status === "Closed" ? state.since : undefined
      const dueAt = visitAt(rental.offer, state, rolling)
      store.saw(id, { status: state.status, dueAt, closedAt, block: block.number })
    }
    store.forgetClosed(block.timestamp)
  })

  const credits = store.creditsToLookAt(CREDITS)
  const amounts = await Promise.all(
    credits.map((credit) => getCredit(client, { escrow, ...credit, blockNumber: block.number })),
  )
  for (const [index, credit] of credits.entries()) store.sawCredit(credit, amounts[index] ?? 0n, block.number)
}
