import { existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"

import { expect } from "chai"
import { openDatabase } from "../../server/database/openDatabase.ts"
import { contentHash } from "../../server/history/contentHash.ts"
import { randomOf } from "../support/forkingNodes.ts"
import { freshHash } from "../support/historyRuns.ts"
import { manyRentals } from "../support/manyRentals.ts"
import { RecordedChain } from "../support/recordedChain.ts"
import { serveRecordedChain } from "../support/serveRecordedChain.ts"
import { type ServerProcess, startServerProcess } from "../support/serverProcess.ts"
import { until } from "../support/until.ts"

const ESCROW = `0x${"e5".repeat(20)}` as const
const HASH = `0x${"ab".repeat(32)}`
/** A port of which nobody hears. */
const DEAF = "http://127.0.0.1:1"

describe("the server's program", () => {
  let folder: string
  const started: ServerProcess[] = []
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), "gpuflow-program-"))
  })
  afterEach(async () => {
    await Promise.all(started.splice(0).map((program) => program.kill()))
    rmSync(folder, { recursive: true, force: true })
  })
  const run = (rpcUrl: string, parts: Partial<Parameters<typeof startServerProcess>[0]> = {}) => {
    const place = { folder: join(folder, "tables") }
    const program = startServerProcess({ place, rpcUrl, escrow: ESCROW, ...parts })
    started.push(program)
    return program
  }

  it("names each setting that is wrong, ends with code 2, and leaves nothing behind", async () => {
    const program = run("ftp://node", {
      escrow: "0x12",
      command: ["--rooms", "index,cellar"],
      environment: { GPUFLOW_SERVER_PORT: "70000" },
    })
    expect(await program.ended, "code").to.equal(2)
    for (const name of ["RPC_URL", "ESCROW", "SERVER_PORT", "SERVER_ROOMS"])
      expect(program.state.errors, "message").to.include(`GPUFLOW_${name}`)

    const misspelt = run(DEAF, { environment: { GPUFLOW_SERVER_FOLDR: "x" } })
    expect(await misspelt.ended, "code").to.equal(2)
    expect(misspelt.state.errors, "the nearest name").to.include("GPUFLOW_SERVER_FOLDER")
    expect(existsSync(join(folder, "tables")), "tables").to.equal(false)
  })

  it("says that a folder cannot be written, and moves nothing aside", async () => {
    const [file, closed] = [join(folder, "a file"), join(folder, "closed")]
    writeFileSync(file, "not a folder")
    const places = [join(file, "tables")]
    // Nothing is closed to root.
    if (process.getuid?.() !== 0) {
      mkdirSync(closed, { mode: 0o555 })
      places.push(closed, join(closed, "tables"))
    }
    for (const place of places) {
      const program = run(DEAF, { place: { folder: place } })
      expect(await program.ended, `code for ${place}`).to.equal(1)
      expect(program.state.errors, place).to.include(`The database's folder ${place} cannot be used`)
      expect(program.state.errors, place).to.include("Check its disk and its permissions, or choose another.")
    }
    expect(
      readdirSync(folder).filter((name) => name.includes("broken")),
      "moved aside",
    ).to.deep.equal([])
  })

  it("answers a request that has begun after SIGTERM, ends streams, and goes on from its last batch", async () => {
    const chain = new RecordedChain({ escrow: ESCROW, blocks: manyRentals(400), random: randomOf(7) })
    chain.mineAll()
    const node = await serveRecordedChain(chain)
    try {
      // The first run is stopped in the middle of what it reads, the second one with requests and a stream under way.
      const first = run(node.url)
      await first.url()
      expect(await first.stop(), `code, ${first.state.errors}`).to.equal(0)
      expect(first.lines.at(-1)?.msg, "its last word").to.equal("server stopped")

      const second = run(node.url)
      const url = await second.url()
      await until(async () => {
        const answer = await fetch(`${url}/meta?block=${chain.head}&wait=5`)
        return answer.status === 200 && Object(await answer.json()).block >= chain.head
      })
      const stream = await fetch(`${url}/changes`)
      const waiting = fetch(`${url}/transactions/${HASH}?wait=30`)
      const streams = async () => (await (await fetch(`${url}/metrics`)).text()).includes("gpuflow_server_streams 1")
      await until(streams)
      const end = second.stop()
      expect((await waiting).status, "the request that waited").to.equal(404)
      expect(await stream.text(), "the stream").to.include("event: block")
      expect(await end, `code, ${second.state.errors}`).to.equal(0)

      const database = await openDatabase({ folder: join(folder, "tables") })
      try {
        const [live] = await database.kysely
          .selectFrom("generations")
          .select("schema")
          .where("live", "=", true)
          .execute()
        const stored = await contentHash(database.kysely, String(live?.schema))
        const fresh = await freshHash({ database, client: chain.client(), escrow: ESCROW })
        expect(stored.tables, "tables").to.deep.equal(fresh.tables)
      } finally {
        await database.close()
      }
    } finally {
      await node.close()
    }
  })
})
