import { estimateRequest } from "@gpuflow/escrow/requests"
import { preparePurchaseCall, type SignedPurchase, sendPurchase } from "@gpuflow/escrow/router"
import { expect } from "chai"

import { gasOf, type PurchaseShape } from "../../keeper/relay/feeBook.ts"
import { addressOf } from "../support/parties.ts"
import { onRelayChain, orderOf, purchaseOf, type RelayWorld, walletOf } from "../support/relayer.ts"

describe("Relay: the gas of a purchase", () => {
  let world: RelayWorld
  onRelayChain((opened) => {
    world = opened
  })

  const ordersOf = (count: number) =>
    Promise.all(Array.from({ length: count }, (_, place) => orderOf(world, { machine: `a100-${place}` })))

  /** As the relayer estimates it. */
  async function measured(signed: SignedPurchase) {
    const wallet = walletOf(world, "stranger")
    const request = await preparePurchaseCall(wallet, { signed })
    return ((await estimateRequest(wallet, { request, account: addressOf("stranger") })) * 10n) / 11n
  }

  for (const way of ["authorization", "permit2"] as const) {
    const method = way === "authorization" ? "Authorization" : "Permit2"
    it(`default: what is quoted by ${method} covers every purchase, and is at most a third more`, async () => {
      const expectCovered = (shape: PurchaseShape, gas: bigint) =>
        expect(gasOf(shape), `${shape.verb} ${shape.orders}`).to.be.within(gas, (gas * 4n) / 3n)
      for (const orders of [1, 2, 8, 24]) {
        const signed = await purchaseOf(world, { way, orders: await ordersOf(orders) })
        expectCovered({ verb: "rent", method, orders }, await measured(signed))
      }
      const first = await purchaseOf(world, { orders: await ordersOf(1) })
      await sendPurchase(walletOf(world, "stranger"), { signed: first })
      const orders = first.orders.map((order) => ({ ...order, duration: 2n * order.duration }))
      const longer = await purchaseOf(world, { way, verb: "extend", orders })
      expectCovered({ verb: "extend", method, orders: 1 }, await measured(longer))
    })
  }
})
