import { type ChildProcess, spawn } from "node:child_process"
import { once } from "node:events"
import { mkdtempSync, rmSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { createInterface } from "node:readline"
import { fileURLToPath } from "node:url"

import { expect } from "chai"
import { openDatabase } from "../../server/database/openDatabase.ts"
import { contentHash } from "../../server/history/contentHash.ts"
import { randomOf } from "../support/forkingNodes.ts"
import { freshHash } from "../support/historyRuns.ts"
import { manyRentals } from "../support/manyRentals.ts"
import { RecordedChain } from "../support/recordedChain.ts"
import { serveRecordedChain } from "../support/serveRecordedChain.ts"
import { until } from "../support/until.ts"

const MAIN = fileURLToPath(new URL("../../server/main.ts", import.meta.url))
const ESCROW = `0x${"e5".repeat(20)}` as const
const HASH = `0x${"ab".repeat(32)}`
/** A port of which nobody hears. */
const DEAF = "http://127.0.0.1:1"

type Line = { readonly msg: string; readonly [fact: string]: unknown }

/** The program, with nothing but its environment and its arguments. */
function start(folder: string, environment: Readonly<Record<string, string>>, ...args: readonly string[]) {
  const { PATH = "" } = process.env
  const child: ChildProcess = spawn(process.execPath, [MAIN, ...args], {
    cwd: folder,
    env: { PATH, ...environment },
    stdio: ["ignore", "pipe", "pipe"],
  })
  const lines: Line[] = []
  let errors = ""
  child.stderr?.on("data", (data) => {
    errors += String(data)
  })
  if (child.stdout) {
    createInterface(child.stdout).on("line", (line) => {
      if (line.startsWith("{")) lines.push(JSON.parse(line))
    })
  }
  const ended = once(child, "close").then(([code]) => Number(code))
  return {
    child,
    lines,
    ended,
    errors: () => errors,
    async url(): Promise<string> {
      await until(() => child.exitCode !== null || lines.some(({ msg }) => msg === "server started"))
      const started = lines.find(({ msg }) => msg === "server started")
      if (!started) throw new Error(`The server did not start: ${errors}`)
      return String(started["url"])
    },
  }
}

describe("the server's program", () => {
  let folder: string
  const started: ReturnType<typeof start>[] = []
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), "gpuflow-program-"))
  })
  afterEach(async () => {
    for (const { child, ended } of started.splice(0)) {
      child.kill("SIGKILL")
      await ended
    }
    rmSync(folder, { recursive: true, force: true })
  })
  const run = (environment: Readonly<Record<string, string>>, ...args: readonly string[]) => {
    const program = start(folder, environment, ...args)
    started.push(program)
    return program
  }

  it("names each setting that is wrong, ends with code 2, and leaves nothing behind", async () => {
    const program = run(
      {
        GPUFLOW_RPC_URL: "ftp://node",
        GPUFLOW_ESCROW: "0x12",
        GPUFLOW_FROM_BLOCK: "7",
        GPUFLOW_SERVER_PORT: "70000",
        GPUFLOW_SERVER_ROLE: "reader",
      },
      "--rooms",
      "index,cellar",
    )
    expect(await program.ended, "code").to.equal(2)
    for (const name of ["RPC_URL", "ESCROW", "SERVER_PORT", "SERVER_ROOMS"])
      expect(program.errors(), "message").to.include(`GPUFLOW_${name}`)

    const misspelt = run({ GPUFLOW_RPC_URL: DEAF, GPUFLOW_SERVER_FOLDR: "x" })
    expect(await misspelt.ended, "code").to.equal(2)
    expect(misspelt.errors(), "the nearest name").to.include("GPUFLOW_SERVER_FOLDER")
  })

  it("answers a request that has begun after SIGTERM, ends streams, and goes on from its last batch", async () => {
    const chain = new RecordedChain({ escrow: ESCROW, blocks: manyRentals(400), random: randomOf(7) })
    chain.mineAll()
    const node = await serveRecordedChain(chain)
    const environment = {
      GPUFLOW_RPC_URL: node.url,
      GPUFLOW_ESCROW: ESCROW,
      GPUFLOW_FROM_BLOCK: "0",
      GPUFLOW_SERVER_PORT: "0",
      GPUFLOW_SERVER_ROOMS: "index",
      GPUFLOW_SERVER_FOLDER: "tables",
      GPUFLOW_SERVER_POLL_SECONDS: "0.05",
    }
    try {
      // The first run is stopped in the middle of what it reads, the second one with requests and a stream under way.
      const first = run(environment)
      await first.url()
      first.child.kill("SIGTERM")
      expect(await first.ended, `code, ${first.errors()}`).to.equal(0)
      expect(first.lines.at(-1)?.msg, "its last word").to.equal("server stopped")

      const second = run(environment)
      const url = await second.url()
      await until(async () => {
        const answer = await fetch(`${url}/meta?block=${chain.head}&wait=5`)
        return answer.status === 200 && Object(await answer.json()).block >= chain.head
      })
      const stream = await fetch(`${url}/changes`)
      const waiting = fetch(`${url}/transactions/${HASH}?wait=30`)
      const streams = async () => (await (await fetch(`${url}/metrics`)).text()).includes("gpuflow_server_streams 1")
      await until(streams)
      second.child.kill("SIGTERM")
      expect((await waiting).status, "the request that waited").to.equal(404)
      expect(await stream.text(), "the stream").to.include("event: block")
      expect(await second.ended, `code, ${second.errors()}`).to.equal(0)

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
