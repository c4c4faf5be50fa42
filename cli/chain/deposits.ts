// A party's deposits, read from the escrow's events page by page.

import type { RentalsCursor } from "@gpuflow/escrow"
import { type DepositedEvent, getRentalsOf } from "@gpuflow/escrow/watch"
import type { Context } from "./context.ts"
import { type HistoryOptions, readHistory } from "./history.ts"
import type { Party } from "./party.ts"

/** The deposits before the cursor's next block. */
type Stored = { readonly deposits: readonly DepositedEvent[]; readonly resume: RentalsCursor }

export function readDeposits(context: Context, party: Party, options: HistoryOptions): Promise<DepositedEvent[]> {
  const { session, client, escrow } = context
  const { signal } = session
  const question = { kind: "rentals" as const, of: Object.entries(party).flat() }
  return readHistory<Stored, DepositedEvent[]>(context, options, question, async (from) => {
    const { fromBlock, stored, store, blockRange } = from
    const deposits = [...(stored?.deposits ?? [])]
    let cursor = stored?.resume
    do {
      const page = await getRentalsOf(client, { escrow, ...party, fromBlock, cursor, blockRange, signal })
      deposits.push(...page.deposits)
      cursor = page.cursor
      if (page.resume && page.resume.nextBlock !== stored?.resume.nextBlock) {
        const next = BigInt(page.resume.nextBlock)
        const settled = deposits.filter(({ blockNumber }) => blockNumber !== null && blockNumber < next)
        await store({ deposits: settled, resume: page.resume })
      }
    } while (cursor)
    return deposits
  })
}
