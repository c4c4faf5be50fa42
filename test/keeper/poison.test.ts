import { getCredit, NATIVE } from "@gpuflow/escrow"
import { expect } from "chai"
import { type Hex, keccak256, parseEther, slice, toHex } from "viem"
import { privateKeyToAccount } from "viem/accounts"
import { type Chain, openChain } from "../../evidence/keeper/chain.ts"
import { keeperAddress, keeperKey, newDatabase, removeDatabase, sleep } from "../../evidence/keeper/child.ts"
import { openProxy } from "../../evidence/keeper/proxy.ts"
import { dataOf } from "../../evidence/keeper/weathers.ts"
import { type Case, LONG, openWorld, type World } from "../../evidence/keeper/world.ts"
import { runKeeper } from "../../keeper/keeper.ts"
import type { KeeperOptions } from "../../keeper/keeperOptions.ts"

/** Refuses coins that come with the gas of a payout; with more, it fills thirty slots before it takes them. */
const GREEDY = "0x62061a805a10601857601e5b8080556001900380600b57005b600080fd"
const REFUSING = "0x600080fd"
/** Refuses coins that come with the gas of a payout, or with a base fee: a simulation passes that leaves it out. */
const TWO_FACED = "0x62061a805a10600e5748600e57005b600080fd"

describe("Keeper: what would hold it up or cost it dear", () => {
  let chain: Chain
  beforeEach(async () => {
    chain = await openChain()
  })
  afterEach(() => chain.close())

  const setCode = (account: Hex, code: Hex) => chain.rpc("hardhat_setCode", account, code)
  const creditOf = ({ escrow }: World, { rental: { offer } }: Case) =>
    getCredit(chain.client, { escrow, token: offer.token, account: offer.payee })

  const sent = () => chain.client.getTransactionCount({ address: keeperAddress() })

  /** Keeps a world until something holds, and a little longer. */
  async function kept(
    { escrow, fromBlock }: World,
    holds: () => Promise<boolean>,
    options: Partial<KeeperOptions> = {},
  ) {
    const [stop, database] = [new AbortController(), newDatabase()]
    await chain.setCoins(keeperAddress(), 10n ** 20n)
    await chain.pass(LONG)
    const account = privateKeyToAccount(keeperKey())
    const common = { escrow, fromBlock, database, account, port: 0, logLevel: "silent" } as const
    const keeping = runKeeper({ ...common, rpcUrls: [chain.url], pollInterval: 50, ...options, signal: stop.signal })
    for (let tries = 0; tries < 400 && !(await holds()); ++tries) await sleep(50)
    await sleep(1_000)
    stop.abort()
    await keeping
    removeDatabase(database)
  }

  it("behavior: a receiver that takes more gas than a delivery is worth withdraws by itself", async () => {
    const world = await openWorld(chain)
    const greedy = await world.add("settlement", NATIVE)
    const modest = await world.add("credit")
    await setCode(greedy.rental.offer.payee, GREEDY)

    await kept(world, async () => (await world.lost()).length === 1 && (await creditOf(world, greedy)) > 0n)

    expect(await creditOf(world, modest), "a credit that costs little").to.equal(0n)
    expect(await creditOf(world, greedy), "a credit that costs much").to.equal(greedy.owed.payee)
  })

  it("behavior: a treasury that refuses its fees holds up nothing", async () => {
    const world = await openWorld(chain)
    const treasury = slice(keccak256(toHex("treasury")), 12)
    await setCode(treasury, REFUSING)
    await world.add("settlement", NATIVE)
    await kept(world, async () => (await world.lost()).length === 0)
    const late = await world.add("settlement", NATIVE)

    await kept(world, async () => (await world.lost()).length === 0, { work: ["settle", "credits", "fees"] })

    expect(await world.lost(), "lost").to.deep.equal([])
    expect(await world.wrong(), "wrong").to.deep.equal([])
    expect(late.owed.payee > 0n, "something was due").to.equal(true)
  })

  it("behavior: a credit that no node can simulate in time holds up nothing", async () => {
    const world = await openWorld(chain)
    const slow = await world.add("credit")
    await world.add("credit")
    await world.add("settlement")
    const withdrawal = slow.rental.offer.payee.slice(2).toLowerCase()
    const proxy = await openProxy(chain.url)
    proxy.state.weather = async (asked, pass) => {
      const isWithdrawal = asked.method === "eth_call" && dataOf(asked).startsWith("0xff7885e8")
      return isWithdrawal && dataOf(asked).includes(withdrawal) ? { silence: true } : { answer: await pass() }
    }

    await kept(world, async () => (await world.lost()).length === 1, { rpcUrls: [proxy.url], requestTimeout: 500 })
    await proxy.close()

    expect(
      (await world.lost()).map(({ id }) => id),
      "only the slow one waits",
    ).to.deep.equal([slow.id])
  })

  it("behavior: a batch that would cost more than a transaction may is split", async () => {
    const world = await openWorld(chain)
    for (let rental = 0; rental < 4; ++rental) await world.add("settlement")
    const before = await sent()

    await kept(world, async () => (await world.lost()).length === 0, { maxCostPerTransaction: parseEther("0.1") })

    expect(await world.lost(), "lost").to.deep.equal([])
    expect((await sent()) - before, "transactions").to.be.within(2, 4)
  })

  it("behavior: what fails only in its block is paid for less and less often", async () => {
    const world = await openWorld(chain)
    const poison = await world.add("settlement", NATIVE)
    await setCode(poison.rental.offer.payee, TWO_FACED)
    const proxy = await openProxy(chain.url)
    // As a simulation in another block: it sees another receiver than the transaction will.
    proxy.state.weather = async (asked, pass) => {
      const isWithdrawal = dataOf(asked).startsWith("0xff7885e8")
      const answer = { jsonrpc: "2.0", id: asked.id, result: asked.method === "eth_call" ? "0x" : "0x186a0" }
      return isWithdrawal ? { answer } : { answer: await pass() }
    }
    const asked = () => proxy.state.methods.get("eth_chainId") ?? 0
    await kept(world, async () => asked() > 60, { rpcUrls: [proxy.url] })
    await proxy.close()

    expect(await creditOf(world, poison), "the credit").to.equal(poison.owed.payee)
    expect(await sent(), "the settlement, and tries with pauses that double, in sixty polls").to.be.within(3, 12)
  })
})
