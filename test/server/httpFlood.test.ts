// A flood of connections from one address: slow, silent, and with headers that are too big. Others are served meanwhile.
import { once } from "node:events"
import { request } from "node:http"
import { connect, type Socket } from "node:net"
import { expect } from "chai"
import { collectGarbage } from "../support/boardFlood.ts"
import { openEmptyDatabase } from "../support/databases.ts"
import { addEmptyHistory, startTestServerOn } from "../support/testServer.ts"
import { until } from "../support/until.ts"

const ESCROW = `0x${"e5".repeat(20)}` as const
const CONNECTIONS = 600
/** What the connections of the flood send, by turns. */
const beginnings = [
  "",
  "GET /rentals HTTP/1.1\r\nhost: server\r\nx-slow: ",
  `PUT /rentals HTTP/1.1\r\nhost: server\r\ncontent-length: 60000\r\n\r\n${"x".repeat(1_000)}`,
  `GET /rentals HTTP/1.1\r\nhost: server\r\nx-big: ${"x".repeat(60_000)}\r\n\r\n`,
]

describe("a flood of connections", () => {
  const sockets: Socket[] = []
  afterEach(() => {
    for (const socket of sockets.splice(0)) socket.destroy()
  })

  it("of one address leaves room for others, and little in memory, and is ended", async () => {
    const database = await openEmptyDatabase("pglite")
    await addEmptyHistory(database, { escrow: ESCROW, block: 7n })
    const settings = { role: "reader", databaseUrl: "postgres://shared", rooms: ["index" as const] } as const
    const server = await startTestServerOn(database, { escrow: ESCROW, ...settings, rooms: [...settings.rooms] })
    /** From another address of this machine. */
    const askAsOther = async (): Promise<number | undefined> => {
      const sent = request(`${server.url}/markets`, { localAddress: "127.0.0.2", agent: false }).end()
      const [response] = await once(sent, "response")
      response.resume()
      return response.statusCode
    }
    expect(await askAsOther(), "before").to.equal(200)
    collectGarbage()
    const before = process.memoryUsage().heapUsed
    let answers = ""
    let ended = 0
    for (let index = 0; index < CONNECTIONS; index += 1) {
      const socket = connect(server.port, "127.0.0.1")
      sockets.push(socket)
      socket.on("error", () => {})
      socket.on("data", (data) => {
        answers += data.toString("latin1").slice(0, 12)
      })
      socket.once("close", () => {
        ended += 1
      })
      socket.write(beginnings[index % beginnings.length] ?? "")
    }
    // As many as one address may have are left at most, all others are ended at once.
    await until(() => ended >= CONNECTIONS - 256 - 16)
    const statuses: unknown[] = []
    for (let asked = 0; asked < 20; asked += 1) statuses.push(await askAsOther())
    collectGarbage()
    const growth = process.memoryUsage().heapUsed - before

    expect(statuses, "others").to.deep.equal(statuses.map(() => 200))
    expect(growth, "bytes of the heap").to.be.below(64 * 2 ** 20)
    expect(answers, "too big a header").to.include("HTTP/1.1 431")
    // Those that send nothing more are ended when their time is over.
    await until(() => ended === CONNECTIONS)
  })
})
