// The dollar price of a token on each day on which hosts were paid in it, by its price feed.
import { getDollarValue, PriceUnknownError } from "@gpuflow/escrow/plan"
import type { Kysely } from "kysely"
import { getAddress } from "viem"

import type { DatabaseTables } from "../database/databaseTables.ts"
import type { ChainReader } from "./chainReader.ts"
import type { HistoryEvent } from "./historyEvent.ts"
import { revise } from "./revision.ts"

const SECONDS_PER_DAY = 86_400n
/** Decimals of a stored price. */
const DECIMALS = 8
/** Days that are remembered as priced. */
const REMEMBERED = 10_000

export class DayPrices {
  readonly #reader: ChainReader
  /** Days by token whose price is kept. */
  readonly #done = new Set<string>()
  /** Tokens without a feed. */
  readonly #unpriced = new Set<string>()

  constructor(reader: ChainReader) {
    this.#reader = reader
  }

  /**
   * Keeps the prices of the days on which these events paid hosts. Where no price can be read, there is none until a later
   * batch pays somebody on that day.
   */
  async keep(tables: Kysely<DatabaseTables>, events: readonly HistoryEvent[]): Promise<void> {
    const tried = new Set<string>()
    for (const { name, token, timestamp, block } of events) {
      if (token === null || (name !== "Closed" && name !== "Paid") || this.#unpriced.has(token)) continue
      const day = Number(timestamp / SECONDS_PER_DAY)
      const key = `${token} ${day}`
      if (this.#done.has(key) || tried.has(key)) continue
      tried.add(key)
      const price = await this.#read(token, block)
      if (price === undefined) continue
      if (this.#done.size >= REMEMBERED) this.#done.clear()
      this.#done.add(key)
      await revise(tables, async (transaction) => {
        const { numInsertedOrUpdatedRows = 0n } = await transaction
          .insertInto("prices")
          .values({ token, day, price })
          .onConflict((conflict) => conflict.columns(["token", "day"]).doNothing())
          .executeTakeFirstOrThrow()
        return { isNew: numInsertedOrUpdatedRows > 0n }
      })
    }
  }

  async #read(token: string, block: bigint): Promise<bigint | undefined> {
    try {
      const wanted = { token: getAddress(token), amount: 1n }
      const { rate } = await getDollarValue(this.#reader.clientAt(block), wanted)
      const scale = DECIMALS - rate.decimals
      return scale >= 0 ? rate.answer * 10n ** BigInt(scale) : rate.answer / 10n ** BigInt(-scale)
    } catch (error) {
      if (error instanceof PriceUnknownError) this.#unpriced.add(token)
      return undefined
    }
  }
}
