// Measures a keeper with many open rentals: memory, time and requests.
import { grouped } from "../../scripts/support/numbers.ts"
import { markdownTable, updateBlock } from "../../scripts/support/pages.ts"
import { run } from "../../scripts/support/processes.ts"
import { type NodeProxy, openNodeProxy } from "../../sdk/testing/nodeProxy.ts"
import { type ServedChain, serveChain } from "../../test/support/chain.ts"
import { type DueRentals, LONG, openDueRentals } from "../../test/support/dueRentals.ts"
import { type KeeperProcess, newDatabase, removeDatabase, startKeeper } from "../../test/support/keeperProcess.ts"
import { placeMulticall } from "../../test/support/multicall.ts"
import { accountNamed } from "../../test/support/parties.ts"
import { sleep } from "../../test/support/until.ts"

/** Polls over which an idle keeper is measured. */
const IDLE_POLLS = 20
const LIMIT_MILLISECONDS = 600_000

interface Options {
  /** How many are open. */
  readonly rentals: number
  /** Whether the table goes into docs/keeper.md. */
  readonly write: boolean
}

interface Measured {
  readonly chain: ServedChain
  readonly keeper: KeeperProcess
  readonly node: NodeProxy
  readonly rentals: number
}

/** Measures a keeper, prints the table, and ends the process. */
export async function benchKeeper({ rentals, write }: Options): Promise<never> {
  const built = await run("hardhat", ["build"])
  if (!built.ok) throw new Error(`The contracts do not compile:\n${built.output}`)
  const chain = await serveChain()
  const world = await openDueRentals(chain)
  const node = await openNodeProxy(chain.url)
  await placeMulticall(chain)
  await chain.fund(accountNamed("keeper").address, 10n ** 21n)
  for (let made = 0; made < rentals; ++made) await world.add("settlement")
  console.log(`${rentals} rentals made`)

  const database = newDatabase()
  const measured = { chain, node, rentals, keeper: start(world, node, database) }
  const rows = [
    ["first reading of the chain", await measureFirstReading(measured)],
    ["poll with nothing due", await measureIdlePolls(measured)],
    [`settlement of all ${grouped(rentals)} at once`, await measureSettlement(measured)],
    ["memory afterwards", `${((await metricOf(measured, "process_resident_memory_bytes")) / 2 ** 20).toFixed(0)} MiB`],
  ]
  await measured.keeper.kill()
  const lost = await world.unpaid()
  rows.push(["rentals not settled", String(lost.length)])
  await node.close()
  await chain.close()
  removeDatabase(database)

  for (const row of rows) console.log(row.join(": "))
  if (write) updateBlock("docs/keeper.md", "bench", () => markdownTable(["measure", "value"], rows))
  // Clients of the chain may still wait for something.
  process.exit(lost.length === 0 ? 0 : 1)
}

function start({ escrow, fromBlock }: DueRentals, { url }: NodeProxy, database: string): KeeperProcess {
  const environment = {
    GPUFLOW_KEEPER_TIMEOUT_SECONDS: "30",
    GPUFLOW_KEEPER_POLL_SECONDS: "1",
    GPUFLOW_KEEPER_BUMP_SECONDS: "30",
    GPUFLOW_KEEPER_CONFIRMATIONS: "1",
  }
  return startKeeper({ urls: [url], escrow, fromBlock, database, environment })
}

async function measureFirstReading(measured: Measured): Promise<string> {
  const { keeper, node, rentals } = measured
  await until(keeper, async () => (await metricOf(measured, "gpuflow_keeper_rentals")) >= rentals)
  const seconds = await metricOf(measured, "gpuflow_keeper_poll_seconds_sum")
  return `${seconds.toFixed(1)} s, ${node.state.requests} requests`
}

async function measureIdlePolls(measured: Measured): Promise<string> {
  const { chain, keeper, node } = measured
  const sample = async () => ({
    polls: await metricOf(measured, "gpuflow_keeper_poll_seconds_count"),
    seconds: await metricOf(measured, "gpuflow_keeper_poll_seconds_sum"),
    requests: node.state.requests,
  })
  await keeper.idle()
  const before = await sample()
  for (let polls = 0; polls < IDLE_POLLS; ++polls) {
    await chain.pass(2n)
    await keeper.idle()
  }
  const after = await sample()
  const polls = after.polls - before.polls
  const [seconds, requests] = [after.seconds - before.seconds, after.requests - before.requests]
  return `${(seconds / polls).toFixed(2)} s, ${(requests / polls).toFixed(1)} requests`
}

async function measureSettlement(measured: Measured): Promise<string> {
  const { chain, keeper, node, rentals } = measured
  await chain.pass(LONG)
  const [requests, polls, began] = [node.state.requests, keeper.state.polls, Date.now()]
  await until(keeper, async () => (await metricOf(measured, "gpuflow_keeper_settled_total")) >= rentals)
  const seconds = (Date.now() - began) / 1_000
  return `${keeper.state.polls - polls} polls, ${node.state.requests - requests} requests, ${seconds.toFixed(0)} s`
}

/** The sum of a metric over its labels; 0 while the keeper does not serve metrics yet. */
async function metricOf({ keeper }: Pick<Measured, "keeper">, name: string): Promise<number> {
  try {
    const text = await (await fetch(`http://127.0.0.1:${keeper.port()}/metrics`)).text()
    const lines = text.split("\n").filter((line) => line.startsWith(`${name} `) || line.startsWith(`${name}{`))
    return lines.reduce((sum, line) => sum + Number(line.split(" ").at(-1)), 0)
  } catch {
    return 0
  }
}

async function until({ state }: KeeperProcess, isDone: () => Promise<boolean>): Promise<void> {
  const deadline = Date.now() + LIMIT_MILLISECONDS
  while (!(await isDone())) {
    if (state.ended) throw new Error(`The keeper has ended. ${state.errors}`)
    if (Date.now() > deadline) throw new Error(`The keeper was not done after ${LIMIT_MILLISECONDS / 1_000} s.`)
    await sleep(100)
  }
}
