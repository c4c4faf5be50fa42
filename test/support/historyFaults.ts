// What must not harm a history: branches that come and go, and ends in the middle. Each run compares the hash of all rows
// with that of a history which is read afresh.
import { type ChildProcess, fork } from "node:child_process"
import { fileURLToPath } from "node:url"
import type { Address } from "viem"

import { type Database, type DatabasePlace, openDatabase } from "../../server/database/openDatabase.ts"
import { contentHash } from "../../server/history/contentHash.ts"
import { GenerationFollower } from "../../server/history/followGeneration.ts"
import { createGeneration, dropGeneration } from "../../server/history/generations.ts"
import { randomOf } from "./forkingNodes.ts"
import { readWholeHistory, silentLog } from "./historyRuns.ts"
import { type RecordedBlock, RecordedChain } from "./recordedChain.ts"
import { serveRecordedChain } from "./serveRecordedChain.ts"

interface Recording {
  readonly escrow: Address
  readonly blocks: readonly RecordedBlock[]
}

export interface FaultsReport {
  /** Reorganisations, or kills. */
  readonly faults: number
  readonly deepest: number
  /** How often the rows were compared with those of a fresh history. */
  readonly compared: number
  /** The tables in which something differed, for each comparison that failed. */
  readonly differences: readonly string[]
}

export interface ReorganisationRun extends Recording {
  readonly database: Database
  readonly seed: number
  readonly reorganisations: number
  readonly maxDepth: number
  /** Reorganisations between two comparisons. */
  readonly compareEvery: number
}

/** Lets the chain grow and replace its blocks by a seed, while a history follows. */
export async function playReorganisations(run: ReorganisationRun): Promise<FaultsReport> {
  const { database, escrow, blocks, seed, reorganisations, maxDepth, compareEvery } = run
  const random = randomOf(seed)
  const below = (limit: number) => Math.floor(random() * limit)
  const chain = new RecordedChain({ escrow, blocks, random })
  const target = { database, client: chain.client(), escrow }
  const schema = await createGeneration(database, { chainId: 137, escrow })
  const follower = new GenerationFollower({ ...target, fromBlock: 0n, log: silentLog, pollingInterval: 0 }, schema)
  const differences: string[] = []
  let deepest = 0
  let compared = 0
  chain.mine(4 + below(maxDepth))
  await follower.run({ untilLatest: true })
  for (let played = 1; played <= reorganisations; played += 1) {
    chain.mine(below(8))
    if (random() < 0.8) await follower.run({ untilLatest: true })
    // Most are shallow, as on a real chain, and some reach as deep as they may.
    const most = random() < 0.5 ? Math.min(6, maxDepth) : maxDepth
    const depth = Math.min(1 + below(most), chain.head)
    deepest = Math.max(deepest, depth)
    chain.reorganise(depth, depth + 1 + below(4))
    await follower.run({ untilLatest: true })
    if (chain.isComplete) chain.reorganise(Math.min(chain.head, maxDepth), 1)
    if (played % compareEvery !== 0 && played < reorganisations) continue
    await follower.run({ untilLatest: true })
    differences.push(...(await compare(target, schema)))
    compared += 1
  }
  return { faults: reorganisations, deepest, compared, differences }
}

type Target = Parameters<typeof readWholeHistory>[0]

/** The tables in which a history differs from a fresh one. */
async function compare(target: Target, schema: string): Promise<string[]> {
  const { kysely } = target.database
  const fresh = await readWholeHistory(target)
  const [followed, expected] = [await contentHash(kysely, schema), await contentHash(kysely, fresh)]
  await dropGeneration(target.database, fresh)
  if (followed.all === expected.all) return []
  return Object.keys(expected.tables).filter((table) => followed.tables[table] !== expected.tables[table])
}

export interface KillRun extends Recording {
  readonly place: DatabasePlace
  readonly seed: number
  readonly kills: number
}

const WRITER = fileURLToPath(new URL("./historyWriterProcess.ts", import.meta.url))

/** Kills the writer's process in the middle of its work again and again, and starts it again. */
export async function playKills({ place, escrow, blocks, seed, kills }: KillRun): Promise<FaultsReport> {
  const random = randomOf(seed)
  const chain = new RecordedChain({ escrow, blocks, random })
  const node = await serveRecordedChain(chain)
  const writers = new Set<ChildProcess>()
  try {
    for (let killed = 0; killed < kills; killed += 1) {
      const writer = fork(WRITER, [JSON.stringify({ place, url: node.url, escrow })], { execArgv: [], silent: true })
      writers.add(writer)
      const batches = 1 + Math.floor(random() * 6)
      await killAfter(writer, batches, () => {
        // The chain moves on while the writer writes, and now and then replaces what it has written.
        if (chain.isComplete) chain.reorganise(Math.min(chain.head, 64), 1)
        else if (random() < 0.3) chain.reorganise(Math.min(chain.head, 1 + Math.floor(random() * 20)), 4)
        else chain.mine(1 + Math.floor(random() * 6))
      })
      writers.delete(writer)
    }
    const database = await openDatabase(place)
    try {
      const target = { database, client: chain.client(), escrow }
      const rows = await database.kysely.selectFrom("generations").select("schema").where("live", "=", true).execute()
      const schema = rows[0]?.schema
      if (schema === undefined) throw new Error("The writers have left no history.")
      const options = { ...target, fromBlock: 0n, log: silentLog, pollingInterval: 0 }
      await new GenerationFollower(options, schema).run({ untilLatest: true })
      return { faults: kills, deepest: 64, compared: 1, differences: await compare(target, schema) }
    } finally {
      await database.close()
    }
  } finally {
    for (const writer of writers) writer.kill("SIGKILL")
    await node.close()
  }
}

/** Kills a process somewhere after it has read the chain so many times, and waits for its end. */
function killAfter(writer: ChildProcess, polls: number, onPoll: () => void): Promise<void> {
  return new Promise((resolve, reject) => {
    let errors = ""
    let seen = 0
    let wasKilled = false
    writer.stderr?.on("data", (data) => {
      errors += String(data)
    })
    writer.on("message", () => {
      onPoll()
      seen += 1
      if (seen < polls || wasKilled) return
      wasKilled = true
      // At whatever point of its next batch it is by then.
      setImmediate(() => writer.kill("SIGKILL"))
    })
    writer.on("error", reject)
    writer.on("close", () => (wasKilled ? resolve() : reject(new Error(`The writer ended by itself: ${errors}`))))
  })
}
