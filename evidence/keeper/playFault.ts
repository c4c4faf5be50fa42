// One fault, from a fair beginning to the verdict: what was lost, what was wrong, and how many polls it took to recover.
import { type Hex, keccak256 } from "viem"
import type { Work } from "../../keeper/store/transactionTable.ts"
import {
  healthy,
  type NodeFault,
  type NodeProxy,
  openNodeProxy,
  type ServedRequest,
} from "../../sdk/testing/nodeProxy.ts"
import { type ServedChain, serveChain } from "../../test/support/chain.ts"
import { type KeeperProcess, newDatabase, removeDatabase, startKeeper } from "../../test/support/keeperProcess.ts"
import { accountNamed } from "../../test/support/parties.ts"
import { until } from "../../test/support/until.ts"

/** What falls due in a fault, and what is right once a keeper has done it. */
export type FaultWorld = {
  readonly escrow: Hex
  readonly fromBlock: bigint
  /** What the keeper does for it. */
  readonly work: Work
  /** What the keeper is given beside the chain and its key. */
  readonly environment: Readonly<Record<string, string>>
  /** Polls within which a keeper must have recovered. */
  readonly allowed: number
  /** How many there are. */
  size(): number
  addNext(): Promise<unknown>
  makeDue(): Promise<void>
  /** What is due and not done. */
  unpaid(): Promise<readonly unknown[]>
  /** What was done otherwise than the contract's arithmetic says, or twice, in sentences. */
  mispaid(): Promise<readonly string[]>
  close(): void
}

/** What a fault has at hand. */
export type FaultRun<world extends FaultWorld = FaultWorld> = {
  readonly chain: ServedChain
  readonly world: world
  readonly node: NodeProxy
  readonly database: string
  /** Adds rentals, of all kinds in turn. */
  add(count: number): Promise<void>
  /** Makes everything due. */
  makeDue(): Promise<void>
  setNodeFault(fault: NodeFault): void
  /** Starts a keeper; without urls, through the failing node alone. */
  start(options?: {
    readonly urls?: readonly string[]
    readonly name?: string
    readonly environment?: Record<string, string>
    readonly database?: string
  }): KeeperProcess
  /** Waits until everything due is paid, or the keepers have had polls enough. */
  settled(): Promise<void>
  /** Ends the fault between two polls: those that begin from here on are counted. */
  over(end?: () => Promise<unknown>): Promise<void>
  /** Cleans up at the end. */
  later(action: () => unknown): void
}

export type Fault<world extends FaultWorld = FaultWorld> = {
  readonly name: string
  /** What is done to the keeper; it ends with `over()`. */
  readonly play: (run: FaultRun<world>) => Promise<void>
}

export type Result = {
  readonly name: string
  readonly rentals: number
  readonly allowed: number
  /** Not yet paid when the fault was gone: what it held up. */
  readonly held: number
  readonly lost: number
  readonly wrong: readonly string[]
  readonly polls: number
  readonly seconds: number
  readonly failure?: string
}

/** Polls after which what is not paid counts as lost. */
const ENOUGH = 100
/** Milliseconds after which a run hangs. No verdict depends on it. */
const HANGS = 3_600_000

/** Plays a fault to a keeper on a chain of its own, and cleans up. */
export async function playFault<world extends FaultWorld>(
  { name, play }: Fault<world>,
  open: (chain: ServedChain) => Promise<world>,
): Promise<Result> {
  const began = Date.now()
  const chain = await serveChain()
  const world = await open(chain)
  await chain.fund(accountNamed("keeper").address, 10n ** 20n)
  const node = await openNodeProxy(chain.url)
  const keepers: KeeperProcess[] = []
  const closing: (() => unknown)[] = []
  const { run, figures } = openRun(chain, world, node, { keepers, closing })

  const failure = await Promise.race([playThrough(play, run, keepers), hanging()])
  const [lost, wrong] = [await world.unpaid(), await world.mispaid()]
  if (process.env["KEEPER_LOG"]) {
    for (const { lines, state } of keepers) {
      console.log(lines.map((line) => JSON.stringify(line)).join("\n"), state.errors)
    }
  }
  await Promise.all(keepers.map(({ kill }) => kill()))
  for (const action of closing) await action()
  await node.close()
  await chain.close()
  removeDatabase(run.database)
  world.close()
  const { allowed } = world
  const result = { name, rentals: world.size(), allowed, ...figures, lost: lost.length, wrong }
  return { ...result, seconds: (Date.now() - began) / 1_000, ...(failure === undefined ? {} : { failure }) }
}

export const isGood = ({ lost, wrong, polls, allowed, failure, rentals }: Result) =>
  rentals > 0 && lost === 0 && wrong.length === 0 && polls <= allowed && failure === undefined

/** Plays to the end, and says what failed. */
async function playThrough<world extends FaultWorld>(
  play: Fault<world>["play"],
  run: FaultRun<world>,
  keepers: readonly KeeperProcess[],
): Promise<string | undefined> {
  try {
    await play(run)
    await run.settled()
    // What is paid twice would be paid in the next polls.
    await keepers.findLast(({ state }) => !state.ended)?.polls(2)
    return undefined
  } catch (error) {
    return error instanceof Error ? error.message : String(error)
  }
}

function hanging(): Promise<string> {
  return new Promise((resolve) => {
    setTimeout(() => resolve("It hangs."), HANGS).unref()
  })
}

/** What a fault has at hand, and the figures that come of it. */
function openRun<world extends FaultWorld>(
  chain: ServedChain,
  world: world,
  node: NodeProxy,
  { keepers, closing }: { readonly keepers: KeeperProcess[]; readonly closing: (() => unknown)[] },
) {
  const { escrow, fromBlock } = world
  const database = newDatabase()
  const figures = { held: 0, polls: 0 }
  const recovery = measureRecovery(chain, node, keepers)
  const pollsSoFar = () => keepers.reduce((sum, { state }) => sum + state.polls, 0)

  const run: FaultRun<world> = {
    chain,
    world,
    node,
    database,
    async add(count) {
      for (let made = 0; made < count; ++made) await world.addNext()
    },
    makeDue: () => world.makeDue(),
    setNodeFault(fault) {
      node.state.fault = fault
    },
    start({ urls = [`${node.url}/${keepers.length}`], environment = {}, ...options } = {}) {
      const given = { ...world.environment, ...environment }
      const keeper = startKeeper({ urls, escrow, fromBlock, database, environment: given, ...options })
      keepers.push(keeper)
      return keeper
    },
    async settled() {
      const last = pollsSoFar() + ENOUGH
      await until(async () => (await world.unpaid()).length === 0 || pollsSoFar() >= last)
      figures.polls = Math.max(figures.polls, await recovery.end())
    },
    async over(end) {
      await keepers.findLast(({ state }) => !state.ended)?.idle()
      figures.held = Math.max(figures.held, (await world.unpaid()).length)
      await end?.()
      node.state.fault = healthy
      recovery.begin()
    },
    later: (action) => closing.push(action),
  }
  return { run, figures }
}

/**
 * Counts the polls of each keeper that began after the fault had ended, until the last transaction that was included
 * came to the node. Keepers and node share a clock, and only the order of its times counts. A poll to which the healthy
 * node replied too late does not count, since there the machine failed.
 */
function measureRecovery({ client }: ServedChain, node: NodeProxy, keepers: readonly KeeperProcess[]) {
  let [began, first]: [number | undefined, number] = [undefined, 0]

  async function includedOf(served: readonly ServedRequest[]): Promise<Map<Hex, ServedRequest>> {
    const included = new Map<Hex, ServedRequest>()
    for (const one of served.filter(({ request }) => request.method === "eth_sendRawTransaction")) {
      const hash = keccak256(one.request.params[0] as Hex)
      if (!included.has(hash) && (await isIncluded(hash))) included.set(hash, one)
    }
    return included
  }

  const isIncluded = (hash: Hex) =>
    client.getTransactionReceipt({ hash }).then(
      () => true,
      () => false,
    )

  return {
    begin() {
      ;[began, first] = [Date.now(), node.served.length]
    },
    async end(): Promise<number> {
      if (began === undefined) return 0
      const [since, served] = [began, node.served.slice(first)]
      began = undefined
      let most = 0
      for (const { path, from } of (await includedOf(served)).values()) {
        const late = served.filter((one) => one.path === path && one.isLate)
        const polls = keepers[Number(path.slice(1))]?.pollTimes() ?? []
        const counted = polls.filter((time, place) => {
          const next = polls[place + 1] ?? Number.POSITIVE_INFINITY
          return time >= since && time <= from && !late.some((one) => one.from < next && (one.to ?? next) >= time)
        })
        most = Math.max(most, counted.length)
      }
      return most
    },
  }
}
