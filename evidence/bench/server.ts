// Measures the server: how fast it reads a history from an empty database, how fast it answers while it follows the chain,
// a full board, and its memory throughout.
import { fork } from "node:child_process"
import { once } from "node:events"
import { mkdtempSync, rmSync } from "node:fs"
import { availableParallelism, getPriority, loadavg, tmpdir } from "node:os"
import { join } from "node:path"
import { fileURLToPath } from "node:url"

import { grouped } from "../../scripts/support/numbers.ts"
import { markdownTable, updateBlock } from "../../scripts/support/pages.ts"
import { killAtExit } from "../../scripts/support/processes.ts"
import type { DatabasePlace } from "../../server/database/openDatabase.ts"
import { postgresUrl, stopPostgres } from "../../test/support/postgresServer.ts"
import { type Measured, measureLoad, percentile } from "./server/load.ts"
import { fillBoard } from "./server/offers.ts"
import { sharePriority } from "./server/priority.ts"
import { boardRequests, indexRequests, type Size } from "./server/requests.ts"
import { startServerProgram, type Usage } from "./server/serverProgram.ts"

const CHAIN = fileURLToPath(new URL("./server/chain.ts", import.meta.url))
const PER_SECOND = 100
/** Requests before the measured ones, for what is read or compiled once. */
const WARM_UP = 5
/** How often an empty folder is started with. */
const STARTS = 3
/** The share of answers that must come within the limit. */
const SHARE = 0.95

export const databases = ["pglite", "postgres"] as const
type DatabaseName = (typeof databases)[number]

interface Options extends Size {
  readonly databases: readonly DatabaseName[]
  /** Seconds for which requests are sent. */
  readonly seconds: number
  /** Whether the table goes into docs/server.md. */
  readonly write: boolean
}

/** A figure: what was measured, on which database, what it should be, and what it is. */
type Row = readonly [measure: string, database: string, limit: string, value: string]

/** Measures the server, and prints the table. */
export async function benchServer({ write, ...options }: Options): Promise<void> {
  const rows: Row[] = []
  const add = (...row: Row) => {
    rows.push(row)
    console.log(`${row.join(" | ")}  (load ${load()})`)
  }
  console.log(`Node ${process.version}, ${availableParallelism()} cores, load ${load()}`)
  if (options.databases.includes("pglite")) await measureStart(add)
  for (const database of options.databases) await measureDatabase(database, options, add)
  await stopPostgres()
  const table = markdownTable(["measure", "database", "limit", "measured"], rows)
  console.log(`\n${table.join("\n")}`)
  if (write) {
    const day = new Date().toISOString().slice(0, 10)
    const nice = getPriority()
    const priority =
      nice < 0 ? `, at a raised priority (nice ${nice}), because other programs used the machine too` : ""
    const where = `Measured on ${day} with Node ${process.version} on ${availableParallelism()} cores${priority}; load of the machine at the end ${load()}.`
    updateBlock("docs/server.md", "bench", () => [where, "", ...table])
  }
}

const load = () => (loadavg()[0] ?? 0).toFixed(1)

type Add = (...row: Row) => void

/** From the start of the program to the first complete answer, in an empty folder. */
async function measureStart(add: Add): Promise<void> {
  const chain = await startChain(1)
  const seconds: number[] = []
  for (let start = 0; start < STARTS; start += 1) {
    const folder = mkdtempSync(join(tmpdir(), "gpuflow-bench-"))
    const server = await startServerProgram(chain.url, { GPUFLOW_SERVER_FOLDER: join(folder, "database") })
    seconds.push(await server.ready())
    await server.stop()
    rmSync(folder, { recursive: true, force: true })
  }
  chain.stop()
  add("ready in an empty folder", "PGlite", "5 s", `${seconds.map((one) => one.toFixed(1)).join(", ")} s`)
}

async function measureDatabase(name: DatabaseName, { rentals, offers, seconds }: Omit<Options, "write">, add: Add) {
  const label = name === "pglite" ? "PGlite" : "PostgreSQL"
  const chain = await startChain(rentals)
  const folder = mkdtempSync(join(tmpdir(), "gpuflow-bench-"))
  const place: DatabasePlace = name === "pglite" ? { folder: join(folder, "database") } : { url: await postgresUrl() }
  const environment =
    "url" in place ? { DATABASE_URL: place.url } : { GPUFLOW_SERVER_FOLDER: "folder" in place ? place.folder : "" }

  let server = await startServerProgram(chain.url, environment)
  sharePriority()
  const read = await server.holds(chain.head)
  const used = await server.usage()
  add(
    `${grouped(rentals)} rentals, ${grouped(chain.head)} blocks with events, into an empty database`,
    label,
    "180 s",
    `${read.toFixed(0)} s (${used.cpu.toFixed(0)} s of a processor)`,
  )
  add("memory at most meanwhile", label, "400 MB", megabytes(used))
  await server.stop()

  await fillBoard(place, offers, chain.time)
  server = await startServerProgram(chain.url, environment)
  add(`ready again with these and ${grouped(offers)} offers`, label, "", `${(await server.ready()).toFixed(1)} s`)
  chain.goOn()
  const requests = [...indexRequests({ rentals, offers }), ...boardRequests({ rentals, offers })]
  await measureLoad({ url: server.url, requests, perSecond: PER_SECOND, seconds: WARM_UP })
  // By now, all connections of the database are open.
  sharePriority()
  const before = await server.usage()
  const measured = await measureLoad({ url: server.url, requests, perSecond: PER_SECOND, seconds })
  const after = await server.usage()
  print(measured)
  const board = new Set(boardRequests({ rentals, offers }).map(({ route }) => route))
  const isBoard = ({ request }: Measured) => board.has(request.route)
  const rate = `at ${PER_SECOND} requests a second, while it follows`
  add(
    `pages of the index, ${rate}: p95 of the slowest`,
    label,
    "20 ms",
    slowest(measured.filter((one) => !isBoard(one))),
  )
  add(
    `pages of the board with ${grouped(offers)} offers, ${rate}: p95 of the slowest`,
    label,
    "30 ms",
    slowest(measured.filter(isBoard)),
  )
  add("processor meanwhile", label, "", `${(((after.cpu - before.cpu) / seconds) * 100).toFixed(0)} % of one`)
  add("memory at most meanwhile", label, "400 MB", megabytes(after))
  const failed = measured.reduce((sum, one) => sum + one.failed, 0)
  if (failed > 0) add("failed requests", label, "0", String(failed))
  await server.stop()
  chain.stop()
  rmSync(folder, { recursive: true, force: true })
}

const megabytes = ({ peak }: Usage) => (peak === undefined ? "not known" : `${(peak / 1e6).toFixed(0)} MB`)
const ms = (value: number) => `${value.toFixed(1)} ms`

function slowest(measured: readonly Measured[]): string {
  const [worst] = [...measured].sort((a, b) => percentile(b.times, SHARE) - percentile(a.times, SHARE))
  const all = measured.flatMap(({ times }) => times).sort((a, b) => a - b)
  if (!worst) return ""
  return `${ms(percentile(worst.times, SHARE))} (\`${worst.request.route}\`); of all ${ms(percentile(all, SHARE))}`
}

function print(measured: readonly Measured[]): void {
  for (const { request, times, failed } of measured) {
    const [middle, most] = [percentile(times, 0.5), percentile(times, SHARE)]
    const path = request.path(1).replaceAll(/0x([0-9a-f]{4})[0-9a-f]{36,}/g, "0x$1…")
    console.log(
      `${middle.toFixed(1).padStart(8)} ${most.toFixed(1).padStart(8)}  ${path}${failed > 0 ? `  ${failed} failed` : ""}`,
    )
  }
}

interface Chain {
  readonly url: string
  /** The latest block before it goes on. */
  readonly head: number
  readonly time: bigint
  goOn(): void
  stop(): void
}

async function startChain(rentals: number): Promise<Chain> {
  const child = fork(CHAIN, [String(rentals)], { execArgv: [] })
  killAtExit(child)
  const [{ url, head, time }] = await once(child, "message")
  return { url, head, time: BigInt(time), goOn: () => child.send("go on"), stop: () => child.kill() }
}
