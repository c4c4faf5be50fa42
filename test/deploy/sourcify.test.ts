import { createServer, type Server } from "node:http"
import type { AddressInfo } from "node:net"

import { expect } from "chai"
import type { Address } from "viem"

import { differs } from "../../scripts/deploy/inspect.ts"
import { verdictOf } from "../../scripts/deploy/runVerification.ts"
import { askSourcify } from "../../scripts/deploy/sourcify.ts"

const ESCROW: Address = "0xDFEBAd708F803af22e81044aD228Ff77C83C935c"
const TIMELOCK: Address = "0x2738d13E81e30bC615766A0410e7cF199FD59A83"

type Reply = { readonly status: number; readonly body: unknown }

/** What the server answers for each contract, by its path. */
const replies = new Map<string, Reply>()

const verified = (address: Address, changes: object = {}): Reply => ({
  status: 200,
  body: {
    matchId: "3266227",
    match: "exact_match",
    creationMatch: "exact_match",
    runtimeMatch: "exact_match",
    verifiedAt: "2024-07-24T12:00:00Z",
    chainId: "137",
    address,
    ...changes,
  },
})
const unknown = (address: Address): Reply => ({
  status: 404,
  body: { match: null, creationMatch: null, runtimeMatch: null, chainId: "137", address },
})

describe("Verification of a deployment: Sourcify", () => {
  let server: Server
  let url: string
  before((done) => {
    server = createServer(({ url: path = "" }, response) => {
      const { status, body } = replies.get(path) ?? { status: 500, body: {} }
      response.writeHead(status, { "content-type": "application/json" })
      response.end(typeof body === "string" ? body : JSON.stringify(body))
    })
    server.listen(0, "127.0.0.1", () => {
      url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/server`
      done()
    })
  })
  after((done) => void server.close(done))
  beforeEach(() => {
    replies.clear()
    reply(ESCROW, verified(ESCROW))
    reply(TIMELOCK, verified(TIMELOCK))
  })

  const reply = (address: Address, its: Reply) => replies.set(`/server/v2/contract/137/${address}`, its)
  const ask = (its = url) => askSourcify({ chainId: 137, contracts: { escrow: ESCROW, timelock: TIMELOCK }, url: its })

  it("default: exact matches of both contracts are as expected", async () => {
    const { rows, notAsked } = await ask()

    expect(rows.map(({ what }) => what)).to.deep.equal(
      ["Sourcify's match of the escrow", "Sourcify's match of the timelock"],
      "rows",
    )
    expect(rows.filter(differs), "differences").to.deep.equal([])
    expect(notAsked, "not asked").to.deep.equal([])
  })

  it("behavior: an address in small letters, and a creation that was not compared, are fine", async () => {
    reply(ESCROW, verified(ESCROW, { address: ESCROW.toLowerCase(), creationMatch: null }))

    expect((await ask()).rows.filter(differs), "differences").to.deep.equal([])
  })

  it("error: a match that is not exact, or none at all, is a difference", async () => {
    const cases: [Reply, string][] = [
      [
        verified(ESCROW, { match: "match", creationMatch: "match", runtimeMatch: "match" }),
        "runtime match, creation match",
      ],
      [verified(ESCROW, { runtimeMatch: "match" }), "runtime match, creation exact_match"],
      [verified(ESCROW, { creationMatch: "match" }), "runtime exact_match, creation match"],
      [verified(ESCROW, { runtimeMatch: null }), "runtime none, creation exact_match"],
      [unknown(ESCROW), "none: publish the source"],
    ]
    for (const [its, found] of cases) {
      reply(ESCROW, its)
      const { rows, notAsked } = await ask()
      expect(rows.filter(differs).map((row) => row.found)).to.deep.equal([found], found)
      expect(notAsked, found).to.deep.equal([])
    }
  })

  it("behavior: an answer that says nothing about the contract claims nothing", async () => {
    const cases: [Reply, RegExp][] = [
      [{ status: 503, body: {} }, /^escrow: it answers with HTTP 503$/],
      [{ status: 429, body: {} }, /^escrow: it answers with HTTP 429$/],
      [{ status: 400, body: { customCode: "unsupported_chain" } }, /^escrow: it answers with HTTP 400$/],
      [{ status: 404, body: "<html>" }, /^escrow: its answer is not that of Sourcify's API/],
      [{ status: 200, body: { match: "perfect" } }, /^escrow: its answer is not that of Sourcify's API/],
      [verified(TIMELOCK), /^escrow: it answers for 0x2738.* on chain 137$/],
      [verified(ESCROW, { chainId: "1" }), /^escrow: it answers for .* on chain 1$/],
    ]
    for (const [its, reason] of cases) {
      reply(ESCROW, its)
      const { rows, notAsked } = await ask()
      expect(rows.map(({ what }) => what)).to.deep.equal(["Sourcify's match of the timelock"], String(reason))
      expect(notAsked, "count").to.have.length(1)
      expect(notAsked[0], "reason").to.match(reason)
    }
  })

  it("behavior: without a network nothing is claimed, and the reason is plain", async () => {
    const closed = createServer()
    await new Promise<void>((done) => void closed.listen(0, "127.0.0.1", done))
    const { port } = closed.address() as AddressInfo
    await new Promise((done) => void closed.close(done))

    const { rows, notAsked } = await ask(`http://127.0.0.1:${port}`)

    expect(rows, "rows").to.deep.equal([])
    expect(notAsked.map((reason) => reason.split(":")[0])).to.deep.equal(["escrow", "timelock"], "contracts")
    expect(notAsked[0], "reason").to.match(/ECONNREFUSED/)
  })

  it("behavior: the verdict counts Sourcify's rows, and needs them only if they are required", async () => {
    const compared = [{ what: "owner", expected: ESCROW, found: ESCROW }]
    const verdict = async (requireSourcify: boolean) =>
      verdictOf({ compared, sourcify: await ask(), arbiters: [] }, { requireSourcify })

    const exact = await verdict(true)
    expect(exact.ok, "exact").to.equal(true)
    expect(exact.text, "exact").to.include("3 of 3 as expected.").and.not.include("not asked")

    reply(ESCROW, { status: 503, body: {} })
    const [silent, required] = [await verdict(false), await verdict(true)]
    expect(silent.text, "silent").to.include("Sourcify was not asked: escrow: it answers with HTTP 503.")
    expect([silent.ok, required.ok], "silent").to.deep.equal([true, false])

    reply(ESCROW, verified(ESCROW, { runtimeMatch: "match" }))
    const inexact = await verdict(false)
    expect(inexact.text, "inexact").to.match(/DIFFERS +Sourcify's match of the escrow/)
    expect(inexact.ok, "inexact").to.equal(false)
  })
})
