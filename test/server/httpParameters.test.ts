// Every query parameter that a route declares has an effect: with it, the answer is another one.
import { setSigner } from "@gpuflow/escrow"
import { serializeOffer } from "@gpuflow/escrow/offer"
import { startEscrow, type TestEscrow, type TestRental } from "@gpuflow/escrow/testing"
import { expect } from "chai"
import { keccak256 } from "viem"
import { boardDefinitions } from "../../server/http/boardRoutes.ts"
import { historyDefinitions } from "../../server/http/historyRoutes.ts"
import { type Body, HISTORY_SCHEMA, startTestServer, type TestServer } from "../support/testServer.ts"
import { until } from "../support/until.ts"

const NOBODY = `0x${"99".repeat(20)}`
const NOTHING = `0x${"99".repeat(32)}`
const FUTURE = String(2 ** 40)
const DAY = 86_400

/** Values for the parameters of a path. A function is given the path, and finds one. */
type Values = Readonly<Record<string, string | ((path: string) => Promise<string>)>>

/** The query parameters of each route, by the schemas that its handlers are given. */
function declared(): string[] {
  const definitions: readonly object[] = Object.values({ ...historyDefinitions, ...boardDefinitions })
  return definitions.flatMap((definition) => {
    const query = Object(Reflect.get(Object(Reflect.get(definition, "request")), "query"))
    return Object.keys(Object(query.shape)).map((name) => `${Reflect.get(definition, "operationId")}.${name}`)
  })
}

const withQuery = (path: string, query: string) => `${path}${path.includes("?") ? "&" : "?"}${query}`

describe("the query parameters of the server's routes", () => {
  let chain: TestEscrow
  before(async () => {
    chain = await startEscrow({ blockTime: 0 })
  })
  after(() => chain.stop())
  const tried: string[] = []

  async function start(room: "index" | "board"): Promise<TestServer> {
    const { chainId, escrow, fromBlock } = chain
    const server = await startTestServer("pglite", {
      ...{ rpcUrls: [chain.url], chainId, escrow, fromBlock, rooms: [room] },
    })
    await reach(server, room)
    return server
  }

  async function reach(server: TestServer, room: "index" | "board"): Promise<void> {
    const latest = await chain.client.getBlockNumber({ cacheTime: 0 })
    await until(async () => {
      const { headers } = await server.ask(room === "index" ? "/markets" : "/offers")
      return BigInt(headers.get("gpuflow-block") ?? 0) >= latest
    })
  }

  /** What a request answers; of a stream, what it sends up to a message that every stream gets. */
  async function answerOf(server: TestServer, path: string, isStream: boolean): Promise<unknown> {
    if (!isStream) {
      const { status, body } = await server.ask(path)
      expect(status, `${path}: ${JSON.stringify(body)}`).to.be.oneOf([200, 402])
      return body
    }
    const closing = new AbortController()
    const headers = { "last-event-id": path.startsWith("/changes") ? firstEvent : "0" }
    const response = await fetch(`${server.url}${path}`, { headers, signal: closing.signal })
    expect(response.status, path).to.equal(200)
    let text = ""
    const read = async () => {
      for await (const chunk of response.body?.pipeThrough(new TextDecoderStream()) ?? []) text += chunk
    }
    read().catch(() => {})
    await (path.startsWith("/changes") ? until(() => text.includes("event: block")) : afterRepetition(server))
    closing.abort()
    return text.match(/^event: (?!block).*$/gm)
  }
  let firstEvent = ""

  /** What a stream of offers missed is sent in its turn, so it is there when the next stream has got all. */
  async function afterRepetition(server: TestServer): Promise<void> {
    const closing = new AbortController()
    const response = await fetch(`${server.url}/offers/changes`, {
      headers: { "last-event-id": "0" },
      signal: closing.signal,
    })
    let text = ""
    for await (const chunk of response.body?.pipeThrough(new TextDecoderStream()) ?? []) {
      text += chunk
      if (text.split("event: ").length > 3) break
    }
    closing.abort()
  }

  async function compare(server: TestServer, operation: string, path: string, values: Values): Promise<void> {
    const isStream = operation.startsWith("watch")
    for (const [name, value] of Object.entries(values)) {
      const given = typeof value === "string" ? value : await value(path)
      const [without, withIt] = [path, withQuery(path, `${name}=${given}`)]
      const answers = [await answerOf(server, without, isStream), await answerOf(server, withIt, isStream)]
      expect(answers[1], `${operation} with ${name}=${given}`).not.to.deep.equal(answers[0])
      tried.push(`${operation}.${name}`)
    }
  }

  it("of the index change its answers", async () => {
    await setSigner(chain.wallets.stranger, { escrow: chain.escrow, signer: chain.accounts.host.address })
    const settled = await chain.rental("settled")
    await chain.warp(DAY)
    await chain.rental("settled")
    await chain.rental("settled", { host: chain.accounts.stranger.address, bond: 0n })
    for (const state of ["funded", "active", "disputed", "disputed"] as const) await chain.rental(state)
    const server = await start("index")
    const tables = server.database.kysely.withSchema(HISTORY_SCHEMA)
    const renter = chain.accounts.renter.address.toLowerCase()
    const host = chain.accounts.host.address
    for (const [digit, role] of [
      ["1", "guardian"],
      ["2", "treasury"],
    ] as const) {
      const mandate = `0x${digit.repeat(64)}`
      const used = { mandate, rental: mandate, renter, executions: 1, spent: "1", tips: "0", last_at: 1 }
      await tables.insertInto("mandates").values(used).execute()
      const account = `0xabcdef${digit.repeat(34)}`
      await tables.updateTable("roles").set({ account }).where("role", "=", role).execute()
    }
    const [deposited] = items((await server.ask(`/rentals/${settled.id}/events`)).body)
    firstEvent = `${deposited?.["block"]}.${deposited?.["logIndex"]}.${deposited?.["transaction"]}`
    const next = async (path: string) =>
      encodeURIComponent(String((await server.ask(withQuery(path, "limit=1"))).body["next"]))
    const paged: Values = { limit: "1", cursor: next }
    const byTime: Values = { from: FUTURE, to: "0" }
    const routes: readonly (readonly [string, string, Values])[] = [
      ["listRentals", "/rentals", { host: NOBODY, renter: NOBODY, arbiter: NOBODY, machine: NOTHING, token: NOBODY }],
      ["listRentals", "/rentals", { status: "Funded", reason: "Resolved", open: "true", disputed: "true", ...paged }],
      ["listRentals", "/rentals", { dueBefore: "1", depositedFrom: FUTURE, depositedTo: "0", sort: "deadline" }],
      ["listRentalEvents", `/rentals/${settled.id}/events`, paged],
      ["listHosts", "/hosts", { token: NOBODY, ...paged }],
      [
        "listEarnings",
        `/hosts/${host}/earnings`,
        { by: "token", token: NOBODY, machine: NOTHING, ...byTime, ...paged },
      ],
      ["listMachines", `/hosts/${host}/machines`, paged],
      ["getMachine", `/machines/${host}/${settled.offer.machine}?from=0`, { to: "0" }],
      ["getMachine", `/machines/${host}/${settled.offer.machine}`, { from: FUTURE }],
      ["listDisputes", "/disputes", { arbiter: NOBODY, host: NOBODY, renter: NOBODY, open: "false", ...paged }],
      ["listSpending", `/accounts/${renter}/spending`, { token: NOBODY, ...byTime, ...paged }],
      ["listMandates", "/mandates", { renter: NOBODY, rental: NOTHING, ...paged }],
      ["search", "/search?q=0xabcdef", { limit: "1" }],
      ["watchChanges", "/changes", { rental: NOTHING, host: NOBODY, renter: NOBODY, machine: NOTHING, token: NOBODY }],
      ["watchChanges", "/changes", { account: NOBODY, name: "MandateRevoked" }],
    ]
    for (const route of routes) await compare(server, ...route)
    const found = await Promise.all(["0xabcdef", NOTHING].map((q) => server.ask(`/search?q=${q}`)))
    expect(found[0]?.body, "search.q").not.to.deep.equal(found[1]?.body)

    const latest = Number((await server.ask("/meta")).body["block"])
    const waiting = server.ask(`/meta?block=${latest + 1}&wait=30`)
    const alone = await server.ask("/meta?wait=30")
    await chain.mine()
    expect(Number((await waiting).body["block"]), "getMeta.block, with getMeta.wait").to.be.above(latest)
    expect([alone.status, alone.body["detail"]], "wait alone").to.deep.equal([
      400,
      "wait: Pass the block to wait for as `block`.",
    ])
    const { account } = chain.wallets.payer
    const request = await chain.wallets.payer.prepareTransactionRequest({ account, to: account.address, value: 1n })
    const signed = await chain.wallets.payer.signTransaction(request)
    const path = `/transactions/${keccak256(signed)}`
    expect((await server.ask(path)).status, "without getTransaction.wait").to.equal(404)
    const answer = server.ask(`${path}?wait=30`)
    await chain.client.sendRawTransaction({ serializedTransaction: signed })
    expect((await answer).status, "with getTransaction.wait").to.equal(200)
    tried.push("search.q", "getMeta.block", "getMeta.wait", "getTransaction.wait")
  })

  it("of the board change its answers", async () => {
    const { chainId, escrow } = chain
    const server = await start("board")
    const put = async ({ offer, signature: hostSignature }: TestRental) => {
      await reach(server, "board")
      const body = serializeOffer({ chainId, escrow, offer, hostSignature })
      const headers = { "content-type": "application/json" }
      const answer = await server.ask(`/offers/${offer.host}/${offer.machine}`, { method: "PUT", headers, body })
      expect(answer.status, JSON.stringify(answer.body)).to.equal(200)
    }
    const terms = { bond: 0n, startWindow: 1_800n }
    const cheap = await chain.rental("offered", { ...terms, pricePerHour: 1_000_000n })
    await put(cheap)
    await chain.warp(60)
    await put(await chain.rental("offered", { ...terms, minDuration: 7_200n, bond: 1n }))
    await put(await chain.rental("offered", { ...terms, renter: chain.accounts.renter.address }))
    const { machine, host } = cheap.offer
    const filters: Values = {
      ...{ host: NOBODY, machine: NOTHING, token: NOBODY, gpu: "h100", region: "gera" },
      ...{ minGpus: "1", maxGpus: "9", minMemory: "1", maxMemory: "999", minDownload: "1", minUpload: "1" },
      ...{ maxPricePerHour: "1", maxDollarsPerHour: "0.01", duration: "3600", maxCommitment: "1" },
      ...{ minBond: "1", minBondDollars: "1", maxStartWindow: "1", minServedBps: "1", minFeesPaidDollars: "1" },
      ...{ maxRank: "1", renter: chain.accounts.renter.address },
    }
    const next = async (path: string) =>
      encodeURIComponent(String((await server.ask(withQuery(path, "limit=1"))).body["next"]))
    const routes: readonly (readonly [string, string, Values])[] = [
      ["listOffers", "/offers", { ...filters, sort: "newest", limit: "1", cursor: next }],
      ["summarizeOffers", "/offers/summary", filters],
      ["watchOffers", "/offers/changes", filters],
      ["logOffers", "/offers/log?since=0", { limit: "1" }],
      ["openRental", `/offers/${host}/${machine}/rental`, { duration: "7200", rental: NOTHING }],
    ]
    for (const route of routes) await compare(server, ...route)
    const logs = await Promise.all(
      [0, Number.MAX_SAFE_INTEGER].map((since) => server.ask(`/offers/log?since=${since}`)),
    )
    expect(logs[0]?.body["items"], "logOffers.since").not.to.deep.equal(logs[1]?.body["items"])

    const busy = await chain.rental("active", { ...terms, expiry: chain.now() + 40_000n })
    await put(busy)
    const free = { freeBy: "1" }
    await compare(server, "listOffers", "/offers", free)
    await compare(server, "summarizeOffers", "/offers/summary", free)
    await compare(server, "watchOffers", "/offers/changes", free)
    tried.push("logOffers.since")
  })

  it("are all tried here", () => {
    expect([...new Set(tried)].sort()).to.deep.equal(declared().sort())
  })
})

const items = (body: Body) => body["items"] as readonly Body[]
