import { cost, findEvent, getState, idOf } from "@gpuflow/escrow"
import * as onEthers from "@gpuflow/escrow/ethers"
import {
  ContractNotFoundError,
  DuplicateOrderError,
  ForeignPayerError,
  getPurchaseWays,
  hashPurchase,
  MixedTokensError,
  NativeCoinError,
  OrderCountOutOfBoundsError,
  type PreparedPurchase,
  PurchaseChangedError,
  PurchaseExpiredError,
  PurchaseUsedError,
  type PurchaseWay,
  parsePurchase,
  preparePurchase,
  purchaseDigest,
  type SignedPurchase,
  sendPurchase,
  serializePurchase,
  signPurchase,
  ValueTooSmallError,
  verifyPurchase,
} from "@gpuflow/escrow/router"
import { expect } from "chai"
import { BrowserProvider } from "ethers"
import { keccak256, toHex, zeroAddress } from "viem"

import { expectError } from "../support/expectError.ts"
import { addressOf } from "../support/parties.ts"
import { allow, type RouterWorld, rented, withRouter } from "../support/periphery.ts"
import { HOUR, wantedDeposit } from "../support/rentals.ts"
import { networkHelpers, provider } from "../support/sharedChain.ts"

const { loadFixture, time } = networkHelpers
const browser = new BrowserProvider(provider, undefined, { cacheTimeout: -1 })
const FEE = 20_000n
const ways = ["authorization", "permit2"] as const satisfies readonly PurchaseWay[]

/** The purchase of an hour for the renter. */
async function prepared(world: RouterWorld, changes: Partial<preparePurchase.Parameters> = {}) {
  const { client, escrow, router, renter } = world
  const { rental, duration, hostSignature } = await wantedDeposit(world)
  return preparePurchase(client, {
    escrow,
    router,
    payer: renter.account.address,
    orders: [{ rental, duration, hostSignature }],
    relayFee: FEE,
    ...changes,
  })
}

const signed = async (world: RouterWorld, way: PurchaseWay = "authorization", purchase?: PreparedPurchase) =>
  signPurchase(world.renter, { purchase: purchase ?? (await prepared(world)), way })

function check(world: RouterWorld, purchase: SignedPurchase, changes: Partial<verifyPurchase.Parameters> = {}) {
  const { client, escrow, router, stranger } = world
  const relayer = stranger.account.address
  return verifyPurchase(client, { signed: purchase, escrow, router, relayer, minimumFee: FEE, ...changes })
}

describe("SDK: purchases", () => {
  for (const way of ways) {
    it(`default: a purchase by ${way} is signed, sent as JSON, checked, and carried out by another account`, async () => {
      const world = await loadFixture(withRouter)
      const { client, escrow, stranger, renter } = world
      const purchase = await prepared(world)
      const price = cost(purchase.orders[0]?.rental.offer.pricePerHour ?? 0n, HOUR)
      expect(purchase, "price").to.include({ price, value: price + FEE })

      const text = serializePurchase(await signed(world, way, purchase))
      const received = parsePurchase(text)
      expect(parsePurchase(serializePurchase(received)), "the same again").to.deep.equal(received)
      expect(await check(world, received), "checked").to.deep.equal({
        status: "acceptable",
        refusals: [],
        digest: purchase.digest,
        price,
        fee: FEE,
      })
      const { events } = await sendPurchase(stranger, { signed: received })

      const id = idOf(received.orders[0]?.rental ?? expect.fail("no order"))
      expect(findEvent(events, "Purchased")?.args, "Purchased").to.deep.equal({
        purchase: purchase.digest,
        id,
        payer: addressOf("renter"),
        relayer: addressOf("stranger"),
        duration: HOUR,
        amount: price,
      })
      expect(findEvent(events, "Deposited")?.args.id, "Deposited").to.equal(id)
      expect((await getState(client, { escrow, id })).status, "state").to.equal("Active")
      const again = await check(world, received)
      expect(
        again.refusals.map(({ reason }) => reason),
        "sent twice",
      ).to.include("used")
      await expectError(signPurchase(renter, { purchase, way }), PurchaseUsedError, {
        payer: addressOf("renter"),
        purchase: purchase.digest,
      })
    })

    it(`default: a purchase by ${way} on ethers has the same digests, and is carried out`, async () => {
      const world = await loadFixture(withRouter)
      const { escrow, router, renter, stranger } = world
      const onViem = await prepared(world)
      const payer = onEthers.rentalActions(await browser.getSigner(renter.account.address))
      const relayer = onEthers.rentalActions(await browser.getSigner(stranger.account.address))
      const { orders } = onViem
      const { validBefore } = onViem.purchase
      const terms = { escrow, router, payer: renter.account.address, orders, relayFee: FEE, validBefore }

      const purchase = await payer.preparePurchase(terms)
      expect(purchase, "as on viem").to.deep.equal(onViem)
      const { chainId } = purchase
      const digest = { router, chainId, purchase: purchase.purchase }
      expect(onEthers.purchaseDigest(digest), "digest").to.equal(purchaseDigest(digest))
      expect(onEthers.hashPurchase(purchase.purchase), "witness").to.equal(hashPurchase(purchase.purchase))
      const text = onEthers.serializePurchase(await payer.signPurchase({ purchase, way }))
      const received = onEthers.parsePurchase(text)
      expect(received, "as JSON").to.deep.equal(parsePurchase(text))
      const checked = await relayer.verifyPurchase({ signed: received, escrow, router, relayer: addressOf("stranger") })
      expect(checked.status, "checked").to.equal("acceptable")
      const { events } = await relayer.sendPurchase({ signed: received })
      expect(onEthers.findEvent(events, "Purchased")?.args.purchase, "Purchased").to.equal(purchase.digest)
    })
  }

  it("default: an extension is signed for one unit more, which comes back", async () => {
    const world = await loadFixture(withRouter)
    const { client, escrow, stranger, renter, token } = world
    await allow(renter, token, escrow)
    const { rental, id } = await rented(world)
    const purchase = await prepared(world, { verb: "extend", orders: [{ rental, duration: 2n * HOUR }] })
    expect(purchase.value - purchase.price - FEE, "room").to.equal(1n)
    await sendPurchase(stranger, { signed: await signed(world, "authorization", purchase) })
    expect((await getState(client, { escrow, id })).duration, "duration").to.equal(2n * HOUR)
  })

  it("default: the ways are read from the token and the account", async () => {
    const world = await loadFixture(withRouter)
    const purchase = await prepared(world)
    expect(await getPurchaseWays(world.client, { purchase }), "ways").to.deep.equal([
      { way: "authorization", available: true, needsPermit: false },
      { way: "permit2", available: true, needsPermit: true },
    ])
  })

  it("error: orders that no router takes are refused before anything is signed", async () => {
    const world = await loadFixture(withRouter)
    const { orders } = await prepared(world)
    const [order] = orders
    if (!order) throw new Error("There is no order.")
    const { rental } = order
    const native = { ...order, rental: { ...rental, offer: { ...rental.offer, token: zeroAddress } } }
    const mixed = { ...order, rental: { ...rental, offer: { ...rental.offer, token: world.escrow } } }
    const id = idOf(rental)
    await expectError(prepared(world, { orders: [] }), OrderCountOutOfBoundsError, {
      count: 0n,
      minimum: 1n,
      maximum: 64n,
    })
    const many = Array.from({ length: 65 }, (_, index) => ({
      ...order,
      rental: { ...rental, salt: keccak256(toHex(index)) },
    }))
    await expectError(prepared(world, { orders: many }), OrderCountOutOfBoundsError, {
      count: 65n,
      minimum: 1n,
      maximum: 64n,
    })
    await expectError(prepared(world, { orders: [native] }), NativeCoinError, {})
    await expectError(prepared(world, { orders: [order, mixed] }), MixedTokensError, {
      token: world.escrow,
      expected: world.token,
    })
    await expectError(prepared(world, { orders: [order, order] }), DuplicateOrderError, { id })
    await expectError(prepared(world, { validBefore: 1n }), PurchaseExpiredError, { validBefore: 1n })
    await expectError(prepared(world, { value: FEE }), ValueTooSmallError, {
      value: FEE,
      price: 1_500_000n,
      relayFee: FEE,
    })
    await expectError(prepared(world, { router: world.token }), ContractNotFoundError, { address: world.token })
  })

  it("error: a changed field is refused by a relayer before it pays for gas, whatever the way", async () => {
    const world = await loadFixture(withRouter)
    for (const way of ways) {
      const whole = await signed(world, way)
      const { payment, orders } = whole
      const changes: readonly (readonly [string, SignedPurchase, string])[] = [
        ["a higher fee", { ...whole, payment: { ...payment, relayFee: FEE + 1n } }, "value"],
        ["another relayer", { ...whole, payment: { ...payment, relayer: addressOf("stranger") } }, "signature"],
        ["a later expiry", { ...whole, payment: { ...payment, validBefore: payment.validBefore + 1n } }, "signature"],
        ["a higher value", { ...whole, payment: { ...payment, value: payment.value + 1n } }, "signature"],
        ["another payer", { ...whole, payment: { ...payment, payer: addressOf("payer") } }, "signature"],
        [
          "another duration",
          { ...whole, orders: orders.map((order) => ({ ...order, duration: order.duration - 1n })) },
          "signature",
        ],
        ["another chain", { ...whole, chainId: 1 }, "foreign"],
        ["another router", { ...whole, router: world.token }, "foreign"],
      ]
      for (const [name, changed, reason] of changes) {
        const { status, refusals } = await check(world, changed)
        expect(status, `${way}: ${name}`).to.equal("refused")
        expect(
          refusals.map((one) => one.reason),
          `${way}: ${name}`,
        ).to.include(reason)
      }
      const low = await check(world, whole, { minimumFee: FEE + 1n })
      expect(
        low.refusals.map(({ reason }) => reason),
        "fee",
      ).to.deep.equal(["fee"])
    }
  })

  it("error: a purchase is late, another account's, or changed before it is signed", async () => {
    const world = await loadFixture(withRouter)
    const purchase = await prepared(world)
    const way = "authorization"
    await expectError(signPurchase(world.payer, { purchase, way }), ForeignPayerError, {
      account: addressOf("payer"),
      payer: addressOf("renter"),
    })
    const changed = { ...purchase, purchase: { ...purchase.purchase, relayFee: 1n } }
    await expectError(signPurchase(world.renter, { purchase: changed, way }), PurchaseChangedError, {
      field: "digest",
      value: purchase.digest,
      expected: purchaseDigest({ router: world.router, chainId: purchase.chainId, purchase: changed.purchase }),
    })
    await time.increaseTo(purchase.purchase.validBefore)
    const { validBefore } = purchase.purchase
    await expectError(signPurchase(world.renter, { purchase, way }), PurchaseExpiredError, { validBefore })
  })
})
