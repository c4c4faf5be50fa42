import { readdirSync, readFileSync, writeFileSync } from "node:fs"
import { basename, dirname } from "node:path"
import { DatabaseSync } from "node:sqlite"
import { PassThrough } from "node:stream"

import { expect } from "chai"

import { runKeeper } from "../../keeper/keeper.ts"
import { type ServedChain, serveChain } from "../support/chain.ts"
import { type DueRentals, LONG, openDueRentals } from "../support/dueRentals.ts"
import { newDatabase, removeDatabase } from "../support/keeperProcess.ts"
import { accountNamed } from "../support/parties.ts"
import { until } from "../support/until.ts"

const keeper = accountNamed("keeper")

describe("Keeper: a damaged database", () => {
  let chain: ServedChain
  let database: string
  beforeEach(async () => {
    chain = await serveChain()
    database = newDatabase()
    await chain.fund(keeper.address, 10n ** 20n)
  })
  afterEach(async () => {
    await chain.close()
    for (const file of aside()) removeDatabase(`${dirname(database)}/${file}`)
    removeDatabase(database)
  })

  const aside = () => readdirSync(dirname(database)).filter((file) => file.startsWith(`${basename(database)}.damaged-`))

  function keep({ escrow, fromBlock }: DueRentals) {
    const [stop, output] = [new AbortController(), new PassThrough({ encoding: "utf8" })]
    const options = { escrow, fromBlock, database, account: keeper, port: 0, rpcUrls: [chain.url], batchSize: 2 }
    const keeping = runKeeper({ ...options, pollInterval: 50, logLevel: "debug", output, signal: stop.signal })
    const state = { log: "" }
    output.on("data", (text) => {
      state.log += text
    })
    return {
      has: (text: string) => state.log.includes(text),
      async stop() {
        stop.abort()
        await keeping
      },
    }
  }
  const sent = () => chain.client.getTransactionCount({ address: keeper.address, blockTag: "pending" })

  it("behavior: what was sent with the file before is not sent again", async () => {
    const world = await openDueRentals(chain)
    for (let made = 0; made < 6; ++made) await world.add("settlement")
    await chain.pass(LONG)
    await chain.client.setAutomine(false)
    const first = keep(world)
    await until(async () => (await sent()) === 3)
    await first.stop()
    writeFileSync(database, "x".repeat(8_192))

    const second = keep(world)
    await until(async () => second.has("waiting for transactions that the database does not know"))
    await chain.rpc("evm_mine")
    await until(async () => (await world.unpaid()).length === 0)
    const later = await chain.client.getBlockNumber()
    await until(async () => {
      await chain.rpc("evm_mine")
      return (await chain.client.getBlockNumber()) > later + 5n
    })
    await second.stop()

    expect((await world.unpaid()).length, "lost").to.equal(0)
    expect(await world.mispaid(), "wrong").to.deep.equal([])
    expect(await sent(), "transactions").to.equal(3)
    expect(aside(), "files aside").to.have.length(1)
    expect(readFileSync(`${dirname(database)}/${aside()[0]}`, "utf8"), "the file").to.equal("x".repeat(8_192))
  })

  it("behavior: damage while it runs is found, and the keeper goes on from the chain", async () => {
    const world = await openDueRentals(chain)
    await world.add("settlement")
    await world.add("credit")
    const running = keep(world)
    await until(async () => running.has("poll finished"))
    const db = new DatabaseSync(database, { timeout: 5_000 })
    db.exec("UPDATE rentals SET terms = '{', refreshed_in = 0")
    db.close()
    await chain.pass(LONG)

    await until(async () => (await world.unpaid()).length === 0)
    await running.stop()

    expect(await world.mispaid(), "wrong").to.deep.equal([])
    expect(running.has("database moved aside"), "logged").to.equal(true)
    expect(aside(), "files aside").to.have.length(1)
  })
})
