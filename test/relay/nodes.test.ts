import { expect } from "chai"

import { healthy, openNodeProxy } from "../../sdk/testing/nodeProxy.ts"
import { internalError, only } from "../support/nodeFaults.ts"
import { accountNamed } from "../support/parties.ts"
import { onRelayChain, purchaseOf, type RelayWorld, startRelayer } from "../support/relayer.ts"
import { until } from "../support/until.ts"

describe("Relay: nodes that do not take a transaction", () => {
  let world: RelayWorld
  onRelayChain((opened) => {
    world = opened
  })

  it("behavior: what it accepted is sent once a node takes it, although transactions were given up before", async () => {
    const node = await openNodeProxy(world.url)
    const relayer = await startRelayer({ ...world, url: node.url })
    const purchase = await purchaseOf(world)
    node.state.fault = only("eth_sendRawTransaction", internalError)
    expect((await relayer.post(purchase)).status, "accepted").to.equal(202)
    await until(() => relayer.logged("transaction finished").some((line) => line["outcome"] === "refused"))

    node.state.fault = healthy
    await relayer.reached(purchase, "included", "final")

    const sent = await world.client.getTransactionCount({ address: accountNamed("relayer").address })
    expect(sent, "transactions").to.equal(1)
    await relayer.stop()
    await node.close()
  })
})
