import { getCredit, NATIVE } from "@gpuflow/escrow"
import { expect } from "chai"
import { type Hex, parseEther } from "viem"
import { runKeeper } from "../../keeper/keeper.ts"
import type { KeeperOptions } from "../../keeper/keeperOptions.ts"
import { healthy, type NodeFault, openNodeProxy } from "../../sdk/testing/nodeProxy.ts"
import { type ServedChain, serveChain } from "../support/chain.ts"
import { type DueRental, type DueRentals, LONG, openDueRentals } from "../support/dueRentals.ts"
import { newDatabase, removeDatabase } from "../support/keeperProcess.ts"
import { dataOf } from "../support/nodeFaults.ts"
import { accountNamed, addressOf } from "../support/parties.ts"
import { until } from "../support/until.ts"

/** Refuses coins that come with the gas of a payout; with more, it fills thirty slots before it takes them. */
const GREEDY = "0x62061a805a10601857601e5b8080556001900380600b57005b600080fd"
const REFUSING = "0x600080fd"
/** Refuses coins that come with the gas of a payout, or with a base fee: a simulation passes that leaves it out. */
const TWO_FACED = "0x62061a805a10600e5748600e57005b600080fd"

/** Polls by which whatever a test waits for holds, and polls in which nothing more may happen. */
const [MOST_POLLS, LONGER] = [400, 15]
const keeper = accountNamed("keeper")

describe("Keeper: what would hold it up or cost it dear", () => {
  let chain: ServedChain
  beforeEach(async () => {
    chain = await serveChain()
  })
  afterEach(() => chain.close())

  const setCode = (account: Hex, code: Hex) => chain.rpc("hardhat_setCode", account, code)
  const creditOf = ({ escrow }: DueRentals, { rental: { offer } }: DueRental) =>
    getCredit(chain.client, { escrow, token: offer.token, account: offer.payee })

  const sent = () => chain.client.getTransactionCount({ address: keeper.address })

  /** Keeps a world until something holds, and for a few polls longer. */
  async function kept(
    { escrow, fromBlock }: DueRentals,
    holds: (polls: number) => Promise<boolean>,
    options: Partial<KeeperOptions> = {},
    fault: NodeFault = healthy,
  ) {
    const [stop, database, node] = [new AbortController(), newDatabase(), await openNodeProxy(chain.url, fault)]
    await chain.fund(keeper.address, 10n ** 20n)
    await chain.pass(LONG)
    const common = { escrow, fromBlock, database, account: keeper, port: 0, logLevel: "silent" } as const
    const keeping = runKeeper({ ...common, rpcUrls: [node.url], pollInterval: 50, ...options, signal: stop.signal })
    // The first question of every poll.
    const polls = () => node.state.methods.get("eth_chainId") ?? 0
    await until(async () => polls() >= MOST_POLLS || holds(polls()))
    const last = polls() + LONGER
    await until(() => polls() >= last)
    stop.abort()
    await keeping
    await node.close()
    removeDatabase(database)
  }

  it("behavior: a receiver that takes more gas than a delivery is worth withdraws by itself", async () => {
    const world = await openDueRentals(chain)
    const greedy = await world.add("settlement", NATIVE)
    const modest = await world.add("credit")
    await setCode(greedy.rental.offer.payee, GREEDY)

    await kept(world, async () => (await world.unpaid()).length === 1 && (await creditOf(world, greedy)) > 0n)

    expect(await creditOf(world, modest), "a credit that costs little").to.equal(0n)
    expect(await creditOf(world, greedy), "a credit that costs much").to.equal(greedy.owed.payee)
  })

  it("behavior: a treasury that refuses its fees holds up nothing", async () => {
    const world = await openDueRentals(chain)
    await setCode(addressOf("treasury"), REFUSING)
    await world.add("settlement", NATIVE)
    await kept(world, async () => (await world.unpaid()).length === 0)
    const late = await world.add("settlement", NATIVE)

    await kept(world, async () => (await world.unpaid()).length === 0, { work: ["settle", "credits", "fees"] })

    expect(await world.unpaid(), "lost").to.deep.equal([])
    expect(await world.mispaid(), "wrong").to.deep.equal([])
    expect(late.owed.payee > 0n, "something was due").to.equal(true)
  })

  it("behavior: a credit that no node can simulate in time holds up nothing", async () => {
    const world = await openDueRentals(chain)
    const slow = await world.add("credit")
    await world.add("credit")
    await world.add("settlement")
    const withdrawal = slow.rental.offer.payee.slice(2).toLowerCase()
    const fault: NodeFault = async (request, pass) => {
      const isWithdrawal = request.method === "eth_call" && dataOf(request).startsWith("0xff7885e8")
      return isWithdrawal && dataOf(request).includes(withdrawal) ? { silence: true } : { answer: await pass() }
    }

    await kept(world, async () => (await world.unpaid()).length === 1, { requestTimeout: 500 }, fault)

    expect(
      (await world.unpaid()).map(({ id }) => id),
      "only the slow one waits",
    ).to.deep.equal([slow.id])
  })

  it("behavior: a batch that would cost more than a transaction may is split", async () => {
    const world = await openDueRentals(chain)
    for (let rental = 0; rental < 4; ++rental) await world.add("settlement")
    const before = await sent()

    await kept(world, async () => (await world.unpaid()).length === 0, { maxCostPerTransaction: parseEther("0.1") })

    expect(await world.unpaid(), "lost").to.deep.equal([])
    expect((await sent()) - before, "transactions").to.be.within(2, 4)
  })

  it("behavior: what fails only in its block is paid for less and less often", async () => {
    const world = await openDueRentals(chain)
    const poison = await world.add("settlement", NATIVE)
    await setCode(poison.rental.offer.payee, TWO_FACED)
    // As a simulation in another block: it sees another receiver than the transaction will.
    const fault: NodeFault = async (request, pass) => {
      const isWithdrawal = dataOf(request).startsWith("0xff7885e8")
      const answer = { jsonrpc: "2.0", id: request.id, result: request.method === "eth_call" ? "0x" : "0x186a0" }
      return isWithdrawal ? { answer } : { answer: await pass() }
    }
    const began = Date.now()
    await kept(world, async (polls) => polls > 60, { pollInterval: 50 }, fault)
    // Its pauses double from one poll's on, however long the polls take.
    const tries = Math.ceil(Math.log2((Date.now() - began) / 50)) + 1

    expect(await creditOf(world, poison), "the credit").to.equal(poison.owed.payee)
    expect(await sent(), "the settlement, and tries with pauses that double").to.be.within(3, 1 + tries)
  })
})
