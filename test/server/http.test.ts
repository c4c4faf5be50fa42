import { request } from "node:http"
import { connect } from "node:net"

import { expect } from "chai"
import type { ServerOptions } from "../../server/settings.ts"
import { databaseKinds, openEmptyDatabase } from "../support/databases.ts"
import {
  addEmptyHistory,
  changeHistory,
  startTestServer,
  startTestServerOn,
  type TestServer,
} from "../support/testServer.ts"
import { until } from "../support/until.ts"

const ESCROW = `0x${"e5".repeat(20)}` as const
const HASH = `0x${"ab".repeat(32)}`
const ORIGIN = "https://app.example"

/** A server whose index was written by another one, up to block 7. */
async function startReader(
  options: Partial<ServerOptions> = {},
  kind: (typeof databaseKinds)[number] = "pglite",
): Promise<TestServer> {
  const database = await openEmptyDatabase(kind)
  await addEmptyHistory(database, { escrow: ESCROW, block: 7n, hash: HASH })
  const settings: Partial<ServerOptions> = { role: "reader", databaseUrl: "postgres://shared", rooms: ["index"] }
  return startTestServerOn(database, { escrow: ESCROW, ...settings, ...options })
}

describe("the server's HTTP side", () => {
  for (const kind of databaseKinds) {
    it(`on ${kind}: answers a known block with a tag, and 304 until the index moves`, async () => {
      const server = await startReader({}, kind)
      const first = await server.ask("/rentals")
      const tag = first.headers.get("etag") ?? ""
      const again = await server.ask("/rentals", { headers: { "if-none-match": `"other", ${tag}` } })
      await changeHistory(server.database, { block: 8n })
      const moved = await server.ask("/rentals", { headers: { "if-none-match": tag } })

      expect(first.status, JSON.stringify(first.body)).to.equal(200)
      expect(first.body, "empty").to.deep.equal({ items: [], next: null })
      expect(first.headers.get("gpuflow-block"), "block").to.equal("7")
      expect([again.status, again.body["text"]], "same block").to.deep.equal([304, ""])
      expect([moved.status, moved.headers.get("gpuflow-block")], "next block").to.deep.equal([200, "8"])
      expect(moved.headers.get("etag"), "next tag").not.to.equal(tag)
    })

    it(`on ${kind}: says that it is not ready while no index is there, and why`, async () => {
      const server = await startTestServer(kind, {
        escrow: ESCROW,
        role: "reader",
        databaseUrl: "postgres://shared",
        rooms: ["index"],
      })
      const [ready, healthy, list] = await Promise.all(
        ["/readyz", "/healthz", "/rentals"].map((path) => server.ask(path)),
      )

      expect(ready?.status, "ready").to.equal(503)
      expect(ready?.body["reasons"], "reasons").to.deep.equal([
        "The index has read nothing of this escrow yet. Try again soon, or read the chain.",
      ])
      expect(healthy?.status, "healthy").to.equal(200)
      expect([list?.status, list?.body["code"]], "list").to.deep.equal([503, "IndexNotReady"])
      expect(list?.headers.get("retry-after"), "retry").to.equal("5")
    })
  }

  it("says the state of the index, and when it is ready", async () => {
    const server = await startReader()
    const [meta, ready] = await Promise.all([server.ask("/meta"), server.ask("/readyz")])

    expect(meta.body, "meta").to.deep.include({ chainId: 137, block: 7, hash: HASH, latest: 7, booksBalance: true })
    expect(meta.body["lag"], "lag").to.deep.include({ blocks: 0 })
    expect(ready, "ready").to.deep.include({ status: 200, body: { ok: true, reasons: [] } })
  })

  it("names each mistake of a request, and what to do", async () => {
    const server = await startReader({ rooms: ["index"] })
    const mistakes: readonly (readonly [string, RequestInit, number, string, string])[] = [
      ["/rentals?host=0x12", {}, 400, "InvalidInput", "host: Pass an address: 0x and 40 digits."],
      ["/rentals?limit=0", {}, 400, "InvalidInput", "limit: Pass at least 1."],
      ["/rentals?limit=1e3", {}, 400, "InvalidInput", "limit: Pass a whole number."],
      ["/rentals?limit=201", {}, 400, "InvalidInput", "limit: Pass at most 200."],
      ["/rentals?status=Open", {}, 400, "InvalidInput", "Pass some of Funded, Active"],
      ["/rentals?open=yes", {}, 400, "InvalidInput", "open: Pass true or false."],
      ["/rentals?cursor=AAAA", {}, 400, "InvalidCursor", "Pass `next` of the page before"],
      ["/hosts?cursor=WyIxIl0", {}, 400, "InvalidCursor", "Pass `next` of the page before"],
      ["/search?q=0x12", {}, 400, "InvalidInput", "q: Pass 0x and at least 6 digits"],
      [`/rentals/${HASH}`, {}, 404, "RentalUnknown", "The index has no rental with this id."],
      [`/rentals/${HASH}/events`, {}, 404, "RentalUnknown", "The index has no rental with this id."],
      [`/machines/${ESCROW}/${HASH}`, {}, 404, "MachineUnknown", "no machine with this id of this host"],
      [`/transactions/${HASH}`, {}, 404, "TransactionUnknown", "does not hold this transaction up to block 7"],
      ["/nothing", {}, 404, "PathUnknown", "Look into /openapi.json"],
      ["/rentals", { method: "DELETE" }, 405, "MethodNotAllowed", "Send GET here."],
      ["/offers", {}, 404, "RoomClosed", "does not run the room that answers here"],
      ["/rentals", { method: "PUT", body: "x".repeat(65_537) }, 413, "BodyTooLarge", "Send at most 65536 bytes."],
    ]
    for (const [path, init, status, code, words] of mistakes) {
      const { status: answered, headers, body } = await server.ask(path, init)
      expect([answered, body["code"]], path).to.deep.equal([status, code])
      expect(body["detail"], path).to.include(words)
      expect(body, path).to.include.keys("type", "title", "status", "args")
      expect(headers.get("content-type"), path).to.equal("application/problem+json")
    }
  })

  it("refuses cursors that no page had, whatever numbers are in them", async () => {
    const server = await startReader()
    const huge = 2 ** 40
    const keys: Readonly<Record<string, readonly unknown[]>> = {
      "/rentals": [[huge, "x"], [-1.5, HASH], [huge], "1", {}],
      "/rentals?sort=deadline": [["1", HASH], null],
      [`/rentals/${HASH}/events`]: [[1, huge], [1, -1], [1]],
      "/hosts": [
        ["-1", ESCROW],
        ["1", HASH],
        [1, ESCROW],
      ],
      [`/hosts/${ESCROW}/earnings?by=day`]: [
        [huge, ESCROW],
        [-huge, ESCROW],
      ],
      [`/hosts/${ESCROW}/earnings?by=machine`]: [[HASH], [ESCROW, HASH]],
      [`/hosts/${ESCROW}/earnings?by=token`]: [[HASH], ESCROW],
      [`/hosts/${ESCROW}/machines`]: [ESCROW, 5],
      [`/accounts/${ESCROW}/spending`]: [
        [huge, ESCROW],
        [1e300, ESCROW],
      ],
      "/disputes": [
        [HASH, 1],
        [2 ** 60, HASH],
      ],
      "/mandates": [ESCROW, []],
    }
    for (const [path, given] of Object.entries(keys)) {
      for (const key of given) {
        const cursor = Buffer.from(JSON.stringify(key)).toString("base64url")
        const { status, body } = await server.ask(`${path}${path.includes("?") ? "&" : "?"}cursor=${cursor}`)
        expect([status, body["code"]], `${path} after ${JSON.stringify(key)}`).to.deep.equal([400, "InvalidCursor"])
      }
    }
  })

  it("refuses a body that never ends at the limit, whatever its length was said to be", async () => {
    const server = await startReader()
    const status = await new Promise<number | undefined>((resolve, reject) => {
      const sent = request(`${server.url}/rentals`, { method: "PUT" }, (response) => resolve(response.statusCode))
      sent.on("error", reject)
      for (let part = 0; part < 70; ++part) sent.write("x".repeat(1_024))
    })
    expect(status, "status").to.equal(413)
  })

  it("lets only pages of the set origins read its answers", async () => {
    const [open, closed] = await Promise.all([startReader(), startReader({ origins: [ORIGIN] })])
    const askFrom = (server: TestServer, origin: string) => server.ask("/markets", { headers: { origin } })
    const allowed = async (server: TestServer, origin: string) =>
      (await askFrom(server, origin)).headers.get("access-control-allow-origin")
    const preflight = await closed.ask("/offers/0x1/0x2", {
      method: "OPTIONS",
      headers: { origin: ORIGIN, "access-control-request-method": "PUT" },
    })

    expect(await allowed(open, "https://any.example"), "any").to.equal("*")
    expect(await allowed(closed, ORIGIN), "the page").to.equal(ORIGIN)
    expect(await allowed(closed, "https://other.example"), "another page").to.equal(null)
    expect(preflight.status, "preflight").to.equal(204)
    expect(preflight.headers.get("access-control-allow-methods"), "methods").to.include("PUT")
    const { headers } = await askFrom(closed, ORIGIN)
    expect(headers.get("access-control-expose-headers"), "exposed").to.include("etag")
    expect(headers.get("x-content-type-options"), "sniffing").to.equal("nosniff")
    expect(headers.get("content-security-policy"), "policy").to.equal("default-src 'none'; frame-ancestors 'none'")
  })

  it("limits the requests of one address, which its own proxy names, and none of monitoring", async () => {
    const server = await startReader({ requestsPerMinute: 2, clientHeader: "x-forwarded-for" })
    const askAs = (client: string) => server.ask("/markets", { headers: { "x-forwarded-for": `9.9.9.9, ${client}` } })
    const statuses = []
    for (const client of ["10.0.0.1", "10.0.0.1", "10.0.0.1", "10.0.0.2"]) statuses.push((await askAs(client)).status)
    const refused = await askAs("10.0.0.1")
    const monitored = []
    for (let times = 0; times < 4; ++times) monitored.push((await server.ask("/healthz")).status)

    expect(statuses, "statuses").to.deep.equal([200, 200, 429, 200])
    expect(refused.body["code"], "code").to.equal("TooManyRequests")
    expect(Number(refused.headers.get("retry-after")), "retry").to.be.within(1, 60)
    expect(monitored, "monitoring").to.deep.equal([200, 200, 200, 200])
  })

  it("answers its own description, and metrics by route", async () => {
    const server = await startReader()
    const described = await server.ask("/openapi.json")
    await server.ask(`/hosts/${ESCROW}`)
    await server.ask("/nothing")
    const { body } = await server.ask("/metrics")

    expect(Object.keys(described.body["paths"] as object), "paths").to.include.members(["/rentals", "/offers"])
    const known = await server.ask("/openapi.json", {
      headers: { "if-none-match": described.headers.get("etag") ?? "" },
    })
    expect(known.status, "known").to.equal(304)
    for (const line of [
      /^gpuflow_server_request_seconds_count\{route="\/hosts\/:host",method="GET",status="200"\} 1$/m,
      /^gpuflow_server_request_seconds_count\{route="other",method="GET",status="404"\} 1$/m,
      /^gpuflow_server_index_block 7$/m,
      /^gpuflow_server_database\{kind="pglite"\} 1$/m,
    ]) {
      expect(body["text"], String(line)).to.match(line)
    }
  })

  it("bounds the streams of one address and of all", async () => {
    const server = await startReader({ maxStreams: 3, maxStreamsPerClient: 2, clientHeader: "x-forwarded-for" })
    const closing = new AbortController()
    const open = (client: string) =>
      fetch(`${server.url}/changes`, { headers: { "x-forwarded-for": client }, signal: closing.signal })
    const statuses = []
    for (const client of ["10.0.0.1", "10.0.0.1", "10.0.0.1", "10.0.0.2", "10.0.0.3"])
      statuses.push((await open(client)).status)
    closing.abort()
    await until(async () => /^gpuflow_server_streams 0$/m.test(String((await server.ask("/metrics")).body["text"])))

    expect(statuses, "statuses").to.deep.equal([200, 200, 429, 200, 503])
    const after = await fetch(`${server.url}/changes`, { headers: { "x-forwarded-for": "10.0.0.1" } })
    expect(after.status, "once others have ended").to.equal(200)
  })

  it("counts an IPv6 network as one client, with or without ports and brackets", async () => {
    const server = await startReader({ requestsPerMinute: 2, maxStreamsPerClient: 1, clientHeader: "x-forwarded-for" })
    const statusesOf = async (path: string, clients: readonly string[]) => {
      const closing = new AbortController()
      const statuses = []
      for (const client of clients) {
        const headers = { "x-forwarded-for": client }
        statuses.push((await fetch(`${server.url}${path}`, { headers, signal: closing.signal })).status)
      }
      closing.abort()
      return statuses
    }
    const v6 = ["2001:db8:1:2::1", "2001:db8:1:2:ffff::9", "[2001:db8:1:2::3]:443", "2001:db8:1:3::1"]
    const v4 = ["192.0.2.1:5000", "192.0.2.1:5001", "::ffff:192.0.2.1", "192.0.2.2"]

    expect(await statusesOf("/changes", [v6[0] ?? "", v6[1] ?? ""]), "streams").to.deep.equal([200, 429])
    expect(await statusesOf("/markets", v4), "requests over IPv4").to.deep.equal([200, 200, 429, 200])
    expect(await statusesOf("/markets", v6), "requests over IPv6").to.deep.equal([429, 429, 429, 200])
    // What is not an address counts as the proxy itself.
    expect(await statusesOf("/markets", ["unknown", "_hidden", ""]), "unknown").to.deep.equal([200, 200, 429])
  })

  it("stops at once although streams are open and a request waits", async () => {
    const server = await startReader()
    const stream = await fetch(`${server.url}/changes`)
    const waiting = server.ask(`/transactions/${HASH}?wait=30`)
    await until(async () => /^gpuflow_server_streams 1$/m.test(String((await server.ask("/metrics")).body["text"])))
    await server.stop()

    const text = await stream.text()
    expect(text, "the stream").to.include("event: block")
    const { status, body } = await waiting
    expect([status, body["code"]], "the request that waited").to.deep.equal([404, "TransactionUnknown"])
    const refused = await new Promise<string>((resolve) => {
      connect(server.port, "127.0.0.1").once("error", ({ message }) => resolve(message))
    })
    expect(refused, "the port").to.include("ECONNREFUSED")
    expect(server.lines.at(-1), "the log").to.deep.include({ msg: "server stopped" })
  })
})
