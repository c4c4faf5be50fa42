// npm run bench -- keeper              a keeper with 10 000 open rentals: memory, time and requests, written into docs/keeper.md
// npm run bench -- keeper --rentals 500   fewer; writes nothing
import { readFile, writeFile } from "node:fs/promises"

import { Command } from "@commander-js/extra-typings"
import { positive } from "../scripts/options.ts"
import { serveChain } from "../test/support/chain.ts"
import { LONG, openDueRentals } from "../test/support/dueRentals.ts"
import { openFailingNode } from "../test/support/failingNode.ts"
import { newDatabase, removeDatabase, startKeeper } from "../test/support/keeperProcess.ts"
import { placeMulticall } from "../test/support/multicall.ts"
import { accountNamed } from "../test/support/parties.ts"
import { sleep } from "../test/support/until.ts"

const { rentals: count } = new Command("keeper:bench")
  .option("--rentals <count>", "how many are open", positive, 10_000)
  .parse()
  .opts()
const document = new URL("../docs/keeper.md", import.meta.url)
const MARKS = ["<!-- bench -->", "<!-- /bench -->"] as const
/** Polls over which an idle keeper is measured. */
const IDLE = 20

const chain = await serveChain()
const world = await openDueRentals(chain)
const node = await openFailingNode(chain.url)
await placeMulticall(chain)
await chain.fund(accountNamed("keeper").address, 10n ** 21n)
for (let made = 0; made < count; ++made) await world.add("settlement")
console.log(`${count} rentals made`)

const database = newDatabase()
const { escrow, fromBlock } = world
const start = () =>
  startKeeper({
    urls: [node.url],
    escrow,
    fromBlock,
    database,
    environment: {
      GPUFLOW_KEEPER_TIMEOUT_SECONDS: "30",
      GPUFLOW_KEEPER_POLL_SECONDS: "1",
      GPUFLOW_KEEPER_BUMP_SECONDS: "30",
      GPUFLOW_KEEPER_CONFIRMATIONS: "1",
    },
  })
const keeper = start()
await until(async () => (await figure("gpuflow_keeper_rentals")) >= count)
const first = { seconds: await figure("gpuflow_keeper_poll_seconds_sum"), requests: node.state.requests }

await keeper.idle()
const before = await sample()
for (let polls = 0; polls < IDLE; ++polls) {
  await chain.pass(2n)
  await keeper.idle()
}
const after = await sample()
const idle = {
  seconds: (after.seconds - before.seconds) / (after.polls - before.polls),
  requests: (after.requests - before.requests) / (after.polls - before.polls),
}

await chain.pass(LONG)
const [requests, polls, began] = [node.state.requests, keeper.state.polls, Date.now()]
await until(async () => (await figure("gpuflow_keeper_settled_total")) >= count)
const all = {
  seconds: (Date.now() - began) / 1_000,
  polls: keeper.state.polls - polls,
  requests: node.state.requests - requests,
}
const memory = await figure("process_resident_memory_bytes")
await keeper.kill()
const lost = await world.unpaid()
await node.close()
await chain.close()
removeDatabase(database)

const rows = [
  ["first reading, from nothing", `${first.seconds.toFixed(1)} s, ${first.requests} requests`],
  ["poll with nothing due", `${idle.seconds.toFixed(2)} s, ${idle.requests.toFixed(1)} requests`],
  [`all ${count} due at once`, `${all.polls} polls, ${all.requests} requests, ${all.seconds.toFixed(0)} s`],
  ["memory afterwards", `${(memory / 2 ** 20).toFixed(0)} MiB`],
  ["not settled", String(lost.length)],
]
for (const row of rows) console.log(row.join(": "))
if (count === 10_000) await write()
process.exit(lost.length === 0 ? 0 : 1)

async function sample() {
  return {
    polls: await figure("gpuflow_keeper_poll_seconds_count"),
    seconds: await figure("gpuflow_keeper_poll_seconds_sum"),
    requests: node.state.requests,
  }
}

/** The sum of a metric over its labels. */
async function figure(name: string): Promise<number> {
  try {
    const text = await (await fetch(`http://127.0.0.1:${keeper.port()}/metrics`)).text()
    const lines = text.split("\n").filter((line) => line.startsWith(`${name} `) || line.startsWith(`${name}{`))
    return lines.reduce((sum, line) => sum + Number(line.split(" ").at(-1)), 0)
  } catch {
    return 0
  }
}

async function until(isDone: () => Promise<boolean>) {
  const deadline = Date.now() + 600_000
  while (!(await isDone())) {
    if (keeper.state.ended || Date.now() > deadline)
      throw new Error(`The keeper is not through. ${keeper.state.errors}`)
    await sleep(100)
  }
}

async function write() {
  const text = await readFile(document, "utf8")
  const [begin, end] = MARKS.map((mark) => text.indexOf(mark))
  if (begin === undefined || end === undefined || begin < 0 || end < begin)
    throw new Error("docs/keeper.md lacks its marks.")
  const table = ["| | |", "|---|---|", ...rows.map((row) => `| ${row.join(" | ")} |`)].join("\n")
  await writeFile(document, `${text.slice(0, begin)}${MARKS[0]}\n${table}\n${text.slice(end)}`)
}
