import { type SignedPurchase, serializePurchase } from "@gpuflow/escrow/router"
import { expect } from "chai"

import { healthy, openNodeProxy } from "../../sdk/testing/nodeProxy.ts"
import { type KeeperProcess, startRelayerProcess } from "../support/keeperProcess.ts"
import { accountNamed } from "../support/parties.ts"
import { digestOf, newRelayDatabase, onRelayChain, purchaseOf, type RelayWorld } from "../support/relayer.ts"
import { until } from "../support/until.ts"

describe("Relay: killed at any moment", () => {
  let world: RelayWorld
  onRelayChain((opened) => {
    world = opened
  })
  const sent = () => world.client.getTransactionCount({ address: accountNamed("relayer").address })
  const running: KeeperProcess[] = []
  afterEach(async () => {
    await Promise.all(running.splice(0).map((relayer) => relayer.kill()))
  })

  async function start(url: string, database: string) {
    const { escrow, router } = world
    const relayer = startRelayerProcess({ urls: [url], escrow, router, database })
    running.push(relayer)
    await relayer.until(() => relayer.lines.some(({ msg }) => msg === "poll finished"))
    expect(relayer.state.ended, relayer.state.errors).to.equal(false)
    return relayer
  }
  const urlOf = (relayer: KeeperProcess) => `http://127.0.0.1:${relayer.port()}/purchases`
  const post = (relayer: KeeperProcess, purchase: SignedPurchase) =>
    fetch(urlOf(relayer), {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: serializePurchase(purchase),
    })
  const statusOf = async (relayer: KeeperProcess, purchase: SignedPurchase): Promise<unknown> => {
    const answer = await fetch(`${urlOf(relayer)}/${digestOf(purchase)}?payer=${purchase.payment.payer}`)
    return Object(await answer.json()).status
  }
  const isFinal = async (relayer: KeeperProcess, purchase: SignedPurchase) => {
    await until(async () => {
      await world.client.mine({ blocks: 1 })
      return (await statusOf(relayer, purchase)) === "final"
    })
    expect(await sent(), "transactions").to.equal(1)
  }

  for (const moment of [
    "after it is stored and before it is sent",
    "after it is sent and before it is stored as such",
  ]) {
    it(`behavior: killed ${moment}, it sends what it accepted once`, async () => {
      const node = await openNodeProxy(world.url)
      const database = newRelayDatabase()
      let hits = 0
      node.state.fault = async (request, pass) => {
        if (request.method !== "eth_sendRawTransaction") return healthy(request, pass)
        if (moment.startsWith("after it is sent")) await pass()
        hits += 1
        return { silence: true }
      }
      const first = await start(node.url, database)
      const purchase = await purchaseOf(world)
      // The answer may be lost as well: what counts is the file.
      await Promise.all([post(first, purchase).catch(() => undefined), until(() => hits > 0).then(() => first.kill())])
      await node.close()

      await isFinal(await start(world.url, database), purchase)
    })
  }

  it("behavior: killed before its answer, or between a block and its depth, it sends once and reports the end", async () => {
    const database = newRelayDatabase()
    const first = await start(world.url, database)
    const purchase = await purchaseOf(world)
    const stored = first
      .until(() => first.lines.some(({ msg }) => msg === "purchase accepted"))
      .then(() => first.kill())
    await Promise.all([post(first, purchase).catch(() => undefined), stored])

    const second = await start(world.url, database)
    await until(async () => (await statusOf(second, purchase)) === "included")
    await second.kill()
    const third = await start(world.url, database)
    expect((await post(third, purchase)).status, "the same purchase again").to.be.oneOf([200, 202])

    await isFinal(third, purchase)
  })
})
