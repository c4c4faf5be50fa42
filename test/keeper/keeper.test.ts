import { expect } from "chai"
import { parseGwei } from "viem"
import { runKeeper } from "../../keeper/keeper.ts"
import { createMetrics } from "../../keeper/serve/metrics.ts"
import { startMonitoringServer } from "../../keeper/serve/monitoringServer.ts"
import { type ServedChain, serveChain } from "../support/chain.ts"
import { LONG, openDueRentals } from "../support/dueRentals.ts"
import { newDatabase, removeDatabase } from "../support/keeperProcess.ts"
import { accountNamed } from "../support/parties.ts"
import { until } from "../support/until.ts"

/** A port that was free a moment ago. */
async function freePort(): Promise<number> {
  const server = await startMonitoringServer(
    { host: "127.0.0.1", port: 0 },
    { health: () => ({ ok: true }), registry: createMetrics().registry },
  )
  await server.close()
  return server.port
}

describe("Keeper: a whole one", () => {
  let chain: ServedChain
  before(async () => {
    chain = await serveChain()
  })
  after(() => chain.close())

  it("default: settles, times out, rolls, delivers, collects, and tells what it did", async () => {
    const world = await openDueRentals(chain)
    for (const kind of ["settlement", "noShow", "silentArbiter", "rolling", "credit"] as const) await world.add(kind)
    await chain.fund(accountNamed("keeper").address, 10n ** 20n)
    await chain.pass(LONG)
    const [stop, port, database] = [new AbortController(), await freePort(), newDatabase()]

    const { escrow, fromBlock } = world
    const kept = runKeeper({
      rpcUrls: [chain.url],
      escrow,
      fromBlock,
      database,
      port,
      account: accountNamed("keeper"),
      work: ["settle", "credits", "fees"],
      pollInterval: 50,
      confirmations: 1,
      logLevel: "silent",
      signal: stop.signal,
    })
    await until(async () => (await world.unpaid()).length === 0)
    const get = async (path: string) => fetch(`http://127.0.0.1:${port}${path}`)
    let metrics = ""
    // A poll counts what is over before it counts the rentals: all of it is there after the poll.
    const last = ["settled_total 4", "withdrawn_total 1", 'rentals{status="Closed"} 3', 'work="collect",outcome']
    await until(async () => {
      metrics = await (await get("/metrics")).text()
      return last.every((text) => metrics.includes(text))
    })
    const health = await get("/healthz")
    const nowhere = await get("/else")
    stop.abort()
    await kept
    removeDatabase(database)

    expect((await world.unpaid()).length, "lost").to.equal(0)
    expect(await world.mispaid(), "wrong").to.deep.equal([])
    expect(health.status, "health").to.equal(200)
    expect(await health.json(), "health's body").to.include({ ok: true })
    expect(nowhere.status, "another path").to.equal(404)
    expect(metrics, "settled").to.include("gpuflow_keeper_settled_total 4")
    expect(metrics, "withdrawn").to.include("gpuflow_keeper_withdrawn_total 1")
    expect(metrics, "statuses").to.include('gpuflow_keeper_rentals{status="Closed"} 3')
    expect(metrics, "transactions").to.match(/transactions_total\{work="settle",outcome="included"\} 1/)
    expect(metrics, "fees").to.match(/transactions_total\{work="collect",outcome="included"\} 1/)
  })

  it("behavior: what exceeds a limit is held back, and said", async () => {
    const world = await openDueRentals(chain)
    await world.add("settlement")
    await chain.pass(LONG)
    const account = accountNamed("poor")
    await chain.fund(account.address, 10n ** 20n)
    const { escrow, fromBlock } = world

    for (const [limit, options] of [
      ["transaction", { maxCostPerTransaction: 1n }],
      ["day", { maxCostPerDay: 1n }],
      ["fee", { maxFeePerGas: parseGwei("30") }],
    ] as const) {
      const [stop, port, database] = [new AbortController(), await freePort(), newDatabase()]
      const common = { rpcUrls: [chain.url], escrow, fromBlock, database, port, account, pollInterval: 50 }
      const kept = runKeeper({ ...common, ...options, logLevel: "silent", signal: stop.signal })
      let metrics = ""
      await until(async () => {
        metrics = await fetch(`http://127.0.0.1:${port}/metrics`).then(
          (answer) => answer.text(),
          () => "",
        )
        return metrics.includes(`held{limit="${limit}"} 1`)
      })
      stop.abort()
      await kept
      removeDatabase(database)
      expect(metrics, `held by the limit ${limit}`).to.include(`gpuflow_keeper_held{limit="${limit}"} 1`)
    }
    expect(await chain.client.getTransactionCount({ address: account.address }), "transactions").to.equal(0)
  })

  it("error: a dry run beside a keeper says when it could not look", async () => {
    const { port, close } = await startMonitoringServer(
      { host: "127.0.0.1", port: 0 },
      { registry: createMetrics().registry, health: () => ({ ok: true }) },
    )
    const database = newDatabase()
    const account = accountNamed("keeper")
    const common = { escrow: account.address, fromBlock: 0n, database, account, port, logLevel: "silent" } as const

    const failure = await runKeeper({ ...common, rpcUrls: ["http://127.0.0.1:1"], dryRun: true }).catch(String)
    await close()
    removeDatabase(database)

    expect(failure, "failure").to.equal("Error: No endpoint works. The log has a reason for each.")
  })

  it("behavior: a keeper without a node is not well, and says why", async () => {
    const { registry } = createMetrics()
    const { port, close } = await startMonitoringServer(
      { host: "127.0.0.1", port: 0 },
      { registry, health: () => ({ ok: false, failure: "No endpoint works." }) },
    )

    const health = await fetch(`http://127.0.0.1:${port}/healthz`)
    await close()

    expect(health.status, "status").to.equal(503)
    expect(await health.json(), "body").to.deep.equal({ ok: false, failure: "No endpoint works." })
  })
})
