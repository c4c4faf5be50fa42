import { cpSync, mkdtempSync, rmSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"

import { escrowAbi } from "@gpuflow/escrow/abi"
import { expect } from "chai"
import { getAbiItem, toEventSelector } from "viem"

import { openDatabase } from "../../server/database/openDatabase.ts"
import { openEmptyDatabase } from "../support/databases.ts"
import {
  folderDamages,
  type Prepared,
  playFolderDamage,
  playLaterVersion,
  playLostDatabase,
  playTwoWriters,
  prepareFolder,
} from "../support/indexDatabaseFaults.ts"
import { postgresUrl } from "../support/postgresServer.ts"
import { RecordedChain } from "../support/recordedChain.ts"
import { type RecordedLives, recordLives } from "../support/recordedLives.ts"
import { serveRecordedChain } from "../support/serveRecordedChain.ts"
import { startTestServerOn, type TestServer } from "../support/testServer.ts"
import { until } from "../support/until.ts"

const DEPOSITED = toEventSelector(getAbiItem({ abi: escrowAbi, name: "Deposited" }))

describe("the history, on databases that fail", () => {
  let lives: RecordedLives
  let parent: string
  let prepared: Prepared
  before(async () => {
    lives = await recordLives({ lives: 60, seed: 41n })
    lives.close()
    parent = mkdtempSync(join(tmpdir(), "gpuflow-damage-"))
    prepared = await prepareFolder(join(parent, "healthy"), lives)
  })
  after(() => rmSync(parent, { recursive: true, force: true }))

  for (const damage of ["its log is missing", "a table is cut off in a page", "an index of a table is garbage"]) {
    it(`behavior: has the rows of a fresh one though ${damage}`, async () => {
      expect(await playFolderDamage(prepared, join(parent, damage), damage)).to.deep.equal([])
    })
  }

  it("behavior: is built again when a request meets what is damaged, though its writer does not", async () => {
    const folder = join(parent, "read")
    cpSync(prepared.healthy, folder, { recursive: true })
    folderDamages["an index of a table is garbage"]?.(folder, prepared.files)
    const node = await serveRecordedChain(prepared.chain)
    const server = await startTestServerOn(await openDatabase({ folder }), {
      escrow: lives.escrow,
      rpcUrls: [node.url],
      rooms: ["index"],
    })
    await until(async () => (await server.ask("/meta")).status === 200)
    const id = lives.blocks.flatMap(({ logs }) => logs).find(({ topics }) => topics[0] === DEPOSITED)?.topics[1]
    const first = await server.ask(`/rentals/${id}`)
    await until(async () => (await server.ask(`/rentals/${id}`)).status === 200)
    await server.stop()
    await node.close()

    expect(first.status, "the request that met it").to.equal(500)
    expect(
      server.lines.map(({ msg }) => msg),
      "the log",
    ).to.include("the history that was built is served")
  })

  it("behavior: begins again where the tables come from a later version", async () => {
    const healthy = join(parent, "later")
    cpSync(prepared.healthy, healthy, { recursive: true })
    expect(await playLaterVersion({ ...prepared, healthy })).to.deep.equal([])
  })

  it("behavior: goes on when PostgreSQL is back", async () => {
    expect(await playLostDatabase(await postgresUrl(), lives, 2), "tables that differ").to.deep.equal([])
  })

  it("behavior: has one writer at a time, and another when that one ends", async () => {
    expect(await playTwoWriters(await postgresUrl(), lives, 2), "what is wrong").to.deep.equal([])
  })
})

describe("the history's proof of itself", () => {
  let server: TestServer

  it("behavior: one unit that is missing in the escrow shows in the metric of the alert, in the state and in the log", async () => {
    const lives = await recordLives({ lives: 40, seed: 43n })
    let missing = 0n
    const balances = async (method: string, params: readonly unknown[]) => {
      const request = { method, params: [...params.slice(0, -1), "latest"] }
      const balance = BigInt(
        String(await lives.contract.request(request as Parameters<typeof lives.contract.request>[0])),
      )
      return `0x${(balance - missing).toString(16).padStart(64, "0")}`
    }
    const chain = new RecordedChain({ ...lives, balances, random: () => 0.5 })
    while (!chain.isComplete) chain.mine(1)
    const node = await serveRecordedChain(chain)
    server = await startTestServerOn(await openEmptyDatabase("pglite"), {
      escrow: lives.escrow,
      rpcUrls: [node.url],
      rooms: ["index"],
    })
    const differences = async () => {
      const { body } = await server.ask("/metrics")
      const found = String(body["text"]).matchAll(/^gpuflow_server_books_difference\{.*\} (\S+)$/gm)
      return [...found].map(([, value]) => Number(value))
    }
    const proven = async (value: number) => {
      const all = await differences()
      return all.length > 0 && all.every((one) => one === value)
    }
    await until(() => proven(0))
    const before = await server.ask("/meta")
    missing = 1n
    chain.mine(1)
    await until(() => proven(-1))
    const after = await server.ask("/meta")
    missing = 0n
    chain.mine(1)
    await until(() => proven(0))
    await server.stop()
    await node.close()
    lives.close()

    expect([before.body["booksBalance"], after.body["booksBalance"]], "books balance").to.deep.equal([true, false])
    const alarms = server.lines.filter(({ msg }) => String(msg).startsWith("the escrow owns less"))
    expect(alarms.length, "alarms").to.be.above(0)
    expect(alarms[0], "what the log says").to.include({ level: 50, difference: "-1" })
  })
})
