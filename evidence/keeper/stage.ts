// One fault, from a fair beginning to the verdict: what was lost, what was wrong, and how many polls it took to recover.
import type { Hex } from "viem"

import { type Chain, openChain } from "./chain.ts"
import { type Keeper, keeperAddress, newDatabase, removeDatabase, sleep, startKeeper } from "./child.ts"
import { fair, type NodeProxy, openProxy, type Weather } from "./proxy.ts"
import { type Kind, kinds, LONG, openWorld, type World } from "./world.ts"

/** What a fault has at hand. */
export type Stage = {
  readonly chain: Chain
  readonly world: World
  readonly proxy: NodeProxy
  readonly database: string
  /** Adds rentals, of all kinds in turn or of one. */
  add(count: number, kind?: Kind): Promise<void>
  /** Makes everything due. */
  makeDue(): Promise<void>
  setWeather(weather: Weather): void
  /** Starts a keeper; without urls, through the proxy alone. */
  start(options?: {
    readonly urls?: readonly string[]
    readonly name?: string
    readonly environment?: Record<string, string>
    readonly database?: string
  }): Keeper
  /** Waits until nothing is lost any more; throws after a minute. */
  settled(): Promise<void>
  /** Ends the fault between two polls: those that begin from here on are counted. */
  over(end?: () => Promise<unknown>): Promise<void>
  /** Cleans up at the end. */
  later(action: () => unknown): void
}

export type Fault = {
  readonly name: string
  /** What is done to the keeper; it ends with `over()`. */
  readonly play: (stage: Stage) => Promise<void>
  readonly rentals?: number
}

export type Result = {
  readonly name: string
  readonly rentals: number
  /** Not yet paid when the fault was gone: what it held up. */
  readonly held: number
  readonly lost: number
  readonly wrong: readonly string[]
  readonly polls: number
  readonly seconds: number
  readonly failure?: string
}

/** Polls within which a keeper must have recovered. */
export const ALLOWED = 2
/** Milliseconds until what is not paid counts as lost. */
const PATIENCE = 30_000

export async function playFault({ name, play }: Fault): Promise<Result> {
  const began = Date.now()
  const chain = await openChain()
  const world = await openWorld(chain)
  const proxy = await openProxy(chain.url)
  const keepers: Keeper[] = []
  const closing: (() => unknown)[] = []
  const database = newDatabase()
  const { escrow, fromBlock } = world
  await chain.setCoins(keeperAddress(), 10n ** 20n)
  /** Polls that each keeper had begun when the fault was gone. */
  let before: number[] | undefined
  let worst = 0
  let held = 0

  const polls = () =>
    Math.max(0, ...keepers.map(({ state }, place) => (state.ended ? 0 : state.polls - (before?.[place] ?? 0))))
  async function settled() {
    const deadline = Date.now() + PATIENCE
    while ((await world.lost()).length > 0 && Date.now() < deadline) await sleep(20)
    if (before) worst = Math.max(worst, polls())
  }
  const stage: Stage = {
    chain,
    world,
    proxy,
    database,
    async add(count, kind) {
      for (let made = 0; made < count; ++made) {
        const next = kind ?? kinds[world.cases.length % kinds.length]
        if (next) await world.add(next)
      }
    },
    makeDue: () => chain.pass(LONG),
    setWeather(weather) {
      proxy.state.weather = weather
    },
    start({ urls = [proxy.url], ...options } = {}) {
      const keeper = startKeeper({ urls, escrow, fromBlock, database, ...options })
      keepers.push(keeper)
      return keeper
    },
    settled,
    async over(end) {
      await keepers.findLast(({ state }) => !state.ended)?.idle()
      held = Math.max(held, (await world.lost()).length)
      await end?.()
      proxy.state.weather = fair
      before = keepers.map(({ state }) => state.polls)
    },
    later: (action) => closing.push(action),
  }

  let failure: string | undefined
  try {
    await play(stage)
    await settled()
    // What is paid twice would be paid in the next polls.
    await keepers.findLast(({ state }) => !state.ended)?.polls(2)
  } catch (error) {
    failure = error instanceof Error ? error.message : String(error)
  }
  const [lost, wrong] = [await world.lost(), await world.wrong()]
  const result = { name, rentals: world.cases.length, held, lost: lost.length, wrong, polls: worst }
  if (process.env["KEEPER_LOG"])
    for (const { lines, state } of keepers)
      console.log(lines.map((line) => JSON.stringify(line)).join("\n"), state.errors)
  await Promise.all(keepers.map(({ kill }) => kill()))
  for (const action of closing) await action()
  await proxy.close()
  await chain.close()
  removeDatabase(database)
  return { ...result, seconds: (Date.now() - began) / 1_000, ...(failure === undefined ? {} : { failure }) }
}

export const isGood = ({ lost, wrong, polls, failure, rentals }: Result) =>
  rentals > 0 && lost === 0 && wrong.length === 0 && polls <= ALLOWED && failure === undefined

/** A request that fails for the caller, with the words of a node. */
export const refusal = (id: unknown, code: number, message: string, data?: Hex) => ({
  answer: { jsonrpc: "2.0", id, error: { code, message, ...(data ? { data } : {}) } },
})
