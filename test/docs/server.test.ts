import { readFileSync } from "node:fs"
import { serializeOffer } from "@gpuflow/escrow/offer"
import { offerRemovalTypedData } from "@gpuflow/escrow/server"
import { startEscrow, type TestEscrow } from "@gpuflow/escrow/testing"
import { expect } from "chai"
import { signTypedData } from "viem/actions"
import { root } from "../../scripts/support/root.ts"
import { wordsOf } from "../support/commandWords.ts"
import { startTestServer } from "../support/testServer.ts"
import { until } from "../support/until.ts"

const page = readFileSync(`${root}docs/server.md`, "utf8")
const commands = [...page.matchAll(/^curl (.*)$/gm)].map(([, line = ""]) => line)

describe("the page of the server", () => {
  let chain: TestEscrow
  before(async () => {
    chain = await startEscrow({ blockTime: 0 })
  })
  after(() => chain.stop())

  it("behavior: an offer is put and taken down by hand with its commands, and 402 still says what an id means", async () => {
    const { escrow, chainId, url } = chain
    const server = await startTestServer("pglite", { rpcUrls: [url], escrow, fromBlock: chain.fromBlock })
    const { offer, signature: hostSignature } = await chain.rental("offered")
    const { host, machine, expiry } = offer
    const block = await chain.client.getBlockNumber({ cacheTime: 0 })
    const boardBlock = async () => Number((await server.ask("/offers/summary")).headers.get("gpuflow-block") ?? -1)
    await until(async () => (await boardBlock()) >= block)
    const data = offerRemovalTypedData({ escrow, chainId, removal: { host, machine, expiry } })
    const signature = await signTypedData(chain.client, { account: chain.accounts.host, ...data })
    const file = serializeOffer({ chainId, escrow, offer, hostSignature })

    const filled = (text: string) =>
      text
        .replace("https://board.example", "")
        .replace("0x<host>", host)
        .replace("0x<machine>", machine)
        .replace("0x<signature>", signature)
        .replace(/"expiry": \d+/, `"expiry": ${expiry}`)
        .replace("@offer.json", file)
    /** Sends what a command of the page sends. */
    const send = (command: string) => {
      const words = wordsOf(command).map(filled)
      const option = (name: string) => words[words.indexOf(`--${name}`) + 1] ?? ""
      const [name = "", value = ""] = option("header").split(": ")
      const request = { method: option("request"), headers: { [name]: value }, body: option("data") }
      return server.ask(words.at(-1) ?? "", request)
    }
    const path = `/offers/${host}/${machine}`
    const [put = "", remove = "", ...more] = commands
    expect(more, "more commands").to.deep.equal([])
    expect((await send(put)).status, put).to.equal(200)
    expect((await server.ask(path)).status, "listed").to.equal(200)
    expect((await send(remove)).status, remove).to.equal(204)
    expect((await server.ask(path)).status, "taken down").to.equal(404)

    const { status, body } = await server.ask(`${path}/rental?rental=0x${"12".repeat(32)}`)
    expect([status, body["code"]], "of a rental").to.deep.equal([404, "OfferNotFound"])
    expect(body["detail"]).to.match(/^There is no such rental yet\. .+ The board has no offer of this machine/)
  })
})
