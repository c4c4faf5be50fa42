// A refund that lands in front of an extension moves its price by one unit: what was planned still holds, and what is not
// needed comes back.
import { cost, getState, refund } from "@gpuflow/escrow"
import { relayThrough, type SignedPurchase, ValueTooSmallError } from "@gpuflow/escrow/router"
import { expect } from "chai"
import { expectError } from "../support/expectError.ts"
import { failureOf } from "../support/failureOf.ts"
import { interceptedNode } from "../support/interceptedNode.ts"
import { libraries } from "../support/libraries.ts"
import { addressOf } from "../support/parties.ts"
import { allow, rented, restoreRenter, withBoth } from "../support/periphery.ts"
import { planners } from "../support/planners.ts"
import { balance, HOUR } from "../support/rentals.ts"
import { networkHelpers } from "../support/sharedChain.ts"

const { loadFixture, setBalance, time } = networkHelpers
const FEE = 20_000n
/** Base units an hour, of which a second costs no whole number. */
const PRICE = 1_000_001n
const HALF = 1_800n
/** A refund of so many seconds raises the price of half an hour more by a unit after an hour, and lowers it after the longer time. */
const REFUNDED = 300n
const LONGER = 4_800n

type World = Awaited<ReturnType<typeof withBoth>>

const priceOfHalf = (from: bigint, refunded: bigint) =>
  cost(PRICE, from + HALF - refunded) - cost(PRICE, from - refunded)

for (const [library, sdk] of Object.entries(libraries)) {
  describe(`SDK: a refund in front of an extension, on ${library}`, () => {
    // The chain is another test's afterwards.
    afterEach(restoreRenter)

    const connect = planners[library as keyof typeof planners]

    /** A rental of the renter, who has dollars and no coins, and a relay. */
    async function context(duration: bigint) {
      const world = await loadFixture(withBoth)
      const { escrow, renter, token, router, stranger } = world
      await allow(renter, token, escrow)
      const { rental, id } = await rented(world, { pricePerHour: PRICE }, duration)
      await time.increase(1_200n)
      await setBalance(renter.account.address, 0n)
      const received: SignedPurchase[] = []
      const send = async (signed: SignedPurchase) => {
        received.push(signed)
        return (await sdk.sendPurchase(stranger, { signed })).hash
      }
      const actions = connect(interceptedNode().request, addressOf("renter"))
      const parameters = { escrow, rental, duration: duration + HALF }
      const plan = () => actions.planPayment({ verb: "extend", parameters, relay })
      const relay = relayThrough({ router, fee: FEE, send })
      return { world, rental, id, duration, actions, plan, relay, received }
    }

    const refundFirst = ({ escrow, host }: World, rental: Awaited<ReturnType<typeof context>>["rental"]) =>
      refund(host, { escrow, rental, refundedSeconds: REFUNDED })

    for (const [change, duration, moved] of [
      ["raises", HOUR, 1n],
      ["lowers", LONGER, -1n],
    ] as const) {
      it(`behavior: a refund that ${change} the price by a unit changes nothing of the plan, and what is not needed comes back`, async () => {
        const { world, rental, id, actions, plan, relay, received } = await context(duration)
        const before = priceOfHalf(duration, 0n)
        const after = priceOfHalf(duration, REFUNDED)
        expect(after - before, "moved").to.equal(moved)
        const planned = await plan()
        expect(planned.amount, "the plan's price").to.equal(before)
        expect(planned.steps[0], "the most that is signed").to.include({ amount: before + FEE + 1n })

        await refundFirst(world, rental)
        const dollars = await balance(world, addressOf("renter"))
        await actions.runPayment({ plan: planned, relay })
        expect(received[0]?.payment.value, "signed").to.equal(before + FEE + 1n)
        expect(dollars - (await balance(world, addressOf("renter"))), "paid").to.equal(after + FEE)
        const state = await getState(world.client, { escrow: world.escrow, id })
        expect([state.duration, state.refundedSeconds], "state").to.deep.equal([duration + HALF, REFUNDED])
        expect(await balance(world, world.router), "left in the router").to.equal(0n)
      })
    }

    it("behavior: a plan that is made after the refund shows the new price", async () => {
      const { world, rental, plan } = await context(HOUR)
      const before = await plan()
      await refundFirst(world, rental)
      const after = await plan()
      expect(after.amount - before.amount, "price").to.equal(1n)
      expect(after.steps[0]?.sentence, "sentence").to.match(/at most 0\.520002 USDC, including a fee of 0\.02 USDC/)
    })

    it("error: without that room, a value that was exact is refused before anything is signed", async () => {
      const { world, rental } = await context(HOUR)
      const { escrow, router, renter } = world
      const price = priceOfHalf(HOUR, 0n)
      const orders = [{ rental, duration: HOUR + HALF }]
      const terms = { escrow, router, payer: addressOf("renter"), orders, relayFee: FEE }
      const purchase = await sdk.preparePurchase(renter, { ...terms, verb: "extend", value: price + FEE })
      const way = "authorization"
      const early = await sdk.signPurchase(renter, { purchase, way })
      await refundFirst(world, rental)
      const short = { value: price + FEE, price: price + 1n, relayFee: FEE }
      await expectError(sdk.signPurchase(renter, { purchase, way }), ValueTooSmallError, short)

      // What was signed before is refused by the relayer, and by the router.
      const checking = { signed: early, escrow, router, relayer: addressOf("stranger") }
      const { refusals, price: shown } = await sdk.verifyPurchase(world.stranger, checking)
      expect(shown, "price").to.equal(price + 1n)
      expect(refusals.map(({ reason, error }) => [reason, error.args])).to.deep.equal([["value", short]])
      const failure = await failureOf(sdk.sendPurchase(world.stranger, { signed: early }))
      expect(failure, "sent all the same").to.have.property("code", "ValueTooSmall")
    })

    it("error: a rental that was stopped after the plan is named before anything is signed", async () => {
      const { world, rental, id, actions, plan, relay, received } = await context(HOUR)
      const planned = await plan()
      await restoreRenter()
      await sdk.stop(world.renter, { escrow: world.escrow, rental })
      const failure = await failureOf(actions.runPayment({ plan: planned, relay }))
      expect(failure).to.have.property("code", "WrongStatus")
      expect(failure).to.have.deep.property("args", { id, status: "Closed" })
      expect(received, "given out").to.deep.equal([])
    })

    it("behavior: the total of a mandate has a unit of room for each extension", async () => {
      const { world, rental } = await context(HOUR)
      const { escrow, mandateContract, renter, token, stranger, client } = world
      await restoreRenter()
      await allow(renter, token, mandateContract)
      const contracts = { escrow, mandateContract, rental }
      const mandate = await sdk.buildMandate(client, { ...contracts, until: HOUR + HALF })
      expect(mandate.maxTotal, "total").to.equal(priceOfHalf(HOUR, 0n) + 1n)
      const signed = await sdk.signMandate(renter, { ...contracts, mandate })
      await refundFirst(world, rental)
      const { next, status } = await sdk.checkMandate(client, { signed })
      expect([status, next?.amount], "checked").to.deep.equal(["waiting", mandate.maxTotal])
      await time.increaseTo(next?.dueAt ?? 0n)
      await sdk.executeMandate(stranger, { signed })
      expect(await sdk.getMandateSpent(client, { mandateContract, ...mandate }), "spent").to.equal(mandate.maxTotal)
    })
  })
}
