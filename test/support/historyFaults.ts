// What must not harm a history: branches that come and go, and ends in the middle. Each run compares the hash of all rows
// with that of a history which is read afresh.
import { fileURLToPath } from "node:url"
import type { Address } from "viem"

import { type Database, openDatabase } from "../../server/database/openDatabase.ts"
import { contentHash } from "../../server/history/contentHash.ts"
import { GenerationFollower } from "../../server/history/followGeneration.ts"
import { createGeneration, currentSchema, dropGeneration } from "../../server/history/generations.ts"
import { REBUILD_CHANNEL, requestRebuild } from "../../server/history/rebuildRequest.ts"
import { randomOf } from "./forkingNodes.ts"
import { readWholeHistory, silentLog } from "./historyRuns.ts"
import { type RecordedBlock, RecordedChain } from "./recordedChain.ts"
import { serveRecordedChain } from "./serveRecordedChain.ts"
import { type ServerProcess, type SharedPlace, startServerProcess } from "./serverProcess.ts"
import { sleep } from "./until.ts"

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

/** When a server is killed. */
const killMoments = ["at the start", "in a transaction", "in a rebuild", "at work"] as const
type KillMoment = (typeof killMoments)[number]

export interface KillRun extends Recording {
  /** An empty place. Each comparison is followed by another. */
  readonly openPlace: () => Promise<SharedPlace>
  readonly seed: number
  readonly kills: number
  /** Kills between two comparisons. */
  readonly compareEvery: number
}

export interface KillsReport extends FaultsReport {
  /** How many kills there were of each kind. */
  readonly moments: Readonly<Record<KillMoment, number>>
  /** Folders that could not be opened after a kill. */
  readonly broken: number
}

const KILLER = fileURLToPath(new URL("./killInTransaction.ts", import.meta.url))
/** Milliseconds between two changes of the chain. */
const PACE = 15

/** Kills the server's program at random moments again and again, while the chain moves on, and starts it again. */
export async function playKills(run: KillRun): Promise<KillsReport> {
  const { openPlace, escrow, blocks, seed, kills, compareEvery } = run
  const random = randomOf(seed)
  const below = (limit: number) => Math.floor(random() * limit)
  const chain = new RecordedChain({ escrow, blocks, random })
  const node = await serveRecordedChain(chain)
  const moments = { "at the start": 0, "in a transaction": 0, "in a rebuild": 0, "at work": 0 }
  const differences: string[] = []
  let compared = 0
  let broken = 0
  let place = await openPlace()
  let isMoving = true
  const moving = setInterval(() => {
    if (!isMoving) return
    if (chain.isComplete) chain.reorganise(Math.min(chain.head, 64), 1)
    else if (random() < 0.2) chain.reorganise(Math.min(chain.head, 1 + below(20)), 4)
    else chain.mine(1 + below(6))
  }, PACE)
  const children = new Set<ServerProcess>()
  try {
    for (let killed = 1; killed <= kills; killed += 1) {
      const moment = killMoments[(killed - 1) % killMoments.length] ?? "at work"
      const server = startServerProcess({ place, rpcUrl: node.url, escrow, ...optionsOf(moment, below) })
      children.add(server)
      if (moment === "at the start") await sleep(below(3_000))
      else if (moment === "in a transaction") await server.ended
      else {
        await server.url()
        if (moment === "in a rebuild") {
          const isRebuilding = () => server.lines.some(({ msg }) => msg === "the history is built again")
          // As the command does: the server hears it as soon as the one that was killed has lost the writer's lock.
          while (!isRebuilding() && !server.state.hasEnded) {
            await askToRebuild(place)
            await sleep(250)
          }
          await sleep(below(500))
        } else await sleep(below(1_500))
      }
      if (server.state.errors) throw new Error(`The server failed ${moment}: ${server.state.errors}`)
      await server.kill()
      children.delete(server)
      broken += server.lines.filter(({ msg }) => msg.startsWith("the folder could not be opened")).length
      moments[moment] += 1
      if (killed % compareEvery !== 0 && killed < kills) continue
      isMoving = false
      differences.push(...(await compareIn(place, { client: chain.client(), escrow })))
      compared += 1
      place = await openPlace()
      isMoving = true
    }
    return { faults: kills, deepest: 64, compared, differences, moments, broken }
  } finally {
    clearInterval(moving)
    for (const child of children) await child.kill()
    await node.close()
  }
}

function optionsOf(moment: KillMoment, below: (limit: number) => number) {
  if (moment !== "in a transaction") return {}
  const environment = { KILL_AT: `${1 + below(6)} ${1 + below(8)}` }
  return { nodeOptions: ["--import", KILLER], environment }
}

/** What another process would do to have the history built again. */
async function askToRebuild(place: SharedPlace): Promise<void> {
  if ("folder" in place) return requestRebuild(place.folder)
  const database = await openDatabase({ ...place, connections: 1 })
  await database.notify(REBUILD_CHANNEL, "")
  await database.close()
}

/** Reads what is left of the chain into a place that nobody uses, and compares it with a fresh history. */
async function compareIn(place: SharedPlace, chain: Omit<Target, "database">): Promise<string[]> {
  const database = await openDatabase(place)
  try {
    const source = { chainId: 137, escrow: chain.escrow }
    const schema = (await currentSchema(database, source)) ?? (await createGeneration(database, source))
    const target = { ...chain, database }
    const options = { ...target, fromBlock: 0n, log: silentLog, pollingInterval: 0 }
    await new GenerationFollower(options, schema).run({ untilLatest: true })
    return await compare(target, schema)
  } finally {
    await database.close()
  }
}
