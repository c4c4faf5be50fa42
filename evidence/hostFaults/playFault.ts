// One fault around an agent with eight machines, from their deposits to the end of all rentals, and what was wrong.
import type { Rental } from "@gpuflow/escrow"
import type { Hash } from "viem"

import { healthy, type NodeProxy, openNodeProxy } from "../../sdk/testing/nodeProxy.ts"
import { type ServedChain, serveChain } from "../../test/support/chain.ts"
import { startHostProcess } from "../../test/support/hostProcess.ts"
import { type HostWorld, openHostWorld } from "../../test/support/hostWorld.ts"
import { sleep } from "../../test/support/until.ts"

export const MACHINES = 8
const HOUR = 3_600n
/** Milliseconds after which what is waited for counts as lost, also on a busy computer. */
const PATIENCE = 600_000
/** Polls that an agent may begin between the end of a rental and the command that stops it. */
const ALLOWED = 1

type Agent = ReturnType<typeof startHostProcess>
type Deposit = { readonly id: Hash; readonly rental: Rental; readonly place: number }

export type Run = {
  readonly chain: ServedChain
  readonly world: HostWorld
  readonly node: NodeProxy
  readonly deposits: readonly Deposit[]
  /** Pays for a rental of each machine, of an hour or so many seconds. */
  deposit(duration?: bigint): Promise<void>
  /** Starts an agent behind the failing node, after which it is the one whose polls count. */
  start(options?: { readonly clockAhead?: number }): Agent
  agent(): Agent
  setAll(name: string): void
  unsetAll(name: string): void
  /** Until all deposits have a status. */
  reach(...statuses: readonly string[]): Promise<void>
  /** Until a condition holds, or patience is over, which begins after so many seconds. Returns whether it holds. */
  wait(holds: () => boolean | Promise<boolean>, seconds?: bigint): Promise<boolean>
  /** Called once the agents have ended. */
  readonly atEnd: (() => void)[]
  /** Writes down what should not have happened. */
  wrong(sentence: string): void
  /** For how long the machines were down, at least, in seconds of the chain. */
  owed: bigint
}

export type HostFault = {
  readonly name: string
  readonly policy?: Readonly<Record<string, unknown>>
  readonly hooks?: Readonly<Record<string, unknown>>
  /** The rentals end otherwise than by their time. */
  readonly endsItself?: boolean
  play(run: Run): Promise<void>
}

export type Verdict = {
  readonly rentals: number
  readonly started: number
  readonly givenBack: number
  /** Polls between the end of a rental and the command that stopped it, at most. Missing: not ended by its time. */
  readonly polls?: number | undefined
  readonly wrong: readonly string[]
}

/** Options of Node by which a program believes that its computer's clock is so many seconds ahead. */
function shiftClock(seconds: number): string {
  const script = `
    const Real = Date
    const now = () => Real.now() + ${seconds * 1_000}
    globalThis.Date = class extends Real {
      constructor(...given) { given.length === 0 ? super(now()) : super(...given) }
      static now() { return now() }
    }`
  return `--import=data:text/javascript,${encodeURIComponent(script)}`
}

export async function playFault({ policy = {}, hooks = {}, endsItself = false, play }: HostFault): Promise<Verdict> {
  const chain = await serveChain()
  const node = await openNodeProxy(chain.url)
  const world = await openHostWorld(chain, { machines: MACHINES, policy, hooks })
  const deposits: Deposit[] = []
  const wrong: string[] = []
  const agents: Agent[] = []
  const units = Array.from({ length: MACHINES }, (_, place) => world.unit(place))
  const startedOnce = new Set<Hash>()

  async function wait(holds: () => boolean | Promise<boolean>, seconds = 0n): Promise<boolean> {
    const limit = performance.now() + PATIENCE + Number(seconds) * 1_000
    while (performance.now() < limit) {
      if (await holds()) return true
      await sleep(25)
    }
    return false
  }
  const statuses = async () => {
    const all = await Promise.all(deposits.map(async ({ id }) => ({ id, status: (await world.stateOf(id)).status })))
    for (const { id, status } of all) if (status === "Active") startedOnce.add(id)
    return all.map(({ status }) => status)
  }
  const run: Run = {
    chain,
    world,
    node,
    deposits,
    atEnd: [],
    owed: 0n,
    async deposit(duration = HOUR) {
      for (let place = 0; place < MACHINES; ++place) {
        deposits.push({ place, ...(await world.deposit({ place, duration })) })
      }
    },
    start({ clockAhead = 0 } = {}) {
      const agent = startHostProcess(world, node.url, clockAhead === 0 ? {} : { NODE_OPTIONS: shiftClock(clockAhead) })
      agents.push(agent)
      return agent
    },
    agent: () => agents.at(-1) ?? run.start(),
    setAll(name) {
      for (const unit of units) unit.set(name)
    },
    unsetAll(name) {
      for (const unit of units) unit.unset(name)
    },
    async reach(...wanted) {
      const isThere = await wait(async () => (await statuses()).every((status) => wanted.includes(status)))
      if (!isThere) wrong.push(`not ${wanted.join(" or ")}: ${(await statuses()).join(", ")}`)
    },
    wait,
    wrong: (sentence) => wrong.push(sentence),
  }

  await play(run)

  node.state.fault = healthy
  await statuses()
  // One poll may have begun before the end.
  const pollsAt = () =>
    run
      .agent()
      .lines()
      .filter(({ msg }) => msg === "poll started").length
  const callsAt = () => units.flatMap((unit) => unit.calls()).filter((line) => line.startsWith("stop")).length
  const running = units.filter((unit) => unit.workload() !== undefined).length
  let polls: number | undefined
  if (!endsItself && running > 0) {
    const [callsBefore] = [callsAt()]
    await chain.pass(2n * HOUR)
    const pollsBefore = pollsAt()
    await wait(() => callsAt() >= callsBefore + running)
    polls = Math.max(0, pollsAt() - pollsBefore - 1)
    if (polls > ALLOWED) wrong.push(`stopped only after ${polls} polls`)
  }
  const isEmpty = await wait(() => units.every((unit) => unit.workload() === undefined && unit.data().length === 0))
  if (!isEmpty) wrong.push("a machine still holds a workload or its data")
  if (units.some((unit) => unit.keys().length > 0)) wrong.push("a machine still holds keys")
  if (units.some((unit) => unit.shared().length > 0)) wrong.push("two renters on one machine")
  const states = await Promise.all(deposits.map(({ id }) => world.stateOf(id)))
  for (const [place, { status, refundedSeconds }] of states.entries()) {
    const id = deposits[place]?.id ?? "0x"
    const isDone = startedOnce.has(id) || status === "Closed" || status === "None"
    if (!isDone) wrong.push(`${id} was neither started nor given back: ${status}`)
    if (run.owed > 0n && startedOnce.has(id) && refundedSeconds < run.owed) {
      wrong.push(`${id} was given back ${refundedSeconds} s of ${run.owed} s`)
    }
  }
  for (const agent of agents) if (!agent.ended()) await agent.stop()
  for (const end of run.atEnd) end()
  await node.close()
  world.close()
  await chain.close()
  const givenBack = states.filter(({ status, refundedSeconds }, place) => {
    return refundedSeconds > 0n || (status === "Closed" && !startedOnce.has(deposits[place]?.id ?? "0x"))
  }).length
  return { rentals: deposits.length, started: startedOnce.size, givenBack, polls, wrong }
}
