// A purchase that names its relayer: only that account carries it out, and every other one learns it before it pays for gas.
import { findEvent } from "@gpuflow/escrow"
import { NotRelayerError, type SignedPurchase } from "@gpuflow/escrow/router"
import { expect } from "chai"
import { zeroAddress } from "viem"
import { expectError, expectNothingSent } from "../support/expectError.ts"
import { libraries } from "../support/libraries.ts"
import { addressOf } from "../support/parties.ts"
import { withRouter } from "../support/periphery.ts"
import { balance, wantedDeposit } from "../support/rentals.ts"
import { networkHelpers } from "../support/sharedChain.ts"

const { loadFixture } = networkHelpers
const FEE = 20_000n

for (const [library, sdk] of Object.entries(libraries)) {
  describe(`SDK: purchases that name their relayer, on ${library}`, () => {
    async function signed(way: "authorization" | "permit2", relayer?: SignedPurchase["payment"]["relayer"]) {
      const world = await loadFixture(withRouter)
      const { escrow, router, renter } = world
      const { rental, duration, hostSignature } = await wantedDeposit(world)
      const orders = [{ rental, duration, hostSignature }]
      const terms = { escrow, router, payer: addressOf("renter"), orders, relayFee: FEE, relayer }
      const purchase = await sdk.preparePurchase(renter, terms)
      return { world, signed: await sdk.signPurchase(renter, { purchase, way }) }
    }

    for (const way of ["authorization", "permit2"] as const) {
      it(`error: another account is refused before anything is sent, and the named one is paid; by ${way}`, async () => {
        const { world, signed: given } = await signed(way, addressOf("stranger"))
        const { escrow, router, stranger, payer } = world
        const named = { caller: addressOf("payer"), relayer: addressOf("stranger") }
        await expectNothingSent(() => sdk.sendPurchase(payer, { signed: given }), NotRelayerError, named)
        await expectError(
          sdk.simulatePurchase(payer, { signed: given, relayer: addressOf("payer") }),
          NotRelayerError,
          named,
        )
        const checking = { signed: given, escrow, router, relayer: addressOf("payer") }
        const { status, refusals } = await sdk.verifyPurchase(payer, checking)
        expect(status, "checked").to.equal("refused")
        expect(refusals.map(({ reason, error }) => [reason, error.code, error.args])).to.deep.equal([
          ["relayer", "NotRelayer", named],
        ])

        // Without a relayer of its own, the simulation runs for the named one.
        await sdk.simulatePurchase(payer, { signed: given })
        const before = await balance(world, addressOf("stranger"))
        const { events } = await sdk.sendPurchase(stranger, { signed: given })
        expect(findEvent(events, "Purchased")?.args.relayer, "relayer").to.equal(addressOf("stranger"))
        expect((await balance(world, addressOf("stranger"))) - before, "fee").to.equal(FEE)
      })

      it(`error: to put another relayer in its place breaks the signature; by ${way}`, async () => {
        const { world, signed: given } = await signed(way, addressOf("stranger"))
        const { escrow, router, payer } = world
        for (const relayer of [addressOf("payer"), zeroAddress]) {
          const changed = { ...given, payment: { ...given.payment, relayer } }
          const checking = { signed: changed, escrow, router, relayer: addressOf("payer") }
          const { refusals } = await sdk.verifyPurchase(payer, checking)
          expect(refusals.map(({ error }) => error.code)).to.deep.equal(["InvalidPurchaseSignature"])
        }
      })
    }

    it("behavior: without a name, any account sends it", async () => {
      const { world, signed: given } = await signed("authorization")
      const { events } = await sdk.sendPurchase(world.payer, { signed: given })
      expect(findEvent(events, "Purchased")?.args.relayer, "relayer").to.equal(addressOf("payer"))
    })
  })
}
