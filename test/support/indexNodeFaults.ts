// What nodes do wrong in front of an index, while the chain moves on. When the node is well again, the rows must be those
// of a fresh history.
import { type Client, createClient, custom } from "viem"
import { polygon } from "viem/chains"

import type { Database } from "../../server/database/openDatabase.ts"
import { contentHash } from "../../server/history/contentHash.ts"
import { liveSchema } from "../../server/history/generations.ts"
import { writeHistory } from "../../server/history/writeHistory.ts"
import { randomOf } from "./forkingNodes.ts"
import { freshHash, silentLog } from "./historyRuns.ts"
import { RecordedChain } from "./recordedChain.ts"
import type { RecordedLives } from "./recordedLives.ts"
import { sleep, until } from "./until.ts"

type Pass = (method?: string, params?: readonly unknown[]) => Promise<unknown>
type Answer = (asked: { readonly method: string; readonly params: readonly unknown[]; readonly pass: Pass }) => unknown

interface Scene {
  readonly chain: RecordedChain
  readonly below: (limit: number) => number
}

/** Changes the logs that a node answers. */
const ofLogs =
  (change: (logs: readonly object[], below: Scene["below"]) => unknown): ((scene: Scene) => Answer) =>
  ({ below }) =>
  async ({ method, pass }) => {
    const answer = await pass()
    return method === "eth_getLogs" && Array.isArray(answer) ? change(answer, below) : answer
  }

const down = () => {
  throw new Error("connect ECONNREFUSED")
}

/** Blocks that a lagging node does not have. */
const LAG = 6

/** Each makes the answers of a node. */
export const indexNodeFaults: Readonly<Record<string, (scene: Scene) => Answer>> = {
  "a node that is down": () => down,
  "a node that fails every other request":
    ({ below }) =>
    ({ pass }) =>
      below(2) === 0 ? down() : pass(),
  "a node that answers HTML": () => () => "<!doctype html>",
  "a node that answers nothing": () => () => null,
  "a node that lags, by turns with one that does not":
    ({ chain, below }) =>
    ({ method, params, pass }) => {
      if (below(2) === 0) return pass()
      const last = Math.max(chain.head - LAG, 0)
      const [which] = params
      if (method === "eth_getBlockByNumber" && which === "latest")
        return pass(method, [`0x${last.toString(16)}`, false])
      if (method === "eth_getBlockByNumber" && Number(which) > last) return null
      if (method === "eth_getLogs" && Object(which).blockHash !== undefined && below(2) === 0) {
        throw new Error("unknown block")
      }
      return pass()
    },
  "a node that leaves logs out": ofLogs(() => []),
  "a node that gives logs of other blocks": ofLogs((logs) =>
    logs.map((log) => ({ ...log, blockHash: `0x${"0b".repeat(32)}`, blockNumber: "0xffffff" })),
  ),
  "a node that repeats and mixes logs": ofLogs((logs, below) => [...logs, ...logs].sort(() => below(3) - 1)),
}

interface Run {
  readonly database: Database
  readonly lives: Pick<RecordedLives, "blocks" | "escrow">
  readonly fault: string
  readonly seed: number
  /** Changes of the chain during the fault. */
  readonly steps: number
}

/** Follows through a fault. Returns the tables that differ afterwards. */
export async function followThroughFault({ database, lives, fault, seed, steps }: Run): Promise<string[]> {
  const { escrow } = lives
  const random = randomOf(seed)
  const below = (limit: number) => Math.floor(random() * limit)
  const chain = new RecordedChain({ ...lives, random })
  chain.mine(300)
  const answer = indexNodeFaults[fault]?.({ chain, below })
  if (!answer) throw new Error(`There is no fault ${fault}.`)
  let isFaulty = false
  const request = async ({ method, params = [] }: { method: string; params?: readonly unknown[] }) => {
    const pass: Pass = (other = method, given = params) => chain.answer(other, given)
    return isFaulty ? answer({ method, params, pass }) : pass()
  }
  const client = createClient({ chain: polygon, transport: custom({ request }, { retryCount: 0 }), pollingInterval: 5 })
  const writer = writeHistory({ database, client, escrow, fromBlock: 0n, log: silentLog, pollingInterval: 5, tries: 3 })
  await writer.caughtUp
  isFaulty = true
  for (let step = 0; step < steps; step += 1) {
    if (step % 5 === 4) chain.reorganise(1 + below(10), 12)
    else chain.mine(1 + below(2))
    await sleep(20)
  }
  isFaulty = false
  chain.mine(1)
  const schema = (await liveSchema(database)) ?? ""
  await until(async () => (await headOf(database, schema)) === BigInt(chain.head))
  const followed = await contentHash(database.kysely, schema)
  await writer.stop()
  return differencesOf(followed, await freshHash({ database, client: chain.client(), escrow }))
}

/** A reorganisation that is deeper than what is remembered. The index is built again, and then has no other branch's rows. */
export async function followTooDeep({ database, lives, seed }: Omit<Run, "fault" | "steps">): Promise<string[]> {
  const { escrow } = lives
  const chain = new RecordedChain({ ...lives, random: randomOf(seed) })
  chain.mine(120)
  const client: Client = chain.client()
  const options = { database, client, escrow, fromBlock: 0n, log: silentLog, pollingInterval: 5, maxReorgDepth: 16 }
  const writer = writeHistory(options)
  await writer.caughtUp
  const before = await liveSchema(database)
  // Deeper than what is read again at first, too.
  chain.reorganise(100, 101)
  await until(async () => (await liveSchema(database)) !== before)
  const schema = (await liveSchema(database)) ?? ""
  await until(async () => (await headOf(database, schema)) === BigInt(chain.head))
  const followed = await contentHash(database.kysely, schema)
  await writer.stop()
  return differencesOf(followed, await freshHash({ database, client, escrow }))
}

export type Hash = Awaited<ReturnType<typeof contentHash>>

export function differencesOf(followed: Hash, fresh: Hash): string[] {
  return Object.keys(fresh.tables).filter((table) => followed.tables[table] !== fresh.tables[table])
}

export async function headOf({ kysely }: Database, schema: string): Promise<bigint | undefined> {
  const row = await kysely.withSchema(schema).selectFrom("cursor").select("block").executeTakeFirst()
  return row?.block
}
