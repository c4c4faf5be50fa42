import { once } from "node:events"
import { connect, type Socket } from "node:net"
import { createAdaptorServer } from "@hono/node-server"
import { expect } from "chai"
import { Hono } from "hono"
import type { Address } from "viem"
import { HISTORY_CHANNEL } from "../../server/history/generations.ts"
import { createOfferStreams } from "../../server/http/board/offerStreams.ts"
import { createChanges } from "../../server/http/history/changes.ts"
import { openHistoryReader } from "../../server/http/history/historyReader.ts"
import type { HttpEnv } from "../../server/http/room.ts"
import { createStreams, type Stream } from "../../server/http/streams.ts"
import { openEmptyDatabase } from "../support/databases.ts"
import { accountNamed } from "../support/parties.ts"
import { deployed, networkHelpers } from "../support/sharedChain.ts"
import { makeOffer, openTestBoard, send, type TestBoard } from "../support/testBoard.ts"
import { addEmptyHistory, changeHistory, HISTORY_SCHEMA } from "../support/testServer.ts"
import { until } from "../support/until.ts"

const ESCROW: Address = `0x${"e5".repeat(20)}`
const notCut = () => expect.fail("No reader is too slow here.")
const SILENT = { debug() {}, info() {}, warn() {}, error() {} }

type Message = { readonly event: string | undefined; readonly id: string | undefined; readonly data: string }

/** Reads what a stream sends, until it is closed. */
function reading(response: Response): { readonly messages: Message[]; readonly close: () => Promise<void> } {
  const messages: Message[] = []
  const reader = response.body?.pipeThrough(new TextDecoderStream()).getReader()
  const take = async () => {
    let text = ""
    for (;;) {
      const { value, done } = (await reader?.read()) ?? { done: true, value: undefined }
      if (done) return
      text += value
      const blocks = text.split("\n\n")
      text = blocks.pop() ?? ""
      for (const block of blocks) {
        const field = (name: string) => new RegExp(`^${name}: (.*)$`, "m").exec(block)?.[1]
        if (field("event")) messages.push({ event: field("event"), id: field("id"), data: field("data") ?? "" })
      }
    }
  }
  take().catch(() => {})
  return { messages, close: async () => reader?.cancel() }
}

describe("streams of the server", () => {
  const { error } = console
  afterEach(() => {
    console.error = error
  })

  it("end for a reader that never reads, before much of it is in memory, while others read on", async () => {
    let dropped = 0
    const streams = createStreams({ most: 10, mostPerClient: 10, onDropped: () => dropped++ })
    const opened: ((text: string) => void)[] = []
    const app = new Hono<HttpEnv>().get("/", ({ env }) =>
      streams.open(
        "client",
        ({ send: push }) => {
          opened.push((data) => push({ event: "event", data }))
        },
        () => env.outgoing.destroy(),
      ),
    )
    const printed: unknown[] = []
    console.error = (...some: unknown[]) => printed.push(...some)
    const server = createAdaptorServer({ fetch: app.fetch })
    server.listen(0, "127.0.0.1")
    await once(server, "listening")
    const address = server.address()
    const port = typeof address === "object" && address ? address.port : 0
    const deaf: Socket = connect(port, "127.0.0.1", () => deaf.write("GET / HTTP/1.1\r\nhost: x\r\n\r\n"))
    deaf.pause()
    await until(() => opened.length === 1)
    const other = reading(await fetch(`http://127.0.0.1:${port}/`))
    await until(() => opened.length === 2)

    const piece = "x".repeat(16_384)
    let sent = 0
    // Far more than the buffers of both ends of a connection hold.
    while (dropped === 0 && sent < 4_096) {
      for (const push of opened) push(piece)
      sent += 1
      await until(() => other.messages.length === sent)
    }
    expect(dropped, `dropped, after ${sent} pieces`).to.equal(1)
    expect(streams.size(), "streams that are left").to.equal(1)
    for (const push of opened) push("last")
    await until(() => other.messages.at(-1)?.data === "last")
    expect(other.messages.length, "pieces for the other reader").to.equal(sent + 1)
    expect(printed, "printed beside the log").to.deep.equal([])
    streams.close()
    deaf.destroy()
    server.close()
  })

  it("of the index: one that begins while the only other one ends hears what comes next", async () => {
    const database = await openEmptyDatabase("pglite")
    await addEmptyHistory(database, { escrow: ESCROW, block: 7n })
    const reader = await openHistoryReader(database, { chainId: 137, escrow: ESCROW })
    let gate: Promise<unknown> = Promise.resolve()
    const tables = () => gate.then(reader.tables)
    const changes = createChanges({ ...reader, tables }, SILENT)
    const streams = createStreams({ most: 10, mostPerClient: 10 })
    const watch = (lastEventId?: string) => {
      let isWelcome = false
      const start = async (stream: Stream) => {
        await changes.subscribe(stream, {}, lastEventId)
        isWelcome = true
      }
      const response = streams.open("client", start, notCut)
      return { ...reading(response), isWelcome: () => isWelcome }
    }
    const first = watch()
    await until(first.isWelcome)
    let open = () => {}
    gate = new Promise<void>((resolve) => {
      open = resolve
    })
    const second = watch(`7.0.0x${"ab".repeat(32)}`)
    await first.close()
    await until(() => streams.size() === 1)
    open()
    await until(second.isWelcome)
    await changeHistory(database, { block: 8n })
    await database.notify(HISTORY_CHANNEL, HISTORY_SCHEMA)
    await until(() => second.messages.some(({ data }) => data.startsWith('{"block":8')))
    streams.close()
    await reader.close()
    await database.close()
  })

  describe("of offers", () => {
    let open: TestBoard
    let place: { readonly escrow: Address; readonly token: Address }
    const streams = createStreams({ most: 10, mostPerClient: 10 })

    beforeEach(async () => {
      place = await networkHelpers.loadFixture(deployed)
      open = await openTestBoard({ escrow: place.escrow })
    })
    afterEach(() => open.close())
    after(() => streams.close())

    const put = (name: string) => makeOffer(place, { by: accountNamed(name) }).then((sent) => send(open.board, sent))

    it("repeats what a client missed, in its order, before what is newer", async () => {
      const watching = createOfferStreams(open.board, SILENT, 3)
      const sequences = []
      for (const name of ["first", "second", "third"]) sequences.push((await put(name)).sequence)
      const watch = (lastId: string) =>
        reading(streams.open("client", (stream) => watching.add(stream, {}, lastId), notCut))
      const back = watch(String(sequences[0]))
      const later = await put("fourth")
      await until(() => back.messages.length === 3)
      expect(
        back.messages.map(({ event, id }) => [event, Number(id)]),
        "changes",
      ).to.deep.equal([
        ["changed", sequences[1]],
        ["changed", sequences[2]],
        ["added", later.sequence],
      ])
      await back.close()
    })

    it("reports that too much happened, or that the board began again, and skips nothing in silence", async () => {
      const watching = createOfferStreams(open.board, SILENT, 3)
      for (const name of ["first", "second", "third", "fourth"]) await put(name)
      for (const lastId of ["0", "9999999999999999", "nonsense"]) {
        const away = reading(streams.open("client", (stream) => watching.add(stream, {}, lastId), notCut))
        const later = await put(`after ${lastId}`)
        await until(() => away.messages.length === 2)
        expect(
          away.messages.map(({ event }) => event),
          `after ${lastId}`,
        ).to.deep.equal(["reset", "added"])
        expect(Number(away.messages[0]?.id), "place").to.be.at.most(later.sequence)
        await away.close()
      }
    })
  })
})
