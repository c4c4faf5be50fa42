import { readFileSync, writeFileSync } from "node:fs"
import { parseOffer, verifyOffer } from "@gpuflow/escrow/offer"
import { expect } from "chai"
import fc from "fast-check"

import { priceAt } from "../../host/offers/offerPrice.ts"
import { type ServedChain, serveChain } from "../support/chain.ts"
import { type HostWorld, openHostWorld } from "../support/hostWorld.ts"
import { answerJson, type HttpServer, serveHttp } from "../support/httpServer.ts"
import { until } from "../support/until.ts"

const RULES = {
  usd: "2.00",
  price: undefined,
  floorUsd: "1.20",
  hours: [{ from: 22 * 60, until: 6 * 60, percent: 50 }],
  utilisation: [
    { above: 50, percent: 150 },
    { above: 90, percent: 200 },
  ],
}

describe("Host agent: the price of an offer", () => {
  it("default: rules multiply, the highest step of utilisation counts, and the floor comes last", () => {
    expect(priceAt(RULES, { minute: 12 * 60, rented: 0 }), "by day").to.equal("2")
    expect(priceAt(RULES, { minute: 12 * 60, rented: 60 }), "half rented").to.equal("3")
    expect(priceAt(RULES, { minute: 12 * 60, rented: 95 }), "nearly full").to.equal("4")
    expect(priceAt(RULES, { minute: 23 * 60, rented: 0 }), "by night, the floor").to.equal("1.2")
    expect(priceAt(RULES, { minute: 5 * 60, rented: 95 }), "after midnight").to.equal("2")
    expect(priceAt(RULES, { minute: 6 * 60, rented: 0 }), "until is not included").to.equal("2")
  })

  it("invariants: never below the floor", () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 1_439 }), fc.integer({ min: 0, max: 100 }), (minute, rented) => {
        expect(Number(priceAt(RULES, { minute, rented })) >= 1.2, "price").to.equal(true)
      }),
    )
  })
})

describe("Host agent: its offers", () => {
  let chain: ServedChain
  let world: HostWorld
  let board: HttpServer
  const requests: { method: string; path: string; body: string }[] = []
  before(async () => {
    chain = await serveChain()
  })
  after(() => chain.close())
  afterEach(async () => {
    world.close()
    await board.close()
  })

  it("default: a free machine is offered, and withdrawn while it is rented and when the agent stops", async () => {
    world = await openHostWorld(chain)
    board = await serveHttp(({ method, url, body }, response) => {
      requests.push({ method, path: url.pathname, body })
      answerJson(response, {})
    })
    const settings = JSON.parse(readFileSync(world.settingsPath, "utf8"))
    settings.machines[0].offer = {
      ...{ price: "1.5", token: world.token, maxDuration: "1d", bond: "1", boards: [board.url], every: "1s" },
    }
    writeFileSync(world.settingsPath, JSON.stringify(settings))
    const agent = await world.startAgent()
    await until(() => requests.some(({ method }) => method === "PUT"))
    const [first] = requests
    const signed = parseOffer(first?.body ?? "")
    expect(first?.path, "path").to.equal(`/offers/${signed.offer.host}/${world.unit().machine}`)
    expect(await verifyOffer(chain.client, signed), "signature").to.equal(true)
    expect(signed.document?.["name"], "document").to.equal("unit 0")

    const { id } = await world.deposit()
    await until(async () => (await world.stateOf(id)).status === "Active")
    await until(() => requests.at(-1)?.method === "DELETE")
    expect(JSON.parse(requests.at(-1)?.body ?? "{}"), "removal").to.have.property("signature")
    await chain.pass(3_600n)
    await until(() => world.unit().data().length === 0)
    await until(() => requests.at(-1)?.method === "PUT")
    await agent.stop()
    expect(requests.at(-1)?.method, "at the end").to.equal("DELETE")
  })
})
