import { DatabaseSync } from "node:sqlite"

import { expect } from "chai"

import { runKeeper } from "../../keeper/keeper.ts"
import type { KeeperOptions } from "../../keeper/keeperOptions.ts"
import { createRequestQueue } from "../../keeper/rpc/requestQueue.ts"
import { refusal } from "../../sdk/testing/chainFaults.ts"
import { type NodeFault, type NodeRequest, openNodeProxy } from "../../sdk/testing/nodeProxy.ts"
import { type ServedChain, serveChain } from "../support/chain.ts"
import { LONG, openDueRentals } from "../support/dueRentals.ts"
import { newDatabase, removeDatabase } from "../support/keeperProcess.ts"
import { dataOf } from "../support/nodeFaults.ts"
import { accountNamed } from "../support/parties.ts"
import { until } from "../support/until.ts"

const keeper = accountNamed("keeper")
/** A call with one word: the state of a rental. */
const isStateRead = (request: NodeRequest) => request.method === "eth_call" && dataOf(request).length === 2 + 8 + 64

describe("Keeper: the first reading", () => {
  let chain: ServedChain
  beforeEach(async () => {
    chain = await serveChain()
    await chain.fund(keeper.address, 10n ** 20n)
  })
  afterEach(() => chain.close())

  async function keep(options: Pick<KeeperOptions, "escrow" | "fromBlock" | "rpcUrls" | "database">) {
    const stop = new AbortController()
    const rest = { account: keeper, port: 0, logLevel: "silent", pollInterval: 50, signal: stop.signal } as const
    const keeping = runKeeper({ ...options, ...rest })
    return async () => {
      stop.abort()
      await keeping
    }
  }

  it("behavior: a node that answers a part of it in each poll, and a keeper that is restarted, end it together", async () => {
    const world = await openDueRentals(chain)
    for (let made = 0; made < 30; ++made) await world.add("settlement")
    await chain.pass(LONG)
    const PER_POLL = 10
    let asked = 0
    const fault: NodeFault = async (request, pass) => {
      // The first question of every poll.
      if (request.method === "eth_chainId") asked = 0
      if (isStateRead(request)) asked += 1
      return asked > PER_POLL && isStateRead(request)
        ? refusal(request.id, -32_005, "request rate limited")
        : { answer: await pass() }
    }
    const [node, database] = [await openNodeProxy(chain.url, fault), newDatabase()]
    const { escrow, fromBlock } = world
    const read = () => {
      const db = new DatabaseSync(database, { readOnly: true, timeout: 5_000 })
      const [row] = db.prepare("SELECT count(*) AS n FROM rentals WHERE refreshed_in > 0").all()
      db.close()
      return Number(row?.["n"])
    }
    const options = { escrow, fromBlock, rpcUrls: [node.url], database }
    const stop = await keep(options)
    const polls = () => node.state.methods.get("eth_chainId") ?? 0
    await until(async () => polls() >= 200 || (polls() > 1 && read() > 0))
    await stop()
    const kept = read()
    const stopAgain = await keep(options)
    await until(async () => polls() >= 400 || (await world.unpaid()).length === 0)
    await stopAgain()
    const queries = node.served
      .filter(({ request }) => request.method === "eth_getLogs")
      .map(({ request }) => JSON.stringify(request.params))
    await node.close()
    removeDatabase(database)

    expect(kept, "stored before the restart").to.be.within(1, 30)
    expect((await world.unpaid()).length, "lost").to.equal(0)
    expect(await world.mispaid(), "wrong").to.deep.equal([])
    expect(new Set(queries).size, "no block's events are read again").to.equal(queries.length)
  })

  it("behavior: an endpoint has few requests at once", async () => {
    const world = await openDueRentals(chain)
    for (let made = 0; made < 40; ++made) await world.add("settlement")
    await chain.pass(LONG)
    const state = { running: 0, most: 0 }
    const fault: NodeFault = async (_, pass) => {
      state.running += 1
      state.most = Math.max(state.most, state.running)
      const answer = await pass()
      state.running -= 1
      return { answer }
    }
    const [node, database] = [await openNodeProxy(chain.url, fault), newDatabase()]
    const stop = await keep({ escrow: world.escrow, fromBlock: world.fromBlock, rpcUrls: [node.url], database })
    await until(async () => (await world.unpaid()).length === 0)
    await stop()
    await node.close()
    removeDatabase(database)

    expect(state.most, "at once").to.be.within(2, 16)
  })

  it("behavior: a request that fails gives its turn to the next", async () => {
    const inTurn = createRequestQueue(1)
    const order: string[] = []
    const failed = inTurn(async () => {
      order.push("first")
      throw new Error("node")
    }).catch(String)
    await Promise.all([failed, inTurn(async () => order.push("second")), inTurn(async () => order.push("third"))])

    expect(await failed, "failure").to.equal("Error: node")
    expect(order, "order").to.deep.equal(["first", "second", "third"])
  })
})
