import { expect } from "chai"
import { type Hex, isHex, keccak256, numberToHex, parseGwei, parseTransaction } from "viem"
import { runKeeper } from "../../keeper/keeper.ts"
import type { KeeperOptions } from "../../keeper/keeperOptions.ts"
import { refusal } from "../../sdk/testing/chainFaults.ts"
import { type NodeFault, type NodeRequest, openNodeProxy } from "../../sdk/testing/nodeProxy.ts"
import { type ServedChain, serveChain } from "../support/chain.ts"
import { type DueRentals, LONG, openDueRentals } from "../support/dueRentals.ts"
import { newDatabase, removeDatabase } from "../support/keeperProcess.ts"
import { only, silence } from "../support/nodeFaults.ts"
import { accountNamed } from "../support/parties.ts"
import { until } from "../support/until.ts"

/** Polls by which everything holds that a test waits for, and polls in which nothing more may happen. */
const [MOST_POLLS, LONGER] = [400, 10]
const keeper = accountNamed("keeper")

const rawOf = ({ params: [raw] }: NodeRequest): Hex => (isHex(raw) ? raw : "0x")
function sentBy(request: NodeRequest) {
  const { gas = 0n, maxFeePerGas = 0n, accessList = [], nonce = 0 } = parseTransaction(rawOf(request))
  return { cost: gas * maxFeePerGas, accessList, nonce }
}

describe("Keeper: what nodes refuse", () => {
  let chain: ServedChain
  beforeEach(async () => {
    chain = await serveChain()
  })
  afterEach(() => chain.close())

  async function withDue(count: number): Promise<DueRentals> {
    const world = await openDueRentals(chain)
    for (let made = 0; made < count; ++made) await world.add("settlement")
    await chain.pass(LONG)
    await chain.rpc("hardhat_setNextBlockBaseFeePerGas", numberToHex(parseGwei("100")))
    await chain.rpc("evm_mine")
    return world
  }

  /** Keeps a world behind nodes until something holds, and for a few polls longer. */
  async function kept(
    { escrow, fromBlock }: DueRentals,
    holds: (polls: number) => Promise<boolean>,
    faults: readonly NodeFault[],
    options: Partial<KeeperOptions> = {},
  ) {
    const nodes = await Promise.all(faults.map((fault) => openNodeProxy(chain.url, fault)))
    const [stop, database] = [new AbortController(), newDatabase()]
    await chain.fund(keeper.address, 10n ** 20n)
    const rpcUrls = nodes.map(({ url }) => url)
    const common = { escrow, fromBlock, database, account: keeper, port: 0, logLevel: "silent" } as const
    const keeping = runKeeper({ ...common, rpcUrls, pollInterval: 50, ...options, signal: stop.signal })
    // The first question of every poll.
    const polls = () => nodes[0]?.state.methods.get("eth_chainId") ?? 0
    await until(async () => polls() >= MOST_POLLS || holds(polls()))
    const last = polls() + LONGER
    await until(() => polls() >= last)
    stop.abort()
    await keeping
    for (const node of nodes) await node.close()
    removeDatabase(database)
    return nodes.map(({ served }) => served.map(({ request }) => request))
  }
  const paid = (world: DueRentals) => async () => (await world.unpaid()).length === 0

  /** A node that takes only what may cost less than a part of the first transaction, in words of its own. */
  function capped(percent: bigint, words: (cost: bigint, cap: bigint) => string) {
    const state = { cap: 0n, refusals: 0 }
    const fault = only("eth_sendRawTransaction", async (request, pass) => {
      const { cost } = sentBy(request)
      if (state.cap === 0n) state.cap = (cost * percent) / 100n
      if (cost <= state.cap) return { answer: await pass() }
      state.refusals += 1
      return refusal(request.id, -32_000, words(cost, state.cap))
    })
    return { fault, state }
  }
  const gethWords = (cost: bigint, cap: bigint) =>
    `tx fee (${coins(cost)} ether) exceeds the configured cap (${coins(cap)} ether)`
  const coins = (wei: bigint) => (Number(wei) / 1e18).toFixed(2)
  const idsOf = (rentals: DueRentals["rentals"]) => rentals.map(({ id }) => id)

  for (const [name, words] of [
    ["geth's and bor's words", gethWords],
    ["reth's words", (cost, cap) => `tx fee (${cost} wei) exceeds the configured cap (${cap} wei)`],
    ["words that name no limit", () => "Transaction fee cap exceeded"],
    ["words that nobody knows", () => "Your transaction is too dear for this endpoint."],
  ] as const satisfies readonly (readonly [string, (cost: bigint, cap: bigint) => string])[]) {
    it(`behavior: a node's limit on the cost of a transaction splits the batch: ${name}`, async () => {
      const world = await withDue(12)
      const { fault, state } = capped(60n, words)

      await kept(world, paid(world), [fault])

      expect(idsOf(await world.unpaid()), "lost").to.deep.equal([])
      expect(await world.mispaid(), "wrong").to.deep.equal([])
      expect(state.refusals, "refused").to.be.within(1, 30)
    })
  }

  it("behavior: a rental alone has a lower fee per gas", async () => {
    const world = await withDue(1)
    const { fault, state } = capped(80n, (cost, cap) => `tx fee (${cost} wei) exceeds the configured cap (${cap} wei)`)

    await kept(world, paid(world), [fault])

    expect(idsOf(await world.unpaid()), "lost").to.deep.equal([])
    expect(state.refusals, "refused").to.equal(1)
  })

  it("behavior: a batch that a node's limit keeps below the market is split, and its nonce goes to a smaller one", async () => {
    const world = await withDue(12)
    const state = { cap: 0n, refusals: 0 }
    const rise = async () => {
      await chain.rpc("hardhat_setNextBlockBaseFeePerGas", numberToHex(parseGwei("190")))
      await chain.rpc("evm_mine")
    }
    const fault: NodeFault = async (request, pass) => {
      if (request.method === "eth_chainId" && state.cap > 0n) await rise()
      if (request.method !== "eth_sendRawTransaction") return { answer: await pass() }
      const { cost } = sentBy(request)
      if (state.cap === 0n) state.cap = (cost * 110n) / 100n
      if (cost <= state.cap) return { answer: await pass() }
      state.refusals += 1
      return refusal(request.id, -32_000, `tx fee (${cost} wei) exceeds the configured cap (${state.cap} wei)`)
    }
    await chain.client.setAutomine(false)
    await chain.rpc("hardhat_setNextBlockBaseFeePerGas", numberToHex(parseGwei("60")))
    await chain.rpc("evm_mine")

    await kept(world, paid(world), [fault], { bumpAfter: 1 })

    expect(idsOf(await world.unpaid()), "lost").to.deep.equal([])
    expect(await world.mispaid(), "wrong").to.deep.equal([])
    expect(state.refusals, "refused").to.be.above(0)
  })

  for (const [name, words, most] of [
    [
      "the words of geth and bor",
      (tip, least) => `transaction underpriced: gas tip cap ${tip}, minimum needed ${least}`,
      1,
    ],
    ["older words", (tip, least) => `transaction underpriced: tip needed ${least}, tip permitted ${tip}`, 1],
    ["words that name no minimum", () => "transaction underpriced", 5],
  ] as const satisfies readonly (readonly [string, (tip: bigint, least: bigint) => string, number])[]) {
    it(`behavior: a node's minimum tip above its own suggestion is learned: ${name}`, async () => {
      const world = await withDue(3)
      const least = parseGwei("45")
      let refusals = 0
      const fault = only("eth_sendRawTransaction", async (request, pass) => {
        const { maxPriorityFeePerGas = 0n } = parseTransaction(rawOf(request))
        if (maxPriorityFeePerGas >= least) return { answer: await pass() }
        refusals += 1
        return refusal(request.id, -32_000, words(maxPriorityFeePerGas, least))
      })

      await kept(world, paid(world), [fault])

      expect(idsOf(await world.unpaid()), "lost").to.deep.equal([])
      expect(refusals, "refused").to.be.within(1, most)
    })
  }

  it("behavior: a minimum tip above what the keeper may pay holds its work back without sending it again", async () => {
    const world = await withDue(1)
    let refusals = 0
    const fault = only("eth_sendRawTransaction", async ({ id }) => {
      refusals += 1
      return refusal(id, -32_000, "transaction underpriced: gas tip cap 30000000000, minimum needed 9000000000000")
    })

    await kept(world, async (polls) => polls > 20, [fault])

    expect(refusals, "sent").to.equal(1)
  })

  it("behavior: another node's silence does not hide a refusal", async () => {
    const world = await withDue(12)
    const { fault } = capped(60n, gethWords)
    const quiet = only("eth_sendRawTransaction", silence)

    await kept(world, paid(world), [fault, quiet], { requestTimeout: 300 })

    expect(idsOf(await world.unpaid()), "lost").to.deep.equal([])
  })

  it("behavior: what every node refuses in unknown words waits alone, and its price is never raised", async () => {
    const world = await withDue(6)
    const [poison] = world.rentals
    if (!poison) throw new Error("No rental.")
    const salt = poison.rental.salt.slice(2)
    const refused = new Map<string, Set<bigint>>()
    const fault = only("eth_sendRawTransaction", async (request, pass) => {
      if (!rawOf(request).includes(salt)) return { answer: await pass() }
      const { nonce, cost } = sentBy(request)
      const call = `${nonce} ${parseTransaction(rawOf(request)).data}`
      refused.set(call, (refused.get(call) ?? new Set()).add(cost))
      return refusal(request.id, -32_000, "The sequencer says no.")
    })

    await kept(world, async () => (await world.unpaid()).length === 1, [fault], { bumpAfter: 1 })

    expect(
      (await world.unpaid()).map(({ id }) => id),
      "only the refused one waits",
    ).to.deep.equal([poison.id])
    expect(
      (await world.mispaid()).filter((sentence) => !sentence.includes(poison.id)),
      "wrong",
    ).to.deep.equal([])
    expect(refused.size, "it was refused").to.be.above(0)
    for (const costs of refused.values()) expect([...costs], "prices of one call").to.deep.equal([[...costs][0]])
  })

  it("behavior: a node that takes a transaction and answers in unknown words is believed by the hash", async () => {
    const world = await withDue(4)
    const fault = only("eth_sendRawTransaction", async ({ id }, pass) => {
      await pass()
      return refusal(id, -32_603, "internal error")
    })

    const [requests = []] = await kept(world, paid(world), [fault])

    const hashes = requests
      .filter(({ method }) => method === "eth_sendRawTransaction")
      .map((request) => keccak256(rawOf(request)))
    expect(new Set(hashes).size, "transactions").to.equal(1)
    expect(await world.mispaid(), "wrong").to.deep.equal([])
  })

  it("behavior: a rate limit on sending holds work back and loses none", async () => {
    const world = await withDue(3)
    let refusals = 0
    const fault = only("eth_sendRawTransaction", async ({ id }, pass) => {
      refusals += 1
      return refusals <= 5 ? refusal(id, -32_005, "daily request count exceeded") : { answer: await pass() }
    })

    await kept(world, paid(world), [fault])

    expect(idsOf(await world.unpaid()), "lost").to.deep.equal([])
    expect(refusals, "sent").to.equal(6)
  })

  describe("access lists", () => {
    const SLOT = numberToHex(7n, { size: 32 })

    /** A node that answers `eth_createAccessList` with one slot, and estimates so much more gas without a list. */
    function listing(world: DueRentals, surcharge: bigint): NodeFault {
      return async ({ method, params, id }, pass) => {
        if (method === "eth_createAccessList") {
          const accessList = [{ address: world.escrow.toLowerCase(), storageKeys: [SLOT] }]
          return { answer: { jsonrpc: "2.0", id, result: { accessList, gasUsed: "0x5208" } } }
        }
        const answer = await pass()
        const { result } = answer
        const isDearer = method === "eth_estimateGas" && !Object(params[0]).accessList && isHex(result)
        return { answer: isDearer ? { ...answer, result: numberToHex(BigInt(result) + surcharge) } : answer }
      }
    }
    const countOf = (requests: readonly NodeRequest[], name: string) =>
      requests.filter(({ method }) => method === name).length

    it("default: a transaction has the list if the node's estimates are lower with it; so do its replacements", async () => {
      const world = await withDue(3)
      await chain.client.setAutomine(false)
      const fees = new Set<bigint>()
      const mineAfterRaise: NodeFault = async (request, pass) => {
        if (request.method === "eth_sendRawTransaction") fees.add(sentBy(request).cost)
        if (fees.size > 1 && request.method === "eth_chainId") await chain.rpc("evm_mine")
        return listing(world, 30_000n)(request, pass)
      }

      const [requests = []] = await kept(world, paid(world), [mineAfterRaise], { bumpAfter: 1 })

      const lists = requests.filter(({ method }) => method === "eth_sendRawTransaction").map((one) => sentBy(one))
      expect(idsOf(await world.unpaid()), "lost").to.deep.equal([])
      expect(fees.size, "fees").to.be.above(1)
      for (const { accessList } of lists) {
        expect(accessList, "list").to.deep.equal([{ address: world.escrow.toLowerCase(), storageKeys: [SLOT] }])
      }
    })

    it("behavior: where it does not pay, or the node lacks the method, nothing waits and nobody is asked again", async () => {
      const unable = only("eth_createAccessList", async ({ id }) =>
        refusal(id, -32_601, "the method eth_createAccessList does not exist/is not available"),
      )
      for (const [name, node] of [
        ["it does not pay", (world: DueRentals) => listing(world, 0n)],
        ["no method", () => unable],
        ["no answer", () => only("eth_createAccessList", silence)],
      ] as const) {
        const world = await withDue(4)
        const [requests = []] = await kept(world, paid(world), [node(world)], { batchSize: 1, requestTimeout: 1_000 })

        expect(idsOf(await world.unpaid()), `${name}: lost`).to.deep.equal([])
        expect(countOf(requests, "eth_createAccessList"), `${name}: asked`).to.equal(1)
        const lists = requests
          .filter(({ method }) => method === "eth_sendRawTransaction")
          .flatMap((one) => sentBy(one).accessList)
        expect(lists, `${name}: lists`).to.deep.equal([])
      }
    })
  })
})
