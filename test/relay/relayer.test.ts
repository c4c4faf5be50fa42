import { getState, idOf } from "@gpuflow/escrow"
import { expect } from "chai"
import { accountNamed, addressOf } from "../support/parties.ts"
import { digestOf, onRelayChain, purchaseOf, type RelayWorld, startRelayer, USDC } from "../support/relayer.ts"
import { tokenAbi } from "../support/rentals.ts"

describe("Relay: purchases", () => {
  let world: RelayWorld
  onRelayChain((opened) => {
    world = opened
  })

  const dollarsOf = (account: `0x${string}`) =>
    world.client.readContract({ address: USDC, abi: tokenAbi, functionName: "balanceOf", args: [account] })

  for (const way of ["authorization", "permit2"] as const) {
    it(`default: a purchase by ${way} is accepted, sent, and final; the relayer has its fee`, async () => {
      const relayer = await startRelayer(world)
      const method = way === "authorization" ? "Authorization" : "Permit2"
      const quote = await relayer.get(`/fee?token=${USDC}&method=${method}`)
      expect(quote.status, JSON.stringify(quote.body)).to.equal(200)
      const relayFee = BigInt(String(quote.body["fee"]))
      const purchase = await purchaseOf(world, { way, relayFee })

      const accepted = await relayer.post(purchase)

      const digest = digestOf(purchase)
      expect(accepted.status, JSON.stringify(accepted.body)).to.equal(202)
      expect(accepted.body, "accepted").to.include({ digest, status: "queued", fee: String(relayFee) })
      expect(accepted.headers.get("location"), "location").to.equal(`/purchases/${digest}?payer=${addressOf("renter")}`)
      const included = await relayer.reached(purchase, "included", "final")
      expect(included["hash"], "hash").to.match(/^0x[\da-f]{64}$/)
      const [order] = purchase.orders
      if (!order) throw new Error("There is no order.")
      const state = await getState(world.client, { escrow: world.escrow, id: idOf(order.rental) })
      expect(state.status, "rental").to.equal("Active")
      expect(await dollarsOf(accountNamed("relayer").address), "fee").to.equal(relayFee)
      await world.client.mine({ blocks: 3 })
      await relayer.reached(purchase, "final")
    })
  }
})
