import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"

import { expect } from "chai"
import { sql } from "kysely"

import { createHistoryTables } from "../../server/database/createHistoryTables.ts"
import { openDatabase } from "../../server/database/openDatabase.ts"
import { databaseKinds, openEmptyDatabase } from "../support/databases.ts"
import { postgresUrl } from "../support/postgresServer.ts"

/** A promise that somebody else resolves. */
function gate<value = void>() {
  let resolve: (value: value) => void = () => {}
  const promise = new Promise<value>((settle) => {
    resolve = settle
  })
  return { promise, resolve }
}

describe("the server's database", () => {
  for (const kind of databaseKinds) {
    describe(`on ${kind}`, () => {
      it("returns whole numbers as bigint, amounts as text, and JSON as data", async () => {
        const database = await openEmptyDatabase(kind)
        await createHistoryTables(database.kysely, "history_1_1")
        const kysely = database.kysely.withSchema("history_1_1")
        const args = { amount: "1", nested: [1, true, null] }
        const event = { block: 5n, log_index: 2, timestamp: 7n, transaction: "0x1", contract: "escrow" as const }
        await kysely
          .insertInto("events")
          .values({ ...event, name: "Closed", args: JSON.stringify(args) })
          .execute()
        const amount = 2n ** 200n
        await kysely.insertInto("balances").values({ kind: "fee", token: "0x2", account: "0x3", amount }).execute()

        const row = await kysely.selectFrom("events").selectAll().executeTakeFirstOrThrow()
        const sum = await kysely.selectFrom("balances").select("amount").executeTakeFirstOrThrow()
        await database.close()

        expect(row, "the event").to.deep.include({ ...event, args, rental: null })
        expect(sum.amount, "the amount").to.equal(String(amount))
      })

      it("keeps the queries of others out of a transaction, and undoes one that fails", async () => {
        const database = await openEmptyDatabase(kind)
        const { kysely } = database
        await sql`create table counts (n int)`.execute(kysely)
        const count = async () => {
          const { rows } = await sql<{ count: bigint }>`select count(*) from counts`.execute(kysely)
          return rows[0]?.count
        }
        const inserted = gate()
        const failed = kysely
          .transaction()
          .execute(async (transaction) => {
            await sql`insert into counts values (1)`.execute(transaction)
            inserted.resolve()
            await new Promise(setImmediate)
            throw new Error("undone")
          })
          .catch((error: Error) => error.message)
        await inserted.promise
        const [seen, ended] = await Promise.all([count(), failed])
        const together = await Promise.all(
          Array.from({ length: 5 }, () =>
            kysely.transaction().execute(async (transaction) => {
              await sql`insert into counts values (2)`.execute(transaction)
              return true
            }),
          ),
        )
        const after = await count()
        await database.close()

        expect([seen, ended], "seen beside the transaction, and its end").to.deep.equal([0n, "undone"])
        expect(together.length, "transactions at once").to.equal(5)
        expect(after, "rows afterwards").to.equal(5n)
      })

      it("hears what was sent, until the listening ends", async () => {
        const database = await openEmptyDatabase(kind)
        const heard: string[] = []
        const first = gate()
        const end = await database.listen("changes", (payload) => {
          heard.push(payload)
          first.resolve()
        })
        await database.notify("changes", "one")
        await first.promise
        await end()
        await database.notify("changes", "two")
        await database.close()

        expect(heard, "texts").to.deep.equal(["one"])
      })
    })
  }

  it("opens a PostgreSQL database in several processes' places at once", async () => {
    const url = await postgresUrl()
    const opened = await Promise.all([1, 2, 3].map(() => openDatabase({ url, connections: 2 })))
    const heard = gate<string>()
    await opened[1]?.listen("changes", heard.resolve)
    await opened[0]?.notify("changes", "from the first")
    const text = await heard.promise
    await Promise.all(opened.map((database) => database.close()))

    expect(text, "heard by the second").to.equal("from the first")
  })

  it("keeps a PGlite folder's contents, and moves a folder aside that is broken", async () => {
    const parent = mkdtempSync(join(tmpdir(), "gpuflow-folder-"))
    const folder = join(parent, "history")
    const first = await openDatabase({ folder })
    await sql`create table kept as select 1 as n`.execute(first.kysely)
    await first.close()
    const second = await openDatabase({ folder })
    const { rows } = await sql<{ n: number }>`select n from kept`.execute(second.kysely)
    await second.close()
    for (const name of ["base", "global"]) rmSync(join(folder, name), { recursive: true, force: true })
    mkdirSync(join(folder, "global"))
    writeFileSync(join(folder, "global", "pg_control"), "not a control file")

    const third = await openDatabase({ folder })
    const generations = await third.kysely.selectFrom("generations").selectAll().execute()
    await third.close()
    const names = readdirSync(parent).map((name) => name.replace(/\d+$/, ""))
    rmSync(parent, { recursive: true, force: true })

    expect(rows, "rows of the closed folder").to.deep.equal([{ n: 1 }])
    expect(generations, "a fresh database").to.deep.equal([])
    expect(names.sort(), "the folders").to.deep.equal(["history", "history.broken-"])
    expect(third.movedTo, "where it was moved to").to.match(/history\.broken-\d+$/)
  })
})
