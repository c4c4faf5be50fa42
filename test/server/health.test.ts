// What /healthz and /readyz say of servers that are stuck, whose database has failed, or whose node is of another chain.

import { expect } from "chai"
import { sql } from "kysely"
import { openDatabase } from "../../server/database/openDatabase.ts"
import { openEmptyDatabase } from "../support/databases.ts"
import { failureOf } from "../support/failureOf.ts"
import { answerJson, type HttpServer, serveHttp } from "../support/httpServer.ts"
import { manyRentals } from "../support/manyRentals.ts"
import { postgresUrl } from "../support/postgresServer.ts"
import { RecordedChain } from "../support/recordedChain.ts"
import { serveRecordedChain } from "../support/serveRecordedChain.ts"
import { HISTORY_SCHEMA, startTestServerOn, type TestServer } from "../support/testServer.ts"
import { until } from "../support/until.ts"

const ESCROW = `0x${"e5".repeat(20)}` as const

describe("the server's health", () => {
  let chain: RecordedChain
  let healthy: Awaited<ReturnType<typeof serveRecordedChain>>
  /** A node in front of the chain. */
  let node: HttpServer
  /** What the node answers in place of the chain. */
  let lies: Readonly<Record<string, unknown>>
  let isDown: boolean

  beforeEach(async () => {
    chain = new RecordedChain({ escrow: ESCROW, blocks: manyRentals(3) })
    chain.replay()
    healthy = await serveRecordedChain(chain)
    lies = {}
    isDown = false
    node = await serveHttp(async ({ body }, response) => {
      if (isDown) return void response.writeHead(500).end()
      const [asked, answers]: unknown[] = [JSON.parse(body), await chainAnswer(body)]
      if (answers === undefined) return void response.destroy()
      const lied = [answers].flat().map((answer, index) => {
        const { method } = Object([asked].flat()[index])
        return method in lies ? { jsonrpc: "2.0", id: Object(answer).id, result: lies[method] } : answer
      })
      answerJson(response, Array.isArray(asked) ? lied : lied[0])
    })
  })
  afterEach(() => Promise.all([node.close(), healthy.close()]))

  /** Undefined once the chain has been stopped. */
  const chainAnswer = async (body: string): Promise<unknown> =>
    fetch(healthy.url, { method: "POST", body }).then(
      (answer) => answer.json(),
      () => undefined,
    )

  const start = async (options: Partial<Parameters<typeof startTestServerOn>[1]> = {}, url?: string) =>
    startTestServerOn(url === undefined ? await openEmptyDatabase("pglite") : await openDatabase({ url }), {
      ...{ escrow: ESCROW, rpcUrls: [node.url], rooms: ["index"], pollInterval: 20 },
      ...options,
    })
  const isAt = (server: TestServer, path: string, status: number) => async () =>
    (await server.ask(path)).status === status
  const reasonsOf = async (server: TestServer, path: string) => String((await server.ask(path)).body["reasons"])

  it("is 503 once the embedded database has failed, and only a new start helps", async () => {
    const server = await start()
    await until(isAt(server, "/readyz", 200))
    expect((await server.ask("/healthz")).status, "before").to.equal(200)
    await server.database.close()
    const { status, body } = await server.ask("/healthz")
    expect([status, body["ok"]], JSON.stringify(body)).to.deep.equal([503, false])
    expect(String(body["reasons"])).to.match(/^The embedded database has failed: .* Start the server again\.$/)
  })

  it("is 503 while the follower is stuck, and not while the node or PostgreSQL makes it wait", async () => {
    const url = await postgresUrl()
    const server = await start({ maxLagSeconds: 1 }, url)
    await until(isAt(server, "/rentals", 200))
    const locking = await openDatabase({ url, connections: 1 })
    let release = () => {}
    const released = new Promise<void>((resolve) => {
      release = resolve
    })
    const held = locking.kysely.transaction().execute(async (transaction) => {
      await sql`lock table ${sql.id(HISTORY_SCHEMA, "cursor")} in exclusive mode`.execute(transaction)
      await released
    })
    await until(async () => {
      chain.mine(1)
      return (await server.ask("/healthz")).status === 503
    })
    expect(await reasonsOf(server, "/healthz")).to.equal(
      "The index does not follow the chain any more. Start the server again.",
    )
    release()
    await held
    await locking.close()
    await until(isAt(server, "/healthz", 200))
    isDown = true
    await until(() => server.lines.some(({ msg }) => String(msg).startsWith("the chain or the database failed")))
    expect((await server.ask("/healthz")).status, "while the node is down").to.equal(200)
  })

  const others: readonly (readonly [string, Readonly<Record<string, unknown>>, RegExp])[] = [
    ["a node of another chain", { eth_chainId: "0x1" }, /chain 1\b.*137|137.*chain 1\b/],
    ["a chain without the escrow", { eth_getCode: "0x" }, /There is no contract at 0xe5e5/i],
    [
      "a chain with another contract at its address",
      { eth_getCode: "0x60" },
      /another contract than before at 0xe5e5/i,
    ],
  ]
  for (const [what, lie, reason] of others) {
    it(`readiness is 503 with the reason while ${what} answers, and 200 again afterwards`, async () => {
      const server = await start()
      await until(isAt(server, "/readyz", 200))
      const { body } = await server.ask("/meta")
      // The endpoint is checked again after a failure, and now and then.
      isDown = true
      await until(() => server.lines.some(({ msg }) => String(msg).startsWith("the chain or the database failed")))
      lies = lie
      isDown = false
      await until(isAt(server, "/readyz", 503))
      expect(await reasonsOf(server, "/readyz")).to.match(reason)
      expect((await server.ask("/healthz")).status, "no reason to start again").to.equal(200)
      expect(server.lines.map(({ msg }) => msg)).to.include("an endpoint is of another chain, and is not used")
      expect((await server.ask("/rentals")).status, "what is known is served").to.equal(200)
      lies = {}
      await until(isAt(server, "/readyz", 200))
      expect((await server.ask("/meta")).body["block"], "the same history").to.equal(body["block"])
    })
  }

  it("does not start for an address without a contract", async () => {
    lies = { eth_getCode: "0x" }
    expect(String(await failureOf(start()))).to.match(/There is no contract at 0xe5e5.* Check GPUFLOW_RPC_URL/i)
  })
})
