import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"

import { expect } from "chai"
import { sql } from "kysely"

import { createHistoryTables } from "../../server/database/createHistoryTables.ts"
import { FolderInUseError } from "../../server/database/folderErrors.ts"
import { lockFolder } from "../../server/database/folderLock.ts"
import { openDatabase } from "../../server/database/openDatabase.ts"
import { databaseKinds, openEmptyDatabase } from "../support/databases.ts"
import { failureOf } from "../support/failureOf.ts"
import { postgresUrl, withoutPostgres } from "../support/postgresServer.ts"
import { startServerProcess } from "../support/serverProcess.ts"

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
        await createHistoryTables(database.kysely, "a_history")
        const kysely = database.kysely.withSchema("a_history")
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

  it("leaves a PGlite folder alone that another server uses, and says which process that is", async () => {
    const parent = mkdtempSync(join(tmpdir(), "gpuflow-folder-"))
    const folder = join(parent, "history")
    const held = lockFolder(folder)
    const failure = await failureOf(Promise.resolve().then(() => lockFolder(folder, 10)))
    const server = startServerProcess({
      place: { folder },
      rpcUrl: "http://127.0.0.1:1",
      escrow: `0x${"e5".repeat(20)}`,
    })
    const code = await server.ended
    held.release()
    lockFolder(folder, 10).release()
    rmSync(parent, { recursive: true, force: true })

    expect(failure, "the second lock").to.be.instanceOf(FolderInUseError).and.to.include({ pid: process.pid })
    expect(server.state.errors, "what the second server says").to.include(`is used by the process ${process.pid}.`)
    expect(code, "its exit code").to.equal(1)
  })

  it("holds a lock of PostgreSQL in one process at a time, and loses it with its connection", async () => {
    const url = await postgresUrl()
    const [first, second] = [await openDatabase({ url, connections: 2 }), await openDatabase({ url, connections: 2 })]
    const stop = new AbortController()
    const order: string[] = []
    const [isHeld, isWaiting, isBack] = [gate(), gate(), gate()]
    const held = first.hold(7n, { signal: stop.signal }, async (signal) => {
      order.push("first")
      if (order.length > 1) return isBack.resolve()
      isHeld.resolve()
      await new Promise((resolve) => signal.addEventListener("abort", resolve))
      order.push("lost")
    })
    await isHeld.promise
    const waiting = second.hold(7n, { signal: stop.signal, onWaiting: () => isWaiting.resolve() }, async () => {
      order.push("second")
    })
    await isWaiting.promise
    await sql`select pg_terminate_backend(pid) from pg_locks where locktype = 'advisory'`.execute(second.kysely)
    await Promise.all([held, waiting, isBack.promise])
    await Promise.all([first.close(), second.close()])

    expect(order.slice(0, 2), "order").to.deep.equal(["first", "lost"])
    expect(order.slice(2).sort(), "afterwards").to.deep.equal(["first", "second"])
  })

  it("survives a stop of PostgreSQL, also in connections that are in use", async () => {
    const database = await openDatabase({ url: await postgresUrl(), connections: 2 })
    const heard = gate<string>()
    const missed = gate()
    await database.listen("changes", heard.resolve, missed.resolve)
    const failure = await database.kysely.connection().execute(async (connection) => {
      await sql`select 1`.execute(connection)
      await withoutPostgres(async () => {})
      return failureOf(sql`select 1`.execute(connection))
    })
    await missed.promise
    await database.notify("changes", "again")
    const [text] = [await heard.promise]
    await database.close()

    expect(failure, "the connection that was in use").to.be.instanceOf(Error)
    expect(text, "heard afterwards").to.equal("again")
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
    expect(names.sort(), "the folders").to.deep.equal(["history", "history.broken-", "history.lock"])
    expect(third.movedTo, "where it was moved to").to.match(/history\.broken-\d+$/)
  })
})
