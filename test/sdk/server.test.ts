import { getRental, InvalidInputError, isEscrowError, stop } from "@gpuflow/escrow"
import {
  ServerAnswerInvalidError,
  ServerBehindError,
  ServerMismatchError,
  ServerRefusedError,
  ServerUnavailableError,
} from "@gpuflow/escrow/server"
import { expect } from "chai"
import { zeroHash } from "viem"
import { failureOf } from "../support/failureOf.ts"
import { type Answer, answerJson, answerProblem, type HttpServer, serveHttp } from "../support/httpServer.ts"
import { type IndexOptions, indexedRental, serveIndex } from "../support/indexServer.ts"
import { libraries } from "../support/libraries.ts"
import { placeMulticall } from "../support/multicall.ts"
import { running } from "../support/rentals.ts"
import { chain, deployed, networkHelpers } from "../support/sharedChain.ts"

const { loadFixture, time } = networkHelpers

const open: HttpServer[] = []
const keep = async (server: Promise<HttpServer>) => {
  open.push(await server)
  return (await server).url
}
const index = (options: IndexOptions) => keep(serveIndex(options))
const answering = (answer: Answer) => keep(serveHttp(answer))

afterEach(async () => {
  await Promise.all(open.splice(0).map((server) => server.close()))
})

for (const [library, sdk] of Object.entries(libraries)) {
  async function scene() {
    const world = await loadFixture(deployed)
    await placeMulticall(chain)
    const { client, escrow } = world
    const first = await running(world, {}, "first")
    const read = (id = first.id) => getRental(client, { escrow, id })
    return { world, client, escrow, id: first.id, read, indexed: await read() }
  }

  describe(`SDK: readServer, on ${library}`, () => {
    it("default: reads a page in the SDK's types, and verifies its rentals", async () => {
      const { client, escrow, id, indexed } = await scene()
      const server = await index({ escrow, rentals: () => [indexedRental(indexed)] })

      const asked = { escrow, server, verify: true }
      const { items, next } = await sdk.readServer(client, {
        ...asked,
        operation: "listRentals",
        query: { open: true },
      })
      const one = await sdk.readServer(client, { ...asked, operation: "getRental", query: { id } })

      const [rental] = items
      expect(next, "next").to.equal(undefined)
      expect(one, "one").to.deep.equal(rental)
      expect([rental?.id, rental?.terms, rental?.status], "rental").to.deep.equal([id, indexed.rental, "Active"])
      expect([rental?.since, rental?.held, rental?.reason], "values").to.deep.equal([
        indexed.state.since,
        1_500_000n,
        undefined,
      ])
      expect(
        open[0]?.asked.map(({ url }) => url.pathname + url.search),
        "questions",
      ).to.deep.equal(["/rentals?open=true", `/rentals/${id}`])
    })

    it("behavior: a server under a path, and with a key in its URL, is asked there", async () => {
      const { client, escrow } = await scene()
      const server = await index({
        escrow,
        rentals: () => [],
        other: (_, response) => answerJson(response, { items: [], next: null }),
      })
      await sdk.readServer(client, { escrow, server: `${server}/v1/?key=secret`, operation: "listBooks" })
      const [asked] = open[0]?.asked ?? []
      expect(`${asked?.url.pathname}${asked?.url.search}`, "URL").to.equal("/v1/books?key=secret")
      const gone = await failureOf(
        sdk.readServer(client, { escrow, server: `${server}/v1?key=secret`, operation: "getMeta", maxBytes: 1 }),
      )
      expect(String(gone), "no secret in errors").to.not.contain("secret")
    })

    it("behavior: a login in the URL is sent as a header, and is in no error", async () => {
      const { client, escrow } = await scene()
      const server = await index({ escrow, rentals: () => [] })
      const url = server.replace("//", "//me%20too:p%C3%A4ss%@")
      await sdk.readServer(client, { escrow, server: url, operation: "listRentals" })
      const [asked] = open[0]?.asked ?? []
      const login = Buffer.from("me too:p%C3%A4ss%").toString("base64")
      expect(asked?.headers.authorization, "header").to.equal(`Basic ${login}`)
      for (const wrong of [url, url.replace("http:", "ftp:")]) {
        const error = await failureOf(
          sdk.readServer(client, { escrow, server: wrong, operation: "getMeta", maxBytes: 1 }),
        )
        expect(`${error} ${JSON.stringify(Object(error).args)}`, "error").to.not.contain("ss%")
      }
    })

    const differences: readonly (readonly [string, object])[] = [
      ["status", { status: "Funded" }],
      ["since", { since: 1 }],
      ["feeBps", { feeBps: 1 }],
      ["duration", { duration: 7_200 }],
      ["paidSeconds", { paidSeconds: 5 }],
      ["refundedSeconds", { refundedSeconds: 5 }],
      ["interrupted", { interrupted: true }],
      ["settlingUntil", { settlingUntil: 9 }],
      ["deposited", { deposited: "1", held: "1", toHost: "0" }],
      ["deposited", { toRenter: "1" }],
      ["held", { held: "1" }],
      ["bondLocked", { bondLocked: "77" }],
      ["dueAt", { dueAt: null }],
      ["exitAt", { exitAt: 1 }],
    ]
    it("error: verify names the field that differs from the escrow", async () => {
      const { client, escrow, id, indexed } = await scene()
      for (const [field, changes] of differences) {
        const server = await index({ escrow, rentals: () => [indexedRental(indexed, changes)] })
        const asked = { escrow, server, operation: "getRental", query: { id } } as const
        const error = await failureOf(sdk.readServer(client, { ...asked, verify: true, patience: 0 }))
        expect(error, JSON.stringify(changes)).to.be.instanceOf(ServerMismatchError)
        expect(isEscrowError(error) && error.args, JSON.stringify(changes)).to.include({ id, field })
        // Without it, the server is believed.
        await sdk.readServer(client, asked)
      }
    })

    it("behavior: a server that was only behind is asked again", async () => {
      const { world, client, escrow, id, read } = await scene()
      const before = indexedRental(await read())
      await time.increase(600)
      await stop(world.renter, { escrow, rental: (await read()).rental })
      const after = indexedRental(await read())
      let questions = 0
      const server = await index({ escrow, rentals: () => [questions++ < 1 ? before : after] })

      const found = await sdk.readServer(client, {
        escrow,
        server,
        operation: "getRental",
        query: { id },
        verify: true,
      })

      expect(found.status, "status").to.equal("Closed")
    })

    it("error: terms that are not of the id are refused, verified or not", async () => {
      const { client, escrow, id, indexed } = await scene()
      const row = indexedRental(indexed)
      const terms = Object(row["terms"])
      const lies: readonly (readonly [string, object])[] = [
        ["terms", { terms: { ...terms, offer: { ...terms.offer, pricePerHour: "1" } } }],
        ["terms", { terms: { ...terms, salt: zeroHash } }],
        ["host", { host: escrow }],
        ["renter", { renter: escrow }],
        ["payee", { payee: escrow }],
        ["pricePerHour", { pricePerHour: "1" }],
        ["terms.offer", { terms: { ...terms, offer: [] } }],
        ["terms.offer.nonce", { terms: { ...terms, offer: { ...terms.offer, nonce: 1 } } }],
        ["held", { held: 1 }],
        ["held", { held: "1e5" }],
        ["since", { since: "1" }],
        ["since", { since: 1.5 }],
        ["host", { host: null }],
        ["status", { status: "Gone" }],
        ["interrupted", { interrupted: "no" }],
      ]
      for (const [field, changes] of lies) {
        const server = await index({ escrow, rentals: () => [{ ...row, ...changes }] })
        const error = await failureOf(sdk.readServer(client, { escrow, server, operation: "getRental", query: { id } }))
        expect(error, JSON.stringify(changes)).to.be.instanceOf(ServerAnswerInvalidError)
        expect(isEscrowError(error) && Object(error.args).field, JSON.stringify(changes)).to.equal(field)
      }
    })

    it("error: names what the server refuses, and what does not answer", async () => {
      const { client, escrow, id } = await scene()
      const ask = (server: string, changes: object = {}) =>
        failureOf(sdk.readServer(client, { escrow, server, operation: "getRental", query: { id }, ...changes }))

      const refused = await ask(await index({ escrow }))
      expect(refused, "refused").to.be.instanceOf(ServerRefusedError)
      expect(isEscrowError(refused) && refused.args, "reason").to.include({ status: 404, reason: "NotFound" })
      const silent = await answering(() => undefined)
      expect(await ask(silent, { timeout: 50 }), "silent").to.be.instanceOf(ServerUnavailableError)
      const controls = await answering((_, response) =>
        answerProblem(response, 400, "Bad", `\u001b[2J${"x".repeat(5_000)}`),
      )
      const error = await ask(controls)
      expect(String(error), "no control characters").to.not.contain("\u001b")
      expect(String(error).length, "short").to.be.below(1_200)
      for (const wrong of [{ server: "ftp://x" }, { operation: "toString" }, { query: {} }]) {
        expect(await ask("http://127.0.0.1:1", wrong), JSON.stringify(wrong)).to.be.instanceOf(InvalidInputError)
      }
    })
  })

  describe(`SDK: readServerItems, on ${library}`, () => {
    it("default: reads page after page", async () => {
      const { client, escrow, indexed } = await scene()
      const server = await index({ escrow, rentals: () => Array.from({ length: 5 }, () => indexedRental(indexed)) })
      let count = 0
      const items = sdk.readServerItems(client, {
        escrow,
        server,
        operation: "listRentals",
        query: { limit: 2 },
        verify: true,
      })
      for await (const { status } of await items) count += status === "Active" ? 1 : 0
      expect(count, "rentals").to.equal(5)
    })

    it("error: refuses pages without end", async () => {
      const { client, escrow, indexed } = await scene()
      const server = await answering((_, response) =>
        answerJson(response, { items: [indexedRental(indexed)], next: "again" }),
      )
      const read = async () => {
        const items = await sdk.readServerItems(client, { escrow, server, operation: "listRentals" })
        for await (const _ of items);
      }
      expect(await failureOf(read()), "error").to.be.instanceOf(ServerAnswerInvalidError)
    })
  })

  describe(`SDK: waitForServer, on ${library}`, () => {
    it("default: waits until the server has the transaction", async () => {
      const { client, escrow, id: transaction } = await scene()
      let questions = 0
      const server = await index({
        escrow,
        other: (_, response) =>
          questions++ < 1
            ? answerProblem(response, 404, "NotFound", "Not yet.")
            : answerJson(response, { transaction, block: 7, blockHash: transaction, timestamp: 1, events: [] }),
      })
      const { block } = await sdk.waitForServer(client, { escrow, server, transaction })
      expect(block, "block").to.equal(7n)
    })

    it("error: says how far a server is that does not have it in time", async () => {
      const { client, escrow, id: transaction } = await scene()
      const server = await index({ escrow, block: () => 41 })
      const error = await failureOf(sdk.waitForServer(client, { escrow, server, transaction, patience: 0 }))
      expect(error, "error").to.be.instanceOf(ServerBehindError)
      expect(isEscrowError(error) && error.args, "block").to.include({ block: 41n, wanted: transaction })
    })
  })

  describe(`SDK: watchServer, on ${library}`, () => {
    it("default: goes on after a broken connection where it ended", async () => {
      const { client, escrow } = await scene()
      const server = await answering(({ headers }, response) => {
        const from = Number(headers["last-event-id"] ?? 0)
        response.writeHead(200, { "content-type": "text/event-stream" })
        response.write(`: \n\nid: ${from + 1}\nevent: event\ndata: {"number":\ndata: ${from + 1}}\n\n`)
        response.end(`event: block\r\ndata: {"block":1}\r\n\r\ndata: cut`)
      })
      const seen: unknown[] = []
      for await (const { kind, data, id } of await sdk.watchServer(client, { escrow, server })) {
        seen.push([kind, data, id])
        if (seen.length === 3) break
      }
      expect(seen, "changes").to.deep.equal([
        ["event", { number: 1 }, "1"],
        ["block", { block: 1 }, "1"],
        ["event", { number: 2 }, "2"],
      ])
    })

    it("error: refuses what is not a stream, and what never ends a change", async () => {
      const { client, escrow } = await scene()
      const bad: readonly Answer[] = [
        (_, response) => answerJson(response, {}),
        (_, response) => {
          response.writeHead(200, { "content-type": "text/event-stream" })
          response.write(`data: ${"x".repeat(300_000)}`)
        },
        (_, response) => {
          response.writeHead(200, { "content-type": "text/event-stream" })
          response.write("data: {\n\n")
        },
      ]
      for (const answer of bad) {
        const server = await answering(answer)
        const read = async () => {
          for await (const _ of await sdk.watchServer(client, { escrow, server }));
        }
        expect(await failureOf(read()), "error").to.be.instanceOf(ServerAnswerInvalidError)
      }
      const gone = async () => {
        for await (const _ of await sdk.watchServer(client, { escrow, server: "http://127.0.0.1:1", tries: 1 }));
      }
      expect(await failureOf(gone()), "gone").to.be.instanceOf(ServerUnavailableError)
    })
  })
}
