import { offerRemovalTypedData } from "@gpuflow/escrow/server"
import { expect } from "chai"
import type { Address, Hex } from "viem"
import { polygon } from "viem/chains"
import { Refusal } from "../../server/board/refusals.ts"
import { copyFrom } from "../../server/board/replication.ts"
import { readLog } from "../../server/http/board/offerLog.ts"
import { type Answer, serveHttp } from "../support/httpServer.ts"
import { accountNamed, accountOf } from "../support/parties.ts"
import { deployed, networkHelpers } from "../support/sharedChain.ts"
import { documentNamed, makeOffer, openTestBoard, refusalOf, send, type TestBoard } from "../support/testBoard.ts"

const SILENT = { info() {}, warn() {} }

describe("boards that copy from one another", () => {
  let place: { readonly escrow: Address; readonly token: Address }
  let opened: TestBoard[]

  beforeEach(async () => {
    place = await networkHelpers.loadFixture(deployed)
    opened = [await openTestBoard({ escrow: place.escrow }), await openTestBoard({ escrow: place.escrow })]
  })
  afterEach(() => Promise.all(opened.map(({ close }) => close())))

  /** What one round of copying from a server leads to. */
  async function copy(
    to: TestBoard,
    answer: Answer,
    { since = 0, admission = to.board }: { since?: number; admission?: Pick<TestBoard["board"], "put"> } = {},
  ): Promise<number> {
    const server = await serveHttp(answer)
    const { board } = to
    try {
      return await copyFrom(
        {
          url: server.url,
          admission,
          remove: board.remove,
          has: () => false,
          log: SILENT,
          signal: new AbortController().signal,
          patience: 2_000,
        },
        since,
      )
    } finally {
      await server.close()
    }
  }

  const honest =
    (from: TestBoard): Answer =>
    async ({ url }, response) => {
      const log = await readLog(from.board, Number(url.searchParams.get("since")), 1)
      response.writeHead(200, { "content-type": "application/json" }).end(JSON.stringify(log))
    }

  it("default: offers, their documents, and removals come over, each checked", async () => {
    const [from, to] = opened as [TestBoard, TestBoard]
    const sent = await makeOffer(place, { document: documentNamed("rack 1") })
    const other = await makeOffer(place, { document: documentNamed("rack 2") })
    await send(from.board, sent)
    await send(from.board, other)
    const since = await copy(to, honest(from))
    expect(to.board.get(sent.host, sent.machine).hardware?.model, "with its document").to.equal("H100")
    expect(to.board.size(), "both").to.equal(2)

    const { host, machine, offer } = sent
    const removal = { host: host as Address, machine: machine as Hex, expiry: offer.expiry }
    const data = offerRemovalTypedData({ escrow: place.escrow, chainId: polygon.id, removal })
    const signature = await accountOf("host").signTypedData({ ...data })
    await from.board.remove({ host, machine, expiry: Number(offer.expiry), signature })
    await copy(to, honest(from), { since })
    expect(to.board.size(), "removed there too").to.equal(1)
    expect(await refusalOf(send(to.board, sent)), "for as long as it is valid").to.equal("OfferRemoved")
  })

  it("behavior: what cannot be checked at the moment comes over in the next round", async () => {
    const [from, to] = opened as [TestBoard, TestBoard]
    for (const name of ["first", "second"]) await send(from.board, await makeOffer(place, { by: accountNamed(name) }))
    for (const code of ["BoardBusy", "BoardNotReady", "NodeFailed", "NotWriting"] as const) {
      const put = () => Promise.reject(new Refusal(code))
      expect(await refusalOf(copy(to, honest(from), { admission: { put } })), code).to.equal(code)
    }
    await copy(to, honest(from))
    expect(to.board.size(), "offers").to.equal(2)
  })

  it("error: what a hostile board sends costs a bounded effort, and lists nothing", async () => {
    const [, to] = opened as [TestBoard, TestBoard]
    const forged = await makeOffer(place, { signer: accountNamed("thief") })
    const item = (index: number) => ({
      change: "put",
      sequence: index,
      offer: { hash: `0x${"00".repeat(32)}`, signed: JSON.parse(forged.text) },
    })
    let asked = 0
    const json =
      (body: () => unknown): Answer =>
      (_, response) => {
        asked += 1
        response.writeHead(200, { "content-type": "application/json" }).end(JSON.stringify(body()))
      }
    const boards: readonly (readonly [string, Answer, RegExp])[] = [
      [
        "forged",
        json(() => ({ items: Array.from({ length: 500 }, (_, index) => item(index)), sequence: 500 })),
        /refused/,
      ],
      ["of another form", json(() => ({ items: Array.from({ length: 60 }, () => 5), sequence: 1 })), /refused/],
      ["too many", json(() => ({ items: Array.from({ length: 501 }, () => 5), sequence: 1 })), /501|items|big/],
      ["no log", json(() => ({ offers: [] })), /items|sequence/],
      [
        "a page",
        (_, response) => void response.writeHead(200, { "content-type": "text/html" }).end("<html>"),
        /text\/html/,
      ],
      ["a failure", (_, response) => void response.writeHead(500).end(), /500/],
      [
        "elsewhere",
        (_, response) => void response.writeHead(302, { location: "http://127.0.0.1:1/" }).end(),
        /fetch|redirect/,
      ],
      [
        "endless",
        (_, response) => {
          response.writeHead(200, { "content-type": "application/json" })
          const more = () => {
            while (!response.destroyed && response.write(" ".repeat(65_536))) {}
          }
          response.on("drain", more)
          more()
        },
        /4194304/,
      ],
      [
        "slow",
        (_, response) => {
          response.writeHead(200, { "content-type": "application/json" })
          response.write("{")
        },
        /abort|timeout/i,
      ],
    ]
    for (const [manner, answer, reason] of boards) {
      const failure = await copy(to, answer).then(
        () => "none",
        (error: unknown) => String(error),
      )
      expect(failure, manner).to.match(reason)
    }
    asked = 0
    await copy(
      to,
      json(() => ({ items: [{ change: "removed", host: "0x1", machine: "0x2" }], sequence: asked })),
    )
    expect(asked, "rounds of a board that never ends").to.be.below(50)
    expect(to.board.size(), "offers").to.equal(0)
  })
})
