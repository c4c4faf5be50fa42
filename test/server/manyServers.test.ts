import { createServer } from "node:net"
import { serializeOffer } from "@gpuflow/escrow/offer"
import { offerRemovalTypedData } from "@gpuflow/escrow/server"
import { startEscrow, type TestEscrow } from "@gpuflow/escrow/testing"
import { expect } from "chai"
import { signTypedData } from "viem/actions"
import { openDatabase } from "../../server/database/openDatabase.ts"
import { postgresUrl } from "../support/postgresServer.ts"
import { startServerProcess } from "../support/serverProcess.ts"
import { startTestServer, startTestServerOn, type TestServer } from "../support/testServer.ts"
import { until } from "../support/until.ts"

const JSON_BODY = { "content-type": "application/json" }

describe("several servers", () => {
  let chain: TestEscrow
  before(async () => {
    chain = await startEscrow({ blockTime: 0 })
  })
  after(() => chain.stop())

  const settings = () => ({ rpcUrls: [chain.url], escrow: chain.escrow, fromBlock: chain.fromBlock })

  async function offered() {
    const { offer, signature: hostSignature } = await chain.rental("offered")
    const { chainId, escrow } = chain
    const path = `/offers/${offer.host}/${offer.machine}`
    return { offer, path, body: serializeOffer({ chainId, escrow, offer, hostSignature }) }
  }

  const latest = () => chain.client.getBlockNumber({ cacheTime: 0 })
  /** The block of a server's board. */
  const blockOf = async (server: TestServer) => {
    const { status, headers } = await server.ask("/offers/summary")
    return status === 200 ? BigInt(headers.get("gpuflow-block") ?? 0) : -1n
  }
  const put = async (server: TestServer, { path, body }: Awaited<ReturnType<typeof offered>>) => {
    const block = await latest()
    await until(async () => (await blockOf(server)) >= block)
    return server.ask(path, { method: "PUT", headers: JSON_BODY, body })
  }
  const has = (server: TestServer, path: string) => async () => (await server.ask(path)).status === 200

  it("on one PostgreSQL database: one writes, the others show what it wrote, and answer when it has stopped", async () => {
    const url = await postgresUrl()
    const writer = await startTestServerOn(await openDatabase({ url, connections: 4 }), settings())
    const asReader = { ...settings(), role: "reader", databaseUrl: url } as const
    const readers: TestServer[] = []
    for (let count = 0; count < 2; count += 1)
      readers.push(await startTestServerOn(await openDatabase({ url, connections: 4 }), asReader))
    const sent = await offered()
    const { id } = await chain.rental("active")

    const first = await put(writer, sent)
    expect(first.status, JSON.stringify(first.body)).to.equal(200)
    for (const reader of readers) {
      await until(has(reader, sent.path))
      await until(has(reader, `/rentals/${id}`))
      const { status, body } = await reader.ask(sent.path, { method: "PUT", headers: JSON_BODY, body: sent.body })
      expect([status, body["code"]], "sent to a reader").to.deep.equal([503, "ReadOnly"])
    }
    await chain.mine()
    for (const server of [writer, ...readers]) await until(async () => (await blockOf(server)) >= (await latest()))
    await writer.stop()
    for (const reader of readers) {
      expect((await reader.ask(`/rentals/${id}`)).status, "the index").to.equal(200)
      expect((await reader.ask(sent.path)).status, "the board").to.equal(200)
    }
  })

  it("on one PostgreSQL database: when the writer is killed, another one writes its board, and nothing is lost", async () => {
    const place = { url: await postgresUrl() }
    const given = { place, rpcUrl: chain.url, escrow: chain.escrow }
    const environment = { GPUFLOW_SERVER_ROOMS: "index,board", GPUFLOW_FROM_BLOCK: String(chain.fromBlock) }
    const first = startServerProcess({ ...given, environment })
    const sent = await offered()
    const send = async (url: string, { path, body }: typeof sent) =>
      (await fetch(`${url}${path}`, { method: "PUT", headers: JSON_BODY, body })).status
    const [firstUrl] = [await first.url()]
    await until(async () => (await send(firstUrl, sent)) === 200)
    const second = startServerProcess({ ...given, environment })
    const url = await second.url()
    try {
      await until(async () => (await fetch(`${url}${sent.path}`)).status === 200)
      expect(await send(url, sent), "while the first one writes").to.equal(503)
      await first.kill()
      const later = await offered()
      await until(async () => (await send(url, later)) === 200)
      const statuses = await Promise.all([sent, later].map(async ({ path }) => (await fetch(`${url}${path}`)).status))
      expect(statuses, "what was written before, and after").to.deep.equal([200, 200])
      await until(async () => (await fetch(`${url}/readyz`)).status === 200)
    } finally {
      await Promise.all([first.kill(), second.kill()])
    }
  })

  it("copy their boards from each other: offers, and removals, which no copy undoes", async () => {
    const port = await freePort()
    const second = await startTestServer("pglite", { ...settings(), boards: [`http://127.0.0.1:${port}`] })
    const first = await startTestServer("pglite", { ...settings(), port, boards: [second.url] })
    const [left, right] = [await offered(), await offered()]
    expect([(await put(first, left)).status, (await put(second, right)).status], "sent").to.deep.equal([200, 200])
    await until(has(first, right.path))
    await until(has(second, left.path))

    const { host, machine, expiry } = left.offer
    const data = offerRemovalTypedData({
      escrow: chain.escrow,
      chainId: chain.chainId,
      removal: { host, machine, expiry },
    })
    const account = chain.accounts.host
    const signature = await signTypedData(chain.client, { account, ...data })
    const body = JSON.stringify({ expiry: Number(expiry), signature })
    const removed = await first.ask(left.path, { method: "DELETE", headers: JSON_BODY, body })
    expect(removed.status, JSON.stringify(removed.body)).to.equal(204)
    await until(async () => (await second.ask(left.path)).status === 404)
    const again = await second.ask(left.path, { method: "PUT", headers: JSON_BODY, body: left.body })
    expect([again.status, again.body["code"]], "sent again to the other").to.deep.equal([409, "OfferRemoved"])
    expect((await first.ask(left.path)).status, "on the first").to.equal(404)
    expect((await first.ask(right.path)).status, "the other offer").to.equal(200)
  })
})

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const listener = createServer()
    listener.on("error", reject)
    listener.listen(0, "127.0.0.1", () => {
      const address = listener.address()
      const port = typeof address === "object" && address ? address.port : 0
      listener.close(() => resolve(port))
    })
  })
}
