// A party's deposits, read from the escrow's events page by page.

import type { RentalsCursor } from "@gpuflow/escrow"
import { type DepositedEvent, getRentalsOf } from "@gpuflow/escrow/watch"
import { progress } from "../terminal/progress.ts"
import type { Context } from "./context.ts"
import type { Party } from "./party.ts"

export async function readDeposits(
  { session, client, escrow }: Context,
  party: Party,
  fromBlock: bigint,
): Promise<DepositedEvent[]> {
  const { signal } = session
  const read = async () => {
    const deposits: DepositedEvent[] = []
    let cursor: RentalsCursor | undefined
    do {
      const page = await getRentalsOf(client, { escrow, ...party, fromBlock, cursor, signal })
      deposits.push(...page.deposits)
      cursor = page.cursor
    } while (cursor)
    return deposits
  }
  return progress(session, "Reading the escrow's events …", read())
}
