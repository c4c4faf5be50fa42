// The history's proof of itself: per token, what the tables say is owed must be what the escrow owns after that block.
import { type Kysely, sql } from "kysely"
import type { Hex } from "viem"

import type { DatabaseTables } from "../database/databaseTables.ts"
import type { ChainReader } from "./chainReader.ts"
import type { HistoryLog } from "./historyLog.ts"
import { revise } from "./revision.ts"

/** What is owed of each token, by the tables. */
export async function readOwed(tables: Kysely<DatabaseTables>): Promise<Map<string, bigint>> {
  const owed = sql<string>`held + stakes + bonds_locked + bonds_free + credits + fees`
  const rows = await tables
    .selectFrom("books")
    .select(["token", owed.as("owed")])
    .execute()
  return new Map(rows.map((row) => [row.token, BigInt(row.owed)]))
}

interface Point {
  readonly block: bigint
  readonly hash: Hex
  readonly owed: ReadonlyMap<string, bigint>
}

export class BookProof {
  readonly #log: HistoryLog
  /** The last difference that was reported of each token. Zero: none. */
  readonly #reported = new Map<string, bigint>()

  constructor(log: HistoryLog) {
    this.#log = log
  }

  /** Compares the books with the escrow's balances after a block, and keeps the result. */
  async check(tables: Kysely<DatabaseTables>, reader: ChainReader, { block, hash, owed }: Point): Promise<void> {
    const tokens = [...owed.keys()]
    if (tokens.length === 0) return
    // A node that has left the block's branch, or keeps no state of it, proves nothing. The next block will.
    const balances = await reader.balances(tokens, hash).catch(() => undefined)
    if (!balances) return
    const rows = tokens.map((token) => ({
      token,
      block,
      owed: owed.get(token) ?? 0n,
      balance: balances.get(token) ?? 0n,
    }))
    await revise(tables, async (transaction) => {
      await transaction
        .insertInto("proofs")
        .values(rows)
        .onConflict((conflict) =>
          conflict.column("token").doUpdateSet(({ ref }) => ({
            block: ref("excluded.block"),
            owed: ref("excluded.owed"),
            balance: ref("excluded.balance"),
          })),
        )
        .execute()
      return { isNew: true }
    })
    for (const row of rows) this.#report(row)
  }

  #report({ token, block, owed, balance }: { token: string; block: bigint; owed: bigint; balance: bigint }): void {
    const difference = balance - owed
    if (difference === (this.#reported.get(token) ?? 0n)) return
    this.#reported.set(token, difference)
    const facts = { token, block, owed, balance, difference }
    if (difference < 0n) this.#log.error("the escrow owns less than the index says it owes: rebuild the index", facts)
    else if (difference > 0n) this.#log.warn("the escrow owns more than the index says it owes", facts)
    else this.#log.info("the escrow owns what the index says it owes", facts)
  }
}
