// A server in this process, behind a port of this machine, on an empty database of either kind.
import { createHistoryTables, HISTORY_VERSION } from "../../server/database/createHistoryTables.ts"
import type { Database } from "../../server/database/openDatabase.ts"
import { NEXT_REVISION } from "../../server/history/revision.ts"
import { type RunningServer, startServerOn } from "../../server/server.ts"
import { parseSettings, type ServerOptions } from "../../server/settings.ts"
import { type DatabaseKind, openEmptyDatabase } from "./databases.ts"

type Answer = { readonly status: number; readonly headers: Headers; readonly body: Body }
/** What a server answers, looked into by name. */
export type Body = { readonly [field: string]: unknown }

export type TestServer = RunningServer & {
  readonly database: Database
  readonly lines: readonly Body[]
  readonly ask: (path: string, init?: RequestInit) => Promise<Answer>
}

const started: TestServer[] = []
afterEach(async () => {
  await Promise.all(started.splice(0).map((server) => server.stop()))
})

/** Starts a server, which is stopped after the test. */
export async function startTestServer(
  kind: DatabaseKind,
  options: Partial<ServerOptions> & Pick<ServerOptions, "escrow">,
): Promise<TestServer> {
  return startTestServerOn(await openEmptyDatabase(kind), options)
}

export async function startTestServerOn(
  database: Database,
  options: Partial<ServerOptions> & Pick<ServerOptions, "escrow">,
): Promise<TestServer> {
  const lines: Body[] = []
  const output = {
    write: (text: string) => {
      for (const line of text.trim().split("\n")) lines.push(JSON.parse(line))
    },
  }
  const settings = parseSettings({
    rpcUrls: ["http://127.0.0.1:1"],
    fromBlock: 0n,
    port: 0,
    pollInterval: 100,
    // A test's chain stands still between transactions, so how far it is behind the clock says how fast the machine is.
    maxLagSeconds: 4_000_000_000,
    requestsPerMinute: 100_000,
    writesPerMinute: 100_000,
    output,
    ...options,
  })
  const running = await startServerOn(database, settings)
  const server = {
    ...running,
    database,
    lines,
    ask: (path: string, init?: RequestInit) => ask(running.url, path, init),
  }
  started.push(server)
  return server
}

async function ask(url: string, path: string, init?: RequestInit): Promise<Answer> {
  const response = await fetch(`${url}${path}`, init)
  const text = await response.text()
  const isJson = response.headers.get("content-type")?.includes("json") === true
  return { status: response.status, headers: response.headers, body: isJson && text ? JSON.parse(text) : { text } }
}

/** The schema of the first generation. */
export const HISTORY_SCHEMA = `history_${HISTORY_VERSION}_1`

/** Makes a generation of the index that holds nothing up to a block. */
export async function addEmptyHistory(
  { kysely }: Database,
  {
    chainId = 137,
    escrow,
    block,
    hash = null,
  }: {
    readonly chainId?: number
    readonly escrow: string
    readonly block: bigint
    readonly hash?: string | null
  },
): Promise<void> {
  const schema = HISTORY_SCHEMA
  await createHistoryTables(kysely, schema)
  await kysely
    .insertInto("generations")
    .values({ schema, version: HISTORY_VERSION, chain_id: String(chainId), escrow: escrow.toLowerCase(), live: true })
    .execute()
  const timestamp = BigInt(Math.floor(Date.now() / 1_000))
  await kysely
    .withSchema(schema)
    .insertInto("cursor")
    .values({ one: true, block, hash, timestamp, cursor: "{}", head: block, finalized: block, revision: 1n })
    .execute()
}

/** Changes the index of `addEmptyHistory` as its writer does. */
export async function changeHistory({ kysely }: Database, change: { readonly block?: bigint }): Promise<void> {
  await kysely
    .withSchema(HISTORY_SCHEMA)
    .updateTable("cursor")
    .set({ ...change, revision: NEXT_REVISION })
    .execute()
}
