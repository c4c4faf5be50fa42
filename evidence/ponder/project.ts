// The Ponder project in examples/, as a team has it: outside of the repository, on the packed SDK.
import { type ChildProcess, spawn } from "node:child_process"
import { once } from "node:events"
import { cp, mkdtemp, rm } from "node:fs/promises"
import { createServer } from "node:net"
import { tmpdir } from "node:os"
import { basename, join } from "node:path"
import { setTimeout as wait } from "node:timers/promises"

import { npmEnvironment } from "../../scripts/npmEnvironment.mjs"
import { root } from "../../scripts/support/root.ts"
import { buildPackage } from "../../sdk/packaging/build.ts"
import { runOrThrow } from "../../sdk/packaging/childProcess.ts"
import { pack } from "../../sdk/packaging/tarball.ts"

const source = join(root, "examples", "ponder")
/** What a run of the project in the repository may have left there. */
const LEFT = ["node_modules", ".ponder", "generated"]
/** Milliseconds. */
const PAUSE = 200

/** A copy of the project with its packages. */
export async function installProject(): Promise<{ readonly folder: string; remove(): Promise<void> }> {
  const folder = await mkdtemp(join(tmpdir(), "escrow-ponder-"))
  const remove = () => rm(folder, { recursive: true, force: true })
  try {
    await buildPackage()
    const tarball = await pack(join(root, "cache", "sdk"))
    await cp(source, folder, { recursive: true, filter: (path) => !LEFT.includes(basename(path)) })
    await cp(tarball.path, join(folder, basename(tarball.path)))
    await runOrThrow(folder, "npm", "ci", "--no-audit", "--no-fund", "--ignore-scripts", "--loglevel=error")
    return { folder, remove }
  } catch (error) {
    await remove()
    throw error
  }
}

export interface RunningPonder {
  /** Resolves when its tables hold what the chain has up to a block. */
  reaches(block: number): Promise<void>
  /** Every row of a table. */
  rows(table: Table, columns: string): Promise<Row[]>
  /** Resolves when it has printed a text. */
  prints(text: string): Promise<void>
  stop(): Promise<void>
}

type Table = "rentals" | "hosts" | "earnings" | "escrowEvents"
type Row = Readonly<Record<string, unknown>>

export interface StartOptions {
  readonly folder: string
  readonly rpcUrl: string
  readonly escrow: string
}

/** Starts the project as its README does. */
export async function startPonder({ folder, rpcUrl, escrow }: StartOptions): Promise<RunningPonder> {
  const port = await freePort()
  const settings = { PONDER_RPC_URL_137: rpcUrl, GPUFLOW_ESCROW: escrow, GPUFLOW_FROM_BLOCK: "0" }
  const args = ["start", "--hostname", "127.0.0.1", "--port", String(port), "--schema", "escrow"]
  const program = spawn(join(folder, "node_modules", ".bin", "ponder"), args, {
    cwd: folder,
    env: { ...npmEnvironment(), ...settings, PONDER_TELEMETRY_DISABLED: "true" },
    stdio: ["ignore", "pipe", "pipe"],
  })
  let output = ""
  for (const stream of [program.stdout, program.stderr]) {
    stream.setEncoding("utf8").on("data", (text: string) => {
      output += text
    })
  }
  const ask = (query: string) => askGraphql(`http://127.0.0.1:${port}/graphql`, query)
  const until = async (isReached: () => boolean | Promise<boolean>) => {
    while (!(await isReached())) {
      if (program.exitCode !== null) throw new Error(`Ponder ended:\n${output}`)
      await wait(PAUSE)
    }
  }
  return {
    reaches: (block) =>
      until(async () => {
        const { _meta } = await ask("{ _meta { status } }").catch(() => ({ _meta: undefined }))
        return Object(Object(_meta).status).polygon?.block?.number >= block
      }),
    prints: (text) => until(() => output.includes(text)),
    rows: (table, columns) => allRows(ask, table, columns),
    stop: () => stop(program),
  }
}

async function stop(program: ChildProcess): Promise<void> {
  if (program.exitCode !== null || program.signalCode !== null) return
  const ended = once(program, "close")
  program.kill("SIGTERM")
  await ended
}

type Ask = (query: string) => Promise<Row>

async function askGraphql(url: string, query: string): Promise<Row> {
  const headers = { "content-type": "application/json" }
  const response = await fetch(url, { method: "POST", headers, body: JSON.stringify({ query }) })
  const { data, errors } = Object(await response.json())
  if (errors !== undefined) throw new Error(`Ponder answered: ${JSON.stringify(errors)}`)
  return data
}

async function allRows(ask: Ask, table: Table, columns: string): Promise<Row[]> {
  const rows: Row[] = []
  for (let cursor: string | undefined; ; ) {
    const after = cursor === undefined ? "" : `, after: ${JSON.stringify(cursor)}`
    const answer = await ask(
      `{ ${table}(limit: 500${after}) { items { ${columns} } pageInfo { hasNextPage endCursor } } }`,
    )
    const { items, pageInfo } = Object(answer[table])
    rows.push(...items)
    if (!pageInfo.hasNextPage) return rows
    cursor = String(pageInfo.endCursor)
  }
}

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const listener = createServer()
    listener.on("error", reject)
    listener.listen(0, "127.0.0.1", () => {
      const address = listener.address()
      const port = typeof address === "object" && address ? address.port : 0
      listener.close(() => resolve(port))
    })
  })
}
