// The client of servers against the real one: its database, its HTTP, and a chain behind a port of this machine.
import { type Offer, stop } from "@gpuflow/escrow"
import { hashMachineDocument, type MachineDocument, parseOffer, serializeOffer } from "@gpuflow/escrow/offer"
import { planDeposit, runDeposit } from "@gpuflow/escrow/plan"
import {
  findOffers,
  type OfferFilters,
  type OfferSort,
  readServer,
  readServerItems,
  type ServerChange,
  ServerMismatchError,
  waitForServer,
  watchServer,
} from "@gpuflow/escrow/server"
import { expect } from "chai"
import {
  type Address,
  createPublicClient,
  createWalletClient,
  custom,
  encodeFunctionData,
  erc20Abi,
  type Hex,
  http,
  zeroAddress,
} from "viem"
import { polygon } from "viem/chains"
import { escrowAbi } from "../../sdk/generated/escrowAbi.ts"
import { openEmptyDatabase } from "../support/databases.ts"
import { failureOf } from "../support/failureOf.ts"
import { openLocalChain } from "../support/localChain.ts"
import { type Lie, serveThrough, withField } from "../support/lyingProxy.ts"
import { accountOf, addressOf } from "../support/parties.ts"
import { type RealServer, startRealServer } from "../support/realServer.ts"
import { signedAnyway } from "../support/signedOffer.ts"
import { startTestServerOn } from "../support/testServer.ts"
import { until } from "../support/until.ts"

const USDC: Address = "0x3c499c542cEF5E3811e1192ce70d8cC03d5c3359"
const WETH: Address = "0x7ceB23fD6bC0adD59E62ac25578270cFf1b9f619"
const HOUR = 3_600n
const DOLLAR = 1_000_000n

type World = Awaited<ReturnType<typeof openLocalChain>>
type Terms = Partial<Offer> & { readonly document?: Partial<MachineDocument> }

/** A signed offer of the host for a machine of its own, as text. */
async function offerText({ escrow, client }: World, name: string, { document, ...terms }: Terms = {}): Promise<string> {
  const gpu = { model: "H100", count: 1, memoryMiB: 81_559 }
  const described: MachineDocument = { version: 1, name, gpu, ...document }
  const { timestamp } = await client.getBlock()
  const host = addressOf("host")
  const offer: Offer = {
    ...{ host, payee: host, operator: zeroAddress, renter: zeroAddress, token: USDC },
    ...{ arbiter: addressOf("arbiter"), pricePerHour: 1_500_000n, bond: 0n, minDuration: 1n, maxDuration: 24n * HOUR },
    ...{ startWindow: 0n, challengeWindow: 6n * HOUR, nonce: 0n, epoch: 0n, expiry: timestamp + 2n * HOUR },
    ...{ maxFeeBps: 1_000n, rolling: false },
    ...hashMachineDocument(described),
    ...terms,
  }
  const hostSignature = await signedAnyway(offer, escrow)
  return serializeOffer({ chainId: 137, escrow, offer, hostSignature, document: described })
}

const described = (name: string): MachineDocument => ({ version: 1, name, gpu: { model: "", count: 1, memoryMiB: 1 } })
const card = (model: string, memoryMiB: number, count = 1) => ({ gpu: { model, count, memoryMiB } })
const line = (downMbps: number, upMbps: number, location: string) => ({ network: { downMbps, upMbps }, location })

/** Offers that differ in all that filters and orders go by. Models are as drivers report them. */
const MARKET: readonly Terms[] = [
  { document: { ...card("NVIDIA H100 80GB HBM3", 81_559, 8), ...line(10_000, 10_000, "Frankfurt, DE") } },
  { document: { ...card("NVIDIA H200", 143_771, 8), ...line(2_000, 1_000, "Paris, FR") }, pricePerHour: 3n * DOLLAR },
  { document: card("NVIDIA A100-SXM4-40GB", 40_536, 2), pricePerHour: 900_000n, bond: 5n * DOLLAR },
  {
    document: { ...card("NVIDIA A100-PCIE-80GB", 81_251), ...line(900, 90, "Leipzig, DE") },
    minDuration: 2n * HOUR,
    pricePerHour: 1_400_000n,
  },
  { document: card("NVIDIA GeForce RTX 4090", 24_564, 4), pricePerHour: 350_000n, startWindow: 1_800n },
  { document: card("NVIDIA GeForce RTX 4090", 24_564), pricePerHour: 300_000n, renter: addressOf("renter") },
  { document: card("NVIDIA L4", 23_034), pricePerHour: 230_000n, maxDuration: 2n * HOUR, bond: 20n * DOLLAR },
  { document: card("NVIDIA GB200", 189_471, 4), token: WETH, pricePerHour: 10n ** 15n, bond: 10n ** 16n },
  { document: card("AMD Instinct MI300X", 196_288, 8), pricePerHour: 2_300_000n, startWindow: 600n },
]

describe("SDK: the client of servers, against the real one", () => {
  let world: World
  let snapshot: Hex
  before(async () => {
    world = await openLocalChain()
    for (const token of [USDC, WETH]) await world.mint(token, "host", 10n ** 24n)
    await world.mint(USDC, "renter", 10n ** 12n)
    snapshot = await world.client.snapshot()
  })
  beforeEach(async () => {
    await world.client.revert({ id: snapshot })
    snapshot = await world.client.snapshot()
    await world.client.mine({ blocks: 1 })
  })
  after(() => world.close())

  const closing: (() => Promise<unknown>)[] = []
  afterEach(async () => {
    await Promise.all(closing.splice(0).map((close) => close()))
  })
  const lying = async (server: string, lie: Lie) => {
    const proxy = await serveThrough(server, lie)
    closing.push(() => proxy.close())
    return proxy.url
  }
  const walletOf = (role: "host" | "renter") =>
    createWalletClient({ chain: polygon, transport: http(world.url), account: accountOf(role), pollingInterval: 10 })

  /** Rents the machine of an offer for an hour, as the renter. */
  async function rent(text: string) {
    const { escrow } = world
    const { offer, hostSignature } = parseOffer(text)
    const renter = walletOf("renter")
    const rental = { offer, renter: addressOf("renter"), salt: offer.machine }
    const accept = ["challengeWindow", "commitment"] as const
    const plan = await planDeposit(renter, { escrow, rental, duration: HOUR, hostSignature, accept: [...accept] })
    return { ...(await runDeposit(renter, { plan })), rental }
  }

  async function fundBonds(): Promise<void> {
    const { escrow } = world
    const from = addressOf("host")
    for (const [token, amount] of [
      [USDC, 1_000n * DOLLAR],
      [WETH, 10n ** 18n],
    ] as const) {
      const approval = encodeFunctionData({ abi: erc20Abi, functionName: "approve", args: [escrow, amount] })
      await world.transact({ from, to: token, data: approval })
      const funding = encodeFunctionData({ abi: escrowAbi, functionName: "fundBond", args: [token, amount] })
      await world.transact({ from, to: escrow, data: funding })
    }
  }

  /** The market on a board, with one more machine, which is rented. */
  async function openMarket(): Promise<RealServer> {
    await fundBonds()
    const texts = await Promise.all(MARKET.map((terms, index) => offerText(world, `machine ${index}`, terms)))
    const taken = await offerText(world, "taken", { document: card("NVIDIA H100 PCIe", 81_559) })
    const server = await startRealServer(world)
    for (const text of [...texts, taken]) await server.put(text)
    await rent(taken)
    await server.caughtUp()
    return server
  }

  const machinesOf = (offers: readonly { readonly machine: Hex }[]) => offers.map(({ machine }) => machine)

  /** All offers that the board itself finds. */
  async function boards(server: RealServer, query: Readonly<Record<string, string>>): Promise<Hex[]> {
    const found: Hex[] = []
    let cursor: string | undefined
    do {
      const search = new URLSearchParams({ ...query, limit: "4", ...(cursor === undefined ? {} : { cursor }) })
      const { status, body } = await server.ask(`/offers?${search}`)
      expect(status, `${search}: ${JSON.stringify(body)}`).to.equal(200)
      const { items, next } = body as { items: { signed: { offer: { machine: Hex } } }[]; next: string | null }
      found.push(...machinesOf(items.map(({ signed }) => signed.offer)))
      cursor = next ?? undefined
    } while (cursor !== undefined)
    return found
  }

  it("default: for each filter, it finds what the board finds", async () => {
    const server = await openMarket()
    const { escrow, client } = world
    const { timestamp } = await client.getBlock()
    const filters: readonly (readonly [OfferFilters, number])[] = [
      [{}, 8],
      [{ host: addressOf("host") }, 8],
      [{ host: addressOf("stranger") }, 0],
      [{ machine: hashMachineDocument({ ...described("machine 2") }).machine }, 1],
      [{ token: WETH }, 1],
      [{ gpu: ["h100"] }, 1],
      [{ gpu: ["A100", "mi300x"] }, 3],
      [{ region: ["de"] }, 2],
      [{ minGpus: 2 }, 6],
      [{ maxGpus: 2 }, 3],
      [{ minGpus: 0 }, 8],
      [{ minGpus: 5_000 }, 0],
      [{ minMemory: 80 }, 5],
      [{ minMemory: 141 }, 3],
      [{ maxMemory: 40 }, 3],
      [{ minMemory: 24, maxMemory: 24 }, 2],
      [{ minDownload: 1_000 }, 2],
      [{ minUpload: 1_000 }, 2],
      [{ token: USDC, maxPricePerHour: 900_000n }, 3],
      [{ maxDollarsPerHour: "2.30" }, 7],
      [{ maxDollarsPerHour: "0.35" }, 2],
      [{ duration: HOUR }, 7],
      [{ duration: 20n * HOUR }, 7],
      [{ duration: 100_000_000n }, 0],
      [{ maxCommitment: HOUR }, 7],
      [{ maxCommitment: 0n }, 0],
      [{ minBond: 5n * DOLLAR, token: USDC }, 2],
      // The price limits what a short rental locks.
      [{ minBond: 10n * DOLLAR, token: USDC }, 0],
      [{ minBond: 5n * DOLLAR, token: USDC, duration: HOUR }, 1],
      [{ minBondDollars: "9" }, 2],
      [{ minBondDollars: "19" }, 1],
      [{ maxStartWindow: 0n }, 6],
      [{ maxStartWindow: 900n }, 7],
      [{ freeBy: timestamp + 2n * HOUR }, 9],
      [{ renter: addressOf("renter") }, 9],
      [{ renter: addressOf("renter"), gpu: ["4090"], maxGpus: 1 }, 1],
      [{ minServedBps: 1 }, 0],
      [{ minFeesPaidDollars: "1000" }, 0],
    ]
    for (const [wanted, count] of filters) {
      const label = Object.entries(wanted).join(" ")
      const { offers, sources } = await findOffers(client, { escrow, boards: [server.url], filters: wanted })
      const found = machinesOf(offers.map(({ signed }) => signed.offer))
      expect(sources[0]?.error?.message, label).to.equal(undefined)
      expect(found.length, label).to.equal(count)
      const query = Object.fromEntries(
        Object.entries({ freeBy: timestamp, ...wanted }).map(([name, value]) => [name, String(value)]),
      )
      const isRefused = ["minGpus", "maxCommitment", "duration"].some((name) =>
        ["0", "5000", "100000000"].includes(query[name] ?? ""),
      )
      if (!isRefused) expect(found.toSorted(), label).to.deep.equal((await boards(server, query)).toSorted())
    }
  })

  it("default: for each order, the first offers are the board's first", async () => {
    const server = await openMarket()
    const { escrow, client } = world
    const { timestamp } = await client.getBlock()
    const orders: readonly OfferSort[] = ["price", "bond", "memory", "start", "record"]
    for (const sort of orders) {
      const ask = (maxOffers?: number) => findOffers(client, { escrow, boards: [server.url], sort, maxOffers })
      const [all, first] = [await ask(), await ask(3)]
      const names = ({ offers }: typeof all) => machinesOf(offers.map(({ signed }) => signed.offer))
      const listed = await boards(server, { sort, freeBy: String(timestamp) })
      expect(names(all).toSorted(), sort).to.deep.equal(listed.toSorted())
      // Equals have no order that boards agree on.
      if (sort === "price" || sort === "memory") expect(names(all), sort).to.deep.equal(listed)
      if (sort === "price") expect(names(first), sort).to.deep.equal(listed.slice(0, 3))
      expect(first.sources[0], sort).to.include({ received: 3, hasMore: true })
    }
  })

  it("behavior: offers that come and go between two pages are neither lost nor doubled", async () => {
    const server = await startRealServer(world)
    const { escrow, client } = world
    const price = (index: number) => BigInt(index + 1) * 10_000n
    const text = (index: number) => offerText(world, `rack ${index}`, { pricePerHour: price(index) })
    for (let index = 0; index < 150; index += 1) await server.put(await text(index))
    let pages = 0
    const url = await lying(server.url, async (path, body) => {
      if (path !== "/offers") return undefined
      pages += 1
      if (pages > 1) return undefined
      // After the first page: one of it goes, one comes before it, one comes after it.
      await world.transact({
        from: addressOf("host"),
        to: escrow,
        data: encodeFunctionData({
          abi: escrowAbi,
          functionName: "revokeOffers",
          args: [parseOffer(await text(5)).offer.machine],
        }),
      })
      await server.put(await offerText(world, "cheapest", { pricePerHour: 1n }))
      await server.put(await offerText(world, "dearest", { pricePerHour: 10n ** 9n }))
      await server.caughtUp()
      return { body }
    })

    const { offers, sources } = await findOffers(client, { escrow, boards: [url] })

    const names = offers.map(({ signed }) => Object(signed.document)["name"])
    expect(new Set(names).size, "no doubles").to.equal(names.length)
    const kept = Array.from({ length: 150 }, (_, index) => `rack ${index}`).filter((name) => name !== "rack 5")
    expect(names, "none lost").to.include.members([...kept, "dearest"])
    expect(names, "revoked").not.to.include("rack 5")
    expect([sources[0]?.error, pages > 1], "read to its end").to.deep.equal([undefined, true])
  })

  it("error: with verify, a server that changes one field of a rental is caught", async () => {
    await fundBonds()
    const { id } = await rent(await offerText(world, "machine"))
    const server = await startRealServer(world)
    const { escrow, client } = world
    const asked = { escrow, operation: "getRental", query: { id }, verify: true, patience: 0 } as const
    const honest = await readServer(client, { ...asked, server: server.url })
    expect([honest.id, honest.status], "honest").to.deep.equal([id, "Active"])
    const lies = {
      status: "Closed",
      feeBps: 1,
      since: 1,
      duration: 7_200,
      billedSeconds: 5,
      paidSeconds: 5,
      refundedSeconds: 5,
      interrupted: true,
      depositBlock: 1,
      deposited: "1",
      held: "1",
      toHost: "1",
      fee: "1",
      toRenter: "1",
      bondLocked: "1",
      dueAt: 1,
      exitAt: 1,
      host: addressOf("stranger"),
      renter: addressOf("stranger"),
      payee: addressOf("stranger"),
      arbiter: addressOf("stranger"),
      token: WETH,
      pricePerHour: "1",
      machine: id,
      spec: id,
    }
    for (const [field, value] of Object.entries(lies)) {
      const url = await lying(server.url, (path, body) =>
        path === "/meta" ? undefined : { body: { ...Object(body), [field]: value } },
      )
      const error = await failureOf(readServer(client, { ...asked, server: url }))
      expect(Object(error).code, `${field}: ${error}`).to.be.oneOf(["ServerMismatch", "ServerAnswerInvalid"])
      const list = { ...asked, server: url, operation: "listRentals", query: { renter: addressOf("renter") } } as const
      const inLists = await lying(server.url, (_, body) => ({ body: withField(body, field, () => value) }))
      const listing = await failureOf(readServer(client, { ...list, server: inLists }))
      expect(Object(listing).code, `${field} in a list`).to.be.oneOf(["ServerMismatch", "ServerAnswerInvalid"])
    }
    expect(new ServerMismatchError({ server: "", id, field: "", served: 0, actual: 0 }).code).to.equal("ServerMismatch")
  })

  it("behavior: an offer comes with its host's record soon after a rental has ended", async () => {
    const server = await openMarket()
    const machine = await offerText(world, "kept", { document: card("NVIDIA H100 PCIe", 81_559) })
    await server.put(machine)
    const { rental } = await rent(machine)
    await stop(walletOf("renter"), { escrow: world.escrow, rental })
    await server.caughtUp()
    const { record } = await readServer(world.client, {
      ...{ server: server.url, escrow: world.escrow, operation: "getHost" },
      query: { host: rental.offer.host },
    })
    const began = performance.now()
    await until(async () => {
      const { body } = await server.ask("/offers?limit=1")
      const [offer] = body["items"] as readonly { readonly record: { readonly rentals: number } | null }[]
      return offer?.record?.rentals === record.rentals
    })
    // Without news of the index, the board reads records once a minute.
    expect(performance.now() - began, "milliseconds").to.be.below(30_000)
  })

  it("default: waitForServer waits until the server has what was just sent", async () => {
    const text = await offerText(world, "machine")
    const server = await startRealServer(world)
    const { escrow, client } = world
    const { id, hash, rental } = await rent(text)
    const { block, events } = await waitForServer(client, { escrow, server: server.url, transaction: hash })
    expect(
      events.map(({ name }) => name),
      "events",
    ).to.include("Deposited")
    const read = { escrow, server: server.url, operation: "getRental", query: { id } } as const
    expect([(await readServer(client, read)).status, block > 0n], "after the payment").to.deep.equal(["Active", true])
    const stopped = await stop(walletOf("renter"), { escrow, rental })
    await waitForServer(client, { escrow, server: server.url, transaction: stopped.hash })
    expect((await readServer(client, { ...read, verify: true })).status, "after the stop").to.equal("Closed")
  })

  it("behavior: watchServer goes on after a restart of the server, without a gap", async () => {
    const texts = await Promise.all(["first", "second", "third"].map((name) => offerText(world, name)))
    const { escrow, client } = world
    const database = await openEmptyDatabase("pglite")
    const place = { rpcUrls: [world.url], chainId: 137, escrow, fromBlock: world.fromBlock, pollInterval: 20 }
    const first = await startTestServerOn({ ...database, close: async () => undefined }, place)
    await until(async () => (await first.ask("/readyz")).status === 200)
    const controller = new AbortController()
    const events: string[] = []
    const watching = (async () => {
      const filters = { name: ["Deposited"] }
      const asked = { escrow, server: first.url, filters, signal: controller.signal, tries: 1_000 }
      for await (const { kind, data } of watchServer(client, asked) as AsyncGenerator<ServerChange>) {
        if (kind === "event") events.push(String(Object(data).rental))
      }
    })()
    const ids: string[] = []
    const rentNext = async () => ids.push((await rent(texts[ids.length] ?? "")).id)
    await rentNext()
    await until(() => events.length === 1)

    await first.stop()
    await rentNext()
    await startTestServerOn(database, { ...place, port: first.port })

    await until(() => events.length >= 2)
    await rentNext()
    await until(() => events.length >= 3)
    controller.abort()
    await watching
    expect(events, "each once").to.deep.equal(ids)
  })

  describe("the caller's signal", () => {
    /** A client whose node stops answering calls, and ends the signal instead. */
    function hanging(controller: AbortController) {
      const { request } = http(world.url)({ chain: polygon })
      let asked = 0
      const transport = custom({
        request: ({ method, params }: { method: string; params: unknown }) => {
          if (method !== "eth_call") return request({ method, params })
          asked += 1
          controller.abort(new Error("enough"))
          return new Promise<never>(() => undefined)
        },
      })
      const client = createPublicClient({ chain: polygon, transport, cacheTime: 0 })
      return { client, asked: () => asked }
    }

    it("behavior: ends the reads of the chain, and none begins after it", async () => {
      await fundBonds()
      const server = await startRealServer(world)
      await server.put(await offerText(world, "machine"))
      const { id } = await rent(await offerText(world, "rented"))
      await server.caughtUp()
      const { escrow } = world
      const calls = {
        findOffers: (client: ReturnType<typeof hanging>["client"], signal: AbortSignal) =>
          findOffers(client, { escrow, boards: [server.url], signal }),
        readServer: (client: ReturnType<typeof hanging>["client"], signal: AbortSignal) =>
          readServer(client, {
            escrow,
            server: server.url,
            operation: "getRental",
            query: { id },
            verify: true,
            signal,
          }),
      }
      for (const [name, call] of Object.entries(calls)) {
        const controller = new AbortController()
        const { client, asked } = hanging(controller)
        expect(String(await failureOf(call(client, controller.signal))), name).to.contain("enough")
        const before = asked()
        await new Promise((resolve) => setImmediate(resolve))
        expect([before > 0, asked()], name).to.deep.equal([true, before])
      }
    })

    it("error: a list that is cut by it is not taken for the whole", async () => {
      for (const name of ["first", "second", "third"]) await rent(await offerText(world, name))
      const server = await startRealServer(world)
      const { escrow, client } = world
      const controller = new AbortController()
      const asked = { escrow, server: server.url, operation: "listRentals", query: { limit: 1 } } as const
      const read = async () => {
        for await (const _ of readServerItems(client, { ...asked, signal: controller.signal })) {
          controller.abort(new Error("enough"))
        }
      }
      expect(String(await failureOf(read())), "error").to.contain("enough")
    })
  })
})
