// Several rentals in one signature, planned, signed, and sent by a relayer: all are paid, or none.
import { cost, decodeEvents, deposit, fundBond, getState, InvalidInputError, idOf, revokeOffers } from "@gpuflow/escrow"
import { signOffer } from "@gpuflow/escrow/offer"
import { parsePaymentPlan, RiskyTermsError, serializePlan } from "@gpuflow/escrow/plan"
import {
  DuplicateOrderError,
  MixedTokensError,
  NativeCoinError,
  OrderCountOutOfBoundsError,
  OrderRefusedError,
  type PurchaseOrder,
  parsePurchase,
  relayThrough,
  type SignedPurchase,
  serializePurchase,
} from "@gpuflow/escrow/router"
import { expect } from "chai"
import { type Hash, keccak256, parseEther, toHex } from "viem"
import { NATIVE } from "../support/escrow.ts"
import { expectError } from "../support/expectError.ts"
import { failureOf } from "../support/failureOf.ts"
import { interceptedNode } from "../support/interceptedNode.ts"
import { libraries } from "../support/libraries.ts"
import { addressOf } from "../support/parties.ts"
import {
  allow,
  describeDollar,
  mintDollars,
  type RouterWorld,
  restoreRenter,
  withRouter,
} from "../support/periphery.ts"
import { planners } from "../support/planners.ts"
import { balance, HOUR, makeOffer } from "../support/rentals.ts"
import { networkHelpers } from "../support/sharedChain.ts"

const { loadFixture, setBalance } = networkHelpers
const FEE = 20_000n
const PRICE = 1_500_000n
const PURSE = 10n ** 12n

const named = (text: string) => keccak256(toHex(text))

/** The renter has dollars and no native coin. */
async function withoutCoins() {
  const world = await loadFixture(withRouter)
  await setBalance(world.renter.account.address, 0n)
  return world
}

/** An hour of each machine. */
function ordersOf(
  world: RouterWorld,
  machines: readonly string[],
  terms: Parameters<typeof makeOffer>[1] = {},
): Promise<(PurchaseOrder & { readonly hostSignature: Hash })[]> {
  const { escrow, host, renter } = world
  return Promise.all(
    machines.map(async (name) => {
      const offer = await makeOffer(world, { startWindow: 0n, machine: named(name), ...terms })
      const rental = { offer, renter: renter.account.address, salt: named(`order of ${name}`) }
      return { rental, duration: HOUR, hostSignature: await signOffer(host, { escrow, offer }) }
    }),
  )
}

const machines = ["first", "second", "third"]

/** Another account takes the machine of an order, for a rental of its own. */
async function take(world: RouterWorld, { rental: { offer }, hostSignature }: PurchaseOrder, duration = HOUR) {
  const { escrow, payer, token } = world
  await mintDollars(world.dollar, addressOf("payer"))
  await allow(payer, token, escrow)
  if (!hostSignature) throw new Error("The order has no signature.")
  const rental = { offer, renter: addressOf("payer"), salt: named("another order") }
  await deposit(payer, { escrow, rental, duration, hostSignature })
}

for (const [library, sdk] of Object.entries(libraries)) {
  describe(`SDK: several rentals in one signature, on ${library}`, () => {
    // The chain is another test's afterwards.
    afterEach(restoreRenter)

    const connect = planners[library as keyof typeof planners]

    const actionsOf = ({ renter }: RouterWorld) => {
      const { asked, request } = interceptedNode()
      return { ...connect(request, renter.account.address), signatures: () => asked.filter((one) => /sign/i.test(one)) }
    }

    /** A relay, and what its relayer got. `between` happens after the signature, before the relayer looks at it. */
    function relayOf(world: RouterWorld, between?: () => Promise<void>) {
      const { escrow, router, stranger } = world
      const received: SignedPurchase[] = []
      const send = async (given: SignedPurchase): Promise<Hash> => {
        const signed = parsePurchase(serializePurchase(given))
        received.push(signed)
        await between?.()
        const relayer = stranger.account.address
        const { refusals } = await sdk.verifyPurchase(stranger, { signed, escrow, router, relayer, minimumFee: FEE })
        if (refusals[0]) throw refusals[0].error
        return (await sdk.sendPurchase(stranger, { signed })).hash
      }
      return { received, relay: relayThrough({ router, fee: FEE, send }) }
    }

    const statusOf = async ({ client, escrow }: RouterWorld, { rental }: PurchaseOrder) =>
      (await getState(client, { escrow, id: idOf(rental) })).status

    for (const way of ["authorization", "permit2"] as const) {
      it(`default: three machines are planned, signed once by ${way}, and all run`, async () => {
        const world = await withoutCoins()
        const { escrow, token } = world
        if (way === "permit2") await describeDollar(world.dollar, addressOf("owner"), { hasAuthorizations: false })
        const actions = actionsOf(world)
        const { relay, received } = relayOf(world)
        const orders = await ordersOf(world, machines)

        const plan = await actions.planPayment({ verb: "rent", parameters: { escrow, orders }, relay })
        const permit = way === "permit2" ? ["permit"] : []
        expect(plan.steps.map(({ kind }) => kind)).to.deep.equal([...permit, "sign", "relay"])
        expect(plan, "price").to.include({ token, amount: 3n * PRICE })
        expect(plan.steps.at(-2)?.sentence, "what is signed").to.equal(
          "Sign a payment of at most 4.52 USDC for 3 rentals, including a fee of 0.02 USDC for the relayer. You need no POL.",
        )
        const kept = parsePaymentPlan(serializePlan(plan))
        expect(kept, "as JSON").to.deep.equal(plan)
        const { events, receipt } = await actions.runPayment({ plan: kept, relay })

        const deposited = events.flatMap((event) => (event.eventName === "Deposited" ? [event.args.id] : []))
        expect(deposited, "deposits").to.deep.equal(orders.map(({ rental }) => idOf(rental)))
        expect(decodeEvents({ escrow, logs: receipt.logs }), "events").to.deep.equal(events)
        for (const order of orders) expect(await statusOf(world, order), "state").to.equal("Active")
        expect(PURSE - (await balance(world, addressOf("renter"))), "paid").to.equal(3n * PRICE + FEE)
        expect(await balance(world, world.router), "left in the router").to.equal(0n)
        expect(received.length, "purchases").to.equal(1)
        expect(actions.signatures().length, "signatures").to.equal(1 + permit.length)
      })
    }

    it("error: of three machines one is taken: the plan names it, and without it the others are paid", async () => {
      const world = await withoutCoins()
      const { client, escrow, host } = world
      const actions = actionsOf(world)
      const { relay } = relayOf(world)
      const orders = await ordersOf(world, machines)
      const [first, second, third] = orders
      if (!first || !second || !third) throw new Error("There are fewer orders.")
      await take(world, second)
      const { busyUntil } = await sdk.getMachine(client, {
        escrow,
        host: host.account.address,
        machine: named("second"),
      })

      const call = { verb: "rent", parameters: { escrow, orders } } as const
      const error = await expectError(actions.planPayment({ ...call, relay }), OrderRefusedError, {
        index: 1,
        id: idOf(second.rental),
        code: "MachineBusy",
      })
      expect(error.cause, "cause").to.include({ code: "MachineBusy" }).and.to.have.deep.property("args", { busyUntil })
      expect(JSON.parse(JSON.stringify(error)).cause.code, "as JSON").to.equal("MachineBusy")
      expect(actions.signatures(), "signatures").to.deep.equal([])

      const rest = { verb: "rent", parameters: { escrow, orders: [first, third] } } as const
      await actions.runPayment({ plan: await actions.planPayment({ ...rest, relay }), relay })
      expect(await statusOf(world, first), "first").to.equal("Active")
      expect(await statusOf(world, third), "third").to.equal("Active")
    })

    it("error: a machine that is taken after the plan is named before anything is signed", async () => {
      const world = await withoutCoins()
      const { escrow } = world
      const actions = actionsOf(world)
      const { relay, received } = relayOf(world)
      const orders = await ordersOf(world, machines)
      const [, , third] = orders
      if (!third) throw new Error("There are fewer orders.")
      const plan = await actions.planPayment({ verb: "rent", parameters: { escrow, orders }, relay })
      await take(world, third)

      await expectError(actions.runPayment({ plan, relay }), OrderRefusedError, {
        index: 2,
        id: idOf(third.rental),
        code: "MachineBusy",
      })
      expect(actions.signatures(), "signatures").to.deep.equal([])
      expect(received, "purchases").to.deep.equal([])
    })

    it("error: a machine that is taken after the signature costs nobody anything, and the rest is signed again", async () => {
      const world = await withoutCoins()
      const { escrow, router, stranger } = world
      const actions = actionsOf(world)
      const orders = await ordersOf(world, machines)
      const [first, second, third] = orders
      if (!first || !second || !third) throw new Error("There are fewer orders.")
      let isTaken = false
      const { relay, received } = relayOf(world, async () => {
        if (isTaken) return
        isTaken = true
        await take(world, second)
      })
      const relayerHad = await balance(world, addressOf("stranger"))
      const plan = await actions.planPayment({ verb: "rent", parameters: { escrow, orders }, relay })

      const refused = await failureOf(actions.runPayment({ plan, relay }))
      expect(refused, "what the relayer says").to.have.property("code", "MachineBusy")
      const [signed] = received
      if (!signed) throw new Error("The relayer got nothing.")
      const relayer = addressOf("stranger")
      const check = await sdk.verifyPurchase(stranger, { signed, escrow, router, relayer })
      expect(check.refusals.map(({ reason, error }) => [reason, error.code])).to.deep.equal([["rental", "MachineBusy"]])
      const reverted = await failureOf(sdk.sendPurchase(stranger, { signed }))
      expect(reverted, "sent all the same").to.have.property("code", "MachineBusy")
      for (const order of orders) expect(await statusOf(world, order), "state").to.equal("None")
      expect(await balance(world, addressOf("renter")), "dollars").to.equal(PURSE)
      expect(await balance(world, addressOf("stranger")), "the relayer's").to.equal(relayerHad)

      // The same salts: if the machine were free again, only one of the two purchases could be paid.
      const rest = { verb: "rent", parameters: { escrow, orders: [first, third] } } as const
      await actions.runPayment({ plan: await actions.planPayment({ ...rest, relay }), relay })
      expect(await statusOf(world, first), "first").to.equal("Active")
      expect(await statusOf(world, third), "third").to.equal("Active")
      expect(PURSE - (await balance(world, addressOf("renter"))), "paid").to.equal(2n * PRICE + FEE)
    })

    it("behavior: a rental of the cluster that another account took for less time is extended with the rest", async () => {
      const world = await withoutCoins()
      const { client, escrow, payer, token } = world
      const actions = actionsOf(world)
      const { relay } = relayOf(world)
      const orders = await ordersOf(world, machines)
      const [, second] = orders
      if (!second) throw new Error("There are fewer orders.")
      const plan = await actions.planPayment({ verb: "rent", parameters: { escrow, orders }, relay })
      await mintDollars(world.dollar, addressOf("payer"))
      await allow(payer, token, escrow)
      await deposit(payer, { escrow, ...second, duration: 600n })

      await actions.runPayment({ plan, relay })
      for (const { rental } of orders) {
        const { status, duration } = await getState(client, { escrow, id: idOf(rental) })
        expect([status, duration], "state").to.deep.equal(["Active", HOUR])
      }
      const given = cost(second.rental.offer.pricePerHour, 600n)
      expect(PURSE - (await balance(world, addressOf("renter"))), "paid").to.equal(3n * PRICE + FEE - given)
    })

    it("error: an offer that was revoked, and one whose bond is missing, are named with the escrow's error", async () => {
      const world = await withoutCoins()
      const { client, escrow, router, host } = world
      const payer = addressOf("renter")
      const prepare = (orders: readonly PurchaseOrder[]) =>
        sdk.preparePurchase(client, { escrow, router, payer, orders, relayFee: FEE })
      const orders = await ordersOf(world, machines)
      const [first] = orders
      if (!first) throw new Error("There are fewer orders.")
      const [bonded] = await ordersOf(world, ["bonded"], { bond: 2_000_000n })
      if (!bonded) throw new Error("There is no bonded order.")
      await expectError(prepare([...orders, bonded]), OrderRefusedError, {
        index: 3,
        id: idOf(bonded.rental),
        code: "InsufficientBond",
      })
      await revokeOffers(host, { escrow, machine: named("first") })
      await expectError(prepare(orders), OrderRefusedError, { index: 0, id: idOf(first.rental), code: "WrongNonce" })
      // Alone, an order is refused with the escrow's own error.
      expect(await failureOf(prepare([first])), "alone").to.have.property("code", "WrongNonce")
    })

    it("error: a bond that covers one of two rentals is named, and the signature is not given out", async () => {
      const world = await withoutCoins()
      const { escrow, host, token } = world
      await mintDollars(world.dollar, addressOf("host"))
      await allow(host, token, escrow)
      await fundBond(host, { escrow, token, amount: 3_000_000n })
      const actions = actionsOf(world)
      const { relay, received } = relayOf(world)
      const orders = await ordersOf(world, ["first", "second"], { bond: 2_000_000n })
      const plan = await actions.planPayment({ verb: "rent", parameters: { escrow, orders }, relay })
      const error = await failureOf(actions.runPayment({ plan, relay }))
      expect(error).to.have.property("code", "InsufficientBond")
      expect(error).to.have.deep.property("args", { free: 1_000_000n, required: 2_000_000n })
      expect(received, "given out").to.deep.equal([])
    })

    it("error: orders that cannot be paid together are refused by name, before anything is signed", async () => {
      const world = await withoutCoins()
      const { escrow, token } = world
      const actions = actionsOf(world)
      const { relay } = relayOf(world)
      const plan = (orders: readonly PurchaseOrder[]) =>
        actions.planPayment({ verb: "rent", parameters: { escrow, orders }, relay })
      const [first, second] = await ordersOf(world, ["first", "second"])
      const [native] = await ordersOf(world, ["native"], { token: NATIVE, pricePerHour: parseEther("1") })
      if (!first || !second || !native) throw new Error("There are fewer orders.")
      await expectError(plan([]), OrderCountOutOfBoundsError, { count: 0n, minimum: 1n, maximum: 64n })
      await expectError(plan([first, first]), DuplicateOrderError, { id: idOf(first.rental) })
      const other = { ...first, rental: { ...first.rental, salt: named("another salt") } }
      await expectError(plan([first, other]), DuplicateOrderError, { id: idOf(other.rental) })
      await expectError(plan([native]), NativeCoinError, {})
      const mixed = { ...second, rental: { ...second.rental, offer: { ...second.rental.offer, token: escrow } } }
      await expectError(plan([first, mixed]), MixedTokensError, { token: escrow, expected: token })
      expect(actions.signatures(), "signatures").to.deep.equal([])
    })

    it("error: without a relay there is no way to pay for several rentals at once", async () => {
      const world = await withoutCoins()
      const { escrow } = world
      const orders = await ordersOf(world, machines)
      const planning = actionsOf(world).planPayment({ verb: "rent", parameters: { escrow, orders } })
      await expectError(planning, InvalidInputError, {
        field: "relay",
        value: undefined,
        expected: "what `relayThrough` returns",
      })
    })

    it("error: a risky term of one rental is refused, unless it is accepted", async () => {
      const world = await withoutCoins()
      const { escrow } = world
      const actions = actionsOf(world)
      const { relay } = relayOf(world)
      const orders = [
        ...(await ordersOf(world, ["first"])),
        ...(await ordersOf(world, ["second"], { minDuration: 600n })),
      ]
      const call = { verb: "rent", parameters: { escrow, orders }, relay } as const
      const error = await failureOf(actions.planPayment(call))
      expect(error, "refused").to.be.instanceOf(RiskyTermsError)
      expect(error).to.have.nested.property("args.term", "commitment")
      const plan = await actions.planPayment({ ...call, accept: ["commitment"] })
      expect(plan.steps.map(({ kind }) => kind)).to.deep.equal(["sign", "relay"])
    })
  })
}
