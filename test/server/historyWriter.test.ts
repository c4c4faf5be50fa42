import { expect } from "chai"
import { sql } from "kysely"

import type { Database } from "../../server/database/openDatabase.ts"
import { contentHash } from "../../server/history/contentHash.ts"
import { createGeneration, dropGeneration, liveSchema, switchTo } from "../../server/history/generations.ts"
import { type HistoryWriter, writeHistory } from "../../server/history/writeHistory.ts"
import { openHistoryReader } from "../../server/http/history/historyReader.ts"
import { databaseKinds, openEmptyDatabase } from "../support/databases.ts"
import { collectingLog, freshHash, readWholeHistory, silentLog } from "../support/historyRuns.ts"
import { manyRentals } from "../support/manyRentals.ts"
import { RecordedChain } from "../support/recordedChain.ts"
import { until } from "../support/until.ts"

const ESCROW = "0xe5e5e5e5e5e5e5e5e5e5e5e5e5e5e5e5e5e5e5e5"

describe("the history's writer", () => {
  for (const kind of databaseKinds) {
    describe(`on ${kind}`, () => {
      let database: Database
      let writer: HistoryWriter | undefined
      beforeEach(async () => {
        database = await openEmptyDatabase(kind)
      })
      afterEach(async () => {
        await writer?.stop()
        await database.close()
      })

      const begin = (chain: RecordedChain, log = silentLog, options: { readonly keepReplaced?: number } = {}) =>
        writeHistory({
          ...{ database, client: chain.client(), escrow: ESCROW, fromBlock: 0n, log, pollingInterval: 5 },
          ...options,
        })

      it("behavior: builds all of it again beside what is read, which never goes back", async () => {
        const chain = new RecordedChain({ escrow: ESCROW, blocks: manyRentals(30) })
        chain.replay()
        writer = begin(chain)
        await writer.caughtUp
        const reader = await openHistoryReader(database, { chainId: 137, escrow: ESCROW })
        const before = await liveSchema(database)
        const placeBefore = await reader.place()
        const seen: bigint[] = []
        let isOver = false
        const reading = (async () => {
          while (!isOver) {
            const schema = await liveSchema(database)
            const tables = database.kysely.withSchema(schema ?? "")
            seen.push((await tables.selectFrom("cursor").select("block").executeTakeFirstOrThrow()).block)
          }
        })()
        await writer.rebuild()
        isOver = true
        await reading
        const after = (await liveSchema(database)) ?? ""
        await until(async () => (await reader.place()).version !== placeBefore.version)
        const placeAfter = await reader.place()
        await reader.close()
        const hash = await contentHash(database.kysely, after)
        const fresh = await freshHash({ database, client: chain.client(), escrow: ESCROW })

        expect(after, "the schema that is served").not.to.equal(before)
        expect(placeAfter.block, "the same block, with another tag").to.equal(placeBefore.block)
        expect(
          seen.every((block) => block === BigInt(chain.head)),
          "every block that was read",
        ).to.equal(true)
        expect(hash, "the rows").to.deep.equal(fresh)
      })

      it("behavior: what a rebuild at the start has replaced is not served again", async () => {
        const chain = new RecordedChain({ escrow: ESCROW, blocks: manyRentals(5) })
        chain.replay()
        writer = begin(chain)
        await writer.caughtUp
        for (let round = 0; round < 10; ++round) {
          await writer.stop()
          const before = await liveSchema(database)
          writer = begin(chain, silentLog, { keepReplaced: 0 })
          await writer.rebuild()
          await writer.caughtUp
          const after = await liveSchema(database)
          // The replaced one's follower may only now have caught up.
          await new Promise((resolve) => setTimeout(resolve, 20))
          expect([after === undefined, after === before, await liveSchema(database)]).to.deep.equal([
            false,
            false,
            after,
          ])
        }
      })

      it("error: a history that was dropped is not served, and the one that is served stays", async () => {
        const source = { chainId: 137, escrow: ESCROW }
        const served = await createGeneration(database, source)
        const dropped = await createGeneration(database, source)
        await dropGeneration(database, dropped)
        const failure = await switchTo(database, dropped).catch((error: unknown) => error)
        expect(String(failure)).to.equal(`Error: The history ${dropped} does not exist any more.`)
        expect(await liveSchema(database)).to.equal(served)
      })

      it("behavior: builds all of it again when a row is missing", async () => {
        const blocks = manyRentals(20)
        const chain = new RecordedChain({ escrow: ESCROW, blocks, random: () => 0.3 })
        chain.mine(45)
        const log = collectingLog()
        writer = begin(chain, log)
        await writer.caughtUp
        const before = (await liveSchema(database)) ?? ""
        await sql`delete from ${sql.id(before, "rentals")}`.execute(database.kysely)
        chain.mineAll()
        const current = async () => (await liveSchema(database)) ?? ""
        await until(async () => (await current()) !== before)
        const hash = await contentHash(database.kysely, await current())
        const fresh = await freshHash({ database, client: chain.client(), escrow: ESCROW })

        expect(hash, "the rows").to.deep.equal(fresh)
        expect(log.lines, "what the log says").to.include("the history is damaged, and is built again")
      })
    })
  }

  it("behavior: asks for fewer blocks where one answer would hold too many logs", async () => {
    const blocks = manyRentals(700)
    const chain = new RecordedChain({ escrow: ESCROW, blocks })
    chain.replay()
    const database = await openEmptyDatabase("postgres")
    const schema = await readWholeHistory({ database, client: chain.client(), escrow: ESCROW })
    const tables = database.kysely.withSchema(schema)
    const { count } = tables.fn
    const events = await tables.selectFrom("events").select(count("block").as("count")).executeTakeFirstOrThrow()
    const open = await tables.selectFrom("rentals").select("id").where("status", "!=", "Closed").execute()
    await database.close()

    expect(events.count, "events").to.equal(BigInt(blocks.reduce((sum, { logs }) => sum + logs.length, 0)))
    expect(open, "rentals that are open").to.deep.equal([])
  })
})
