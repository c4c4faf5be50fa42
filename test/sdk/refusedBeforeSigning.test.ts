// Bad purchases and mandates: each has its own error, and the wallet is asked for nothing.
import { idOf } from "@gpuflow/escrow"
import { signOffer } from "@gpuflow/escrow/offer"
import type { PreparedPurchase, PurchaseOrder, PurchaseWay, SignedPurchase } from "@gpuflow/escrow/router"
import { expect } from "chai"
import { type Address, concat, createWalletClient, custom, keccak256, toHex, zeroAddress } from "viem"
import { polygon } from "viem/chains"
import { argsOf } from "../support/argsOf.ts"
import { failureOf } from "../support/failureOf.ts"
import { interceptedNode } from "../support/interceptedNode.ts"
import { libraries } from "../support/libraries.ts"
import { addressOf } from "../support/parties.ts"
import { allow, rented, restoreRenter, withBoth } from "../support/periphery.ts"
import { HOUR, makeOffer, makeRental, wantedDeposit } from "../support/rentals.ts"
import { chain, networkHelpers } from "../support/sharedChain.ts"

const { loadFixture, setCode, time } = networkHelpers
const FEE = 20_000n
const PRICE = 1_500_000n
const PROMPTS = /^eth_(sign|send)|^wallet_/
/** A signature as an account that is not deployed yet gives it. */
const UNDEPLOYED = concat(["0x00", toHex("deployment and signature"), `0x${"6492".repeat(16)}`])

type Both = Awaited<ReturnType<typeof withBoth>>
type Sdk = (typeof libraries)["viem"]

/** The renter's wallet, and what it was asked for. `answer` stands for its signature. */
function renterOf({ renter }: Both, answer?: string) {
  const { asked, request } = interceptedNode((method, _params, pass) =>
    answer !== undefined && method === "eth_signTypedData_v4" ? answer : pass(),
  )
  const { address: account } = renter.account
  const wallet = createWalletClient({ account, chain: polygon, transport: custom({ request }, { retryCount: 0 }) })
  return { wallet, prompts: () => asked.filter((method) => PROMPTS.test(method)) }
}

async function context(sdk: Sdk, world: Both) {
  const { escrow, router } = world
  const { rental, duration, hostSignature } = await wantedDeposit(world)
  const order: PurchaseOrder = { rental, duration, hostSignature }
  const given = renterOf(world)
  const { wallet } = given
  const prepare = (changes: Partial<Parameters<Sdk["preparePurchase"]>[1]> = {}) =>
    sdk.preparePurchase(wallet, {
      ...{ escrow, router, payer: addressOf("renter"), orders: [order], relayFee: FEE },
      ...changes,
    })
  const sign = (purchase: PreparedPurchase, way: PurchaseWay) => sdk.signPurchase(wallet, { purchase, way })
  /** A purchase whose terms change after it was prepared. */
  const signChanged = (way: PurchaseWay, change: (purchase: PreparedPurchase) => Partial<PreparedPurchase>) =>
    prepare().then((purchase) => sign({ ...purchase, ...change(purchase) }, way))
  return { ...given, sdk, world, order, prepare, sign, signChanged }
}

type Context = Awaited<ReturnType<typeof context>>
type Refusal = readonly [code: string, args?: object]

/** The order, with other terms that the host signed. */
async function otherOrder({ world, order }: Context, token: Address): Promise<PurchaseOrder> {
  const offer = { ...order.rental.offer, token }
  const hostSignature = await signOffer(world.host, { escrow: world.escrow, offer, check: false })
  return { ...order, rental: makeRental(world, offer, "another token"), hostSignature }
}

/** An order that waits for its host, and how another account pays for it, for less time. */
async function waitingOrder({ sdk, world, order: { rental, duration } }: Context) {
  const { escrow, host, renter, token } = world
  const waiting = { ...rental, offer: { ...rental.offer, startWindow: HOUR } }
  const hostSignature = await signOffer(host, { escrow, offer: waiting.offer })
  const order: PurchaseOrder = { rental: waiting, duration, hostSignature }
  const paidDuration = duration - 1n
  const shorter: Refusal = ["ShorterRentalExists", { id: idOf(waiting), duration, paidDuration }]
  const payLess = async () => {
    await allow(renter, token, escrow)
    await sdk.deposit(renter, { escrow, rental: waiting, duration: paidDuration, hostSignature })
  }
  return { order, shorter, payLess }
}

const otherSalts = (order: PurchaseOrder, count: number): PurchaseOrder[] =>
  Array.from({ length: count }, (_, index) => ({
    ...order,
    rental: { ...order.rental, salt: keccak256(toHex(index)) },
  }))

/** A router of another escrow. */
async function foreignRouter({ world }: Context) {
  const { address } = await chain.deploy("RentalRouter", [world.token, world.permit2])
  return address
}

type PurchaseCase = (given: Context, way: PurchaseWay) => Promise<readonly [Promise<unknown>, Refusal]>

const purchases: Readonly<Record<string, PurchaseCase>> = {
  "a token without a market": async (given) => {
    const token = (await chain.deploy("UsdcToken", [])).address
    return [given.prepare({ orders: [await otherOrder(given, token)] }), ["MarketNotOpen", { token }]]
  },
  "an address without a token": async (given) => {
    const token = addressOf("stranger")
    return [given.prepare({ orders: [await otherOrder(given, token)] }), ["MarketNotOpen", { token }]]
  },
  "a token that the orders do not name": async ({ world, signChanged }, way) => {
    const token = (await chain.deploy("UsdcToken", [])).address
    return [
      signChanged(way, () => ({ token })),
      ["PurchaseChanged", { field: "token", value: token, expected: world.token }],
    ]
  },
  "a Permit2 that is not the router's": async ({ world, signChanged }, way) => {
    const permit2 = world.escrow
    return [
      signChanged(way, () => ({ permit2 })),
      ["PurchaseChanged", { field: "permit2", value: permit2, expected: world.permit2 }],
    ]
  },
  "mixed tokens": async (given) => {
    const { prepare, order, world } = given
    const token = world.escrow
    const orders = [order, { ...order, rental: { ...order.rental, offer: { ...order.rental.offer, token } } }]
    return [prepare({ orders }), ["MixedTokens", { token, expected: world.token }]]
  },
  "tokens that are mixed afterwards": async ({ order, world, signChanged }, way) => {
    const token = world.escrow
    const orders = [order, { ...order, rental: { ...order.rental, offer: { ...order.rental.offer, token } } }]
    return [signChanged(way, () => ({ orders })), ["MixedTokens", { token, expected: world.token }]]
  },
  "no order": async ({ prepare }) => [
    prepare({ orders: [] }),
    ["OrderCountOutOfBounds", { count: 0n, minimum: 1n, maximum: 64n }],
  ],
  "orders that are left out afterwards": async ({ signChanged }, way) => [
    signChanged(way, () => ({ orders: [] })),
    ["OrderCountOutOfBounds", { count: 0n, minimum: 1n, maximum: 64n }],
  ],
  "too many orders": async ({ prepare, order }) => [
    prepare({ orders: otherSalts(order, 65) }),
    ["OrderCountOutOfBounds", { count: 65n, minimum: 1n, maximum: 64n }],
  ],
  "too many orders for an extension": async ({ prepare, order }) => [
    prepare({ verb: "extend", orders: otherSalts(order, 2) }),
    ["OrderCountOutOfBounds", { count: 2n, minimum: 1n, maximum: 1n }],
  ],
  "one rental twice": async ({ prepare, order }) => [
    prepare({ orders: [order, order] }),
    ["DuplicateOrder", { id: idOf(order.rental) }],
  ],
  "a rental without a duration": async ({ prepare, order }) => [
    prepare({ orders: [{ rental: order.rental } as PurchaseOrder] }),
    ["InvalidInput"],
  ],
  "a rental without the host's signature": async ({ prepare, order }) => [
    prepare({ orders: [{ rental: order.rental, duration: order.duration }] }),
    [
      "InvalidInput",
      { field: "orders[0].hostSignature", value: undefined, expected: "the host's signature of the offer" },
    ],
  ],
  "a duration above the offer's": async ({ prepare, order }) => [
    prepare({ orders: [{ ...order, duration: 25n * HOUR }] }),
    ["DurationOutOfBounds"],
  ],
  "an expiry in the past": async ({ prepare }) => [
    prepare({ validBefore: 1n }),
    ["PurchaseExpired", { validBefore: 1n }],
  ],
  "a purchase that expired since": async ({ prepare, sign }, way) => {
    const purchase = await prepare()
    const { validBefore } = purchase.purchase
    await time.increaseTo(validBefore)
    return [sign(purchase, way), ["PurchaseExpired", { validBefore }]]
  },
  "a purchase that was paid": async ({ sdk, world, prepare, sign }, way) => {
    const purchase = await prepare()
    const signed = await sdk.signPurchase(world.renter, { purchase, way })
    await sdk.sendPurchase(world.stranger, { signed })
    return [sign(purchase, way), ["PurchaseUsed", { payer: addressOf("renter"), purchase: purchase.digest }]]
  },
  "a rental that was paid": async ({ prepare, order, world, sign }, way) => {
    const purchase = await prepare()
    await allow(world.renter, world.token, world.escrow)
    await rented(world)
    return [sign(purchase, way), ["RentalExists", { id: idOf(order.rental) }]]
  },
  "a rental that was paid for less time and waits for its host": async (given, way) => {
    const { prepare, sign } = given
    const { order, shorter, payLess } = await waitingOrder(given)
    const purchase = await prepare({ orders: [order] })
    await payLess()
    return [sign(purchase, way), shorter]
  },
  "a rental that was paid for less time and is over": async (given) => {
    const { sdk, prepare, world } = given
    const { order, shorter, payLess } = await waitingOrder(given)
    await payLess()
    await sdk.stop(world.renter, { escrow: world.escrow, rental: order.rental })
    return [prepare({ orders: [order] }), shorter]
  },
  "another account's purchase": async ({ signChanged }, way) => [
    signChanged(way, () => ({ payer: addressOf("payer") })),
    ["ForeignPayer", { account: addressOf("renter"), payer: addressOf("payer") }],
  ],
  "another chain": async ({ signChanged }, way) => [
    signChanged(way, () => ({ chainId: 1 })),
    ["WrongChain", { chainId: 137, expected: 1 }],
  ],
  "a router of another escrow": async (given) => {
    const router = await foreignRouter(given)
    const { token, escrow } = given.world
    return [
      given.prepare({ router }),
      ["ForeignContract", { address: router, field: "escrow", value: token, expected: escrow }],
    ]
  },
  "a router that is another afterwards": async (given, way) => {
    const router = await foreignRouter(given)
    const { token, escrow } = given.world
    return [
      given.signChanged(way, () => ({ router })),
      ["ForeignContract", { address: router, field: "escrow", value: token, expected: escrow }],
    ]
  },
  "a router without code": async ({ prepare }) => [
    prepare({ router: addressOf("stranger") }),
    ["ContractNotFound", { address: addressOf("stranger") }],
  ],
  "an escrow that is another afterwards": async ({ signChanged, world }, way) => [
    signChanged(way, () => ({ escrow: world.token })),
    ["ForeignContract", { address: world.router, field: "escrow", value: world.escrow, expected: world.token }],
  ],
  "a fee above the one that was shown": async ({ signChanged }, way) => [
    signChanged(way, ({ purchase }) => ({ purchase: { ...purchase, relayFee: FEE + 1n } })),
    ["PurchaseChanged"],
  ],
  "another relayer than the one that was shown": async ({ signChanged }, way) => [
    signChanged(way, ({ purchase }) => ({ purchase: { ...purchase, relayer: addressOf("stranger") } })),
    ["PurchaseChanged"],
  ],
  "a longer duration than the one that was shown": async ({ signChanged, order }, way) => [
    signChanged(way, () => ({ orders: [{ ...order, duration: 2n * HOUR }] })),
    ["PurchaseChanged"],
  ],
  "a value that is too small": async ({ prepare }) => [
    prepare({ value: PRICE + FEE - 1n }),
    ["ValueTooSmall", { value: PRICE + FEE - 1n, price: PRICE, relayFee: FEE }],
  ],
  "a value that is too small afterwards": async ({ signChanged }, way) => [
    signChanged(way, () => ({ value: PRICE + FEE - 1n })),
    ["ValueTooSmall", { value: PRICE + FEE - 1n, price: PRICE, relayFee: FEE }],
  ],
  "a value that the payer does not have": async ({ signChanged }, way) => [
    signChanged(way, () => ({ value: 10n ** 15n })),
    ["InsufficientBalance", { balance: 10n ** 12n, required: 10n ** 15n }],
  ],
  "an account whose code checks no signatures": async ({ prepare, sign, world }, way) => {
    const purchase = await prepare()
    await setCode(addressOf("renter"), concat(["0xef0100", world.token]))
    return [sign(purchase, way), ["AccountCannotSign", { account: addressOf("renter") }]]
  },
  "native coins": async ({ prepare, order }) => [
    prepare({
      orders: [{ ...order, rental: { ...order.rental, offer: { ...order.rental.offer, token: zeroAddress } } }],
    }),
    ["NativeCoin", {}],
  ],
  "native coins afterwards": async ({ signChanged, order }, way) => [
    signChanged(way, () => ({
      orders: [{ ...order, rental: { ...order.rental, offer: { ...order.rental.offer, token: zeroAddress } } }],
    })),
    ["NativeCoin", {}],
  ],
}

/** A running rental of an hour, and a mandate for it up to three. */
async function mandateContext(sdk: Sdk, world: Both) {
  const { escrow, mandateContract, renter, token } = world
  await allow(renter, token, escrow)
  const { rental, id } = await rented(world)
  const given = renterOf(world)
  const contracts = { escrow, mandateContract, rental }
  const mandate = await sdk.buildMandate(given.wallet, { ...contracts, until: 3n * HOUR, step: HOUR })
  const sign = (
    changes: Partial<typeof mandate> = {},
    others: Partial<Omit<Parameters<Sdk["signMandate"]>[1], "mandate">> = {},
  ) => sdk.signMandate(given.wallet, { ...contracts, ...others, mandate: { ...mandate, ...changes } })
  return { ...given, sdk, world, rental, id, mandate, sign }
}

type MandateContext = Awaited<ReturnType<typeof mandateContext>>

const mandates: Readonly<Record<string, (given: MandateContext) => Promise<readonly [Promise<unknown>, Refusal]>>> = {
  "another rental": async ({ sign, id }) => [
    sign({ rentalId: keccak256(id) }),
    ["WrongRental", { id, expected: keccak256(id) }],
  ],
  "another renter than the rental's": async ({ sign }) => [
    sign({ renter: addressOf("payer") }),
    ["NotRentalsRenter", { signer: addressOf("payer"), renter: addressOf("renter") }],
  ],
  "another account than the renter": async ({ sdk, world, mandate, rental }) => {
    const { escrow, mandateContract, payer } = world
    return [
      sdk.signMandate(payer, { escrow, mandateContract, mandate, rental }),
      ["ForeignRenter", { account: addressOf("payer"), renter: addressOf("renter") }],
    ]
  },
  "native coins": async ({ sdk, wallet, world, mandate, rental }) => {
    const { escrow, mandateContract } = world
    const native = { ...rental, offer: { ...rental.offer, token: zeroAddress } }
    const named = { ...mandate, rentalId: idOf(native) }
    return [sdk.signMandate(wallet, { escrow, mandateContract, mandate: named, rental: native }), ["NativeCoin", {}]]
  },
  "a step of zero": async ({ sign }) => [sign({ step: 0n }), ["ZeroStep", {}]],
  "a window in which nothing is ever due": async ({ sign }) => [
    sign({ extendBefore: 1n }),
    ["ExtendBeforeTooShort", { extendBefore: 1n, minimum: 2n }],
  ],
  "an expiry in the past": async ({ sign }) => [sign({ expiry: 1n }), ["MandateExpired", { expiry: 1n }]],
  "an expiry before the first extension is due": async ({ sdk, world, sign, id, mandate: { extendBefore } }) => {
    const { since, duration } = await sdk.getState(world.client, { escrow: world.escrow, id })
    const dueAt = since + duration + 1n - extendBefore
    return [sign({ expiry: dueAt }), ["MandateExpired", { expiry: dueAt }]]
  },
  "an epoch that is not the renter's": async ({ sign }) => [
    sign({ epoch: 7n }),
    ["WrongMandateEpoch", { epoch: 7n, current: 0n }],
  ],
  "every mandate revoked": async ({ sdk, world, sign }) => {
    const { mandateContract, renter } = world
    await sdk.revokeAllMandates(renter, { mandateContract })
    return [sign(), ["WrongMandateEpoch", { epoch: 0n, current: 1n }]]
  },
  "a salt that was revoked": async ({ sdk, world, sign, mandate: { salt } }) => {
    const { mandateContract, renter } = world
    await sdk.revokeMandate(renter, { mandateContract, salt })
    return [sign(), ["SaltRevoked", { renter: addressOf("renter"), salt }]]
  },
  "a total below one extension": async ({ sign }) => [
    sign({ maxTotal: PRICE - 1n }),
    ["MandateExhausted", { amount: PRICE, left: PRICE - 1n }],
  ],
  "a total below the wanted time": async ({ sign }) => [
    sign({ maxTotal: 2n * PRICE - 1n }, { until: 3n * HOUR }),
    ["MandateTooSmall", { left: 2n * PRICE - 1n, required: 2n * PRICE }],
  ],
  "more time than the offer allows": async ({ sign }) => [
    sign({}, { until: 25n * HOUR }),
    ["DurationOutOfBounds", { duration: 25n * HOUR, minimum: HOUR + 1n, maximum: 24n * HOUR }],
  ],
  "a rental that lasts as long as it may": async ({ sdk, world, rental, sign }) => {
    await sdk.extend(world.renter, { escrow: world.escrow, rental, duration: 24n * HOUR })
    return [sign(), ["FullyExtended", { maxDuration: 24n * HOUR }]]
  },
  "a rental that has ended": async ({ sdk, world, rental, id, sign }) => {
    await sdk.stop(world.renter, { escrow: world.escrow, rental })
    return [sign(), ["WrongStatus", { id, status: "Closed" }]]
  },
  "a rental that does not exist": async ({ sdk, wallet, world, mandate }) => {
    const { escrow, mandateContract } = world
    const rental = makeRental(world, await makeOffer(world), "never paid")
    const id = idOf(rental)
    return [
      sdk.signMandate(wallet, { escrow, mandateContract, rental, mandate: { ...mandate, rentalId: id } }),
      ["WrongStatus", { id, status: "None" }],
    ]
  },
  "a value that its type cannot hold": async ({ sign }) => [sign({ maxTotal: 2n ** 96n }), ["InvalidInput"]],
  "a contract of another escrow": async ({ world, sign }) => {
    const { address } = await chain.deploy("RentalMandate", [world.token])
    return [
      sign({}, { mandateContract: address }),
      ["ForeignContract", { address, field: "escrow", value: world.token, expected: world.escrow }],
    ]
  },
  "an address without the contract": async ({ sign }) => [
    sign({}, { mandateContract: addressOf("stranger") }),
    ["ContractNotFound", { address: addressOf("stranger") }],
  ],
}

/** Expects the error's code and arguments, and what the wallet was asked for, if that counts: nothing. */
async function expectRefused(action: Promise<unknown>, [code, args]: Refusal, prompts?: () => string[]) {
  const error = await failureOf(action)
  expect(error, String(error)).to.have.property("code", code)
  if (args) expect(argsOf(error), "arguments").to.deep.equal(argsOf({ args }))
  if (prompts) expect(prompts(), "asked").to.deep.equal([])
}

for (const [library, sdk] of Object.entries(libraries)) {
  describe(`SDK: bad input of purchases and mandates, on ${library}`, () => {
    // The chain is another test's afterwards.
    afterEach(restoreRenter)

    for (const [name, purchase] of Object.entries(purchases)) {
      it(`error: a purchase with ${name} is refused before it is signed`, async () => {
        for (const way of ["authorization", "permit2"] as const) {
          const given = await context(sdk, await loadFixture(withBoth))
          const [action, refusal] = await purchase(given, way)
          await expectRefused(action, refusal, given.prompts)
          await restoreRenter()
        }
      })
    }

    it("error: a purchase signed by an account that is not deployed is not given out", async () => {
      const world = await loadFixture(withBoth)
      const { prepare } = await context(sdk, world)
      const purchase = await prepare()
      const { wallet } = renterOf(world, UNDEPLOYED)
      for (const way of ["authorization", "permit2"] as const) {
        const action = sdk.signPurchase(wallet, { purchase, way, permit: "0x" })
        await expectRefused(action, ["UndeployedPayer", { payer: addressOf("renter") }])
      }
    })

    it("error: a purchase that the account's code refuses is not given out", async () => {
      const world = await loadFixture(withBoth)
      const { prepare, sign } = await context(sdk, world)
      const purchase = await prepare()
      // The code accepts another key's signatures alone.
      const { address } = await chain.deploy("KeyWallet", [addressOf("stranger")])
      await setCode(addressOf("renter"), concat(["0xef0100", address]))
      await expectRefused(sign(purchase, "authorization"), ["PaymentRefused"])
    })

    it("error: a relayer refuses a signature of an account that is not deployed, and one for another fee", async () => {
      const world = await loadFixture(withBoth)
      const { escrow, router, renter, stranger } = world
      const { prepare } = await context(sdk, world)
      const signed = await sdk.signPurchase(renter, { purchase: await prepare(), way: "authorization" })
      const { payment } = signed
      const relayer = stranger.account.address
      const refusalOf = async (changes: Partial<SignedPurchase["payment"]>) => {
        const changed = { ...signed, payment: { ...payment, ...changes } }
        const { refusals } = await sdk.verifyPurchase(stranger, { signed: changed, escrow, router, relayer })
        return refusals.map(({ error }) => error.code)
      }
      expect(await refusalOf({ signature: UNDEPLOYED }), "not deployed").to.deep.equal(["UndeployedPayer"])
      const value = payment.value + 1n
      expect(await refusalOf({ relayFee: FEE + 1n, value }), "fee").to.deep.equal(["InvalidPurchaseSignature"])
    })

    for (const [name, mandate] of Object.entries(mandates)) {
      it(`error: a mandate with ${name} is refused before it is signed`, async () => {
        const given = await mandateContext(sdk, await loadFixture(withBoth))
        const [action, refusal] = await mandate(given)
        await expectRefused(action, refusal, given.prompts)
      })
    }

    it("error: a mandate signed by an account that is not deployed is not given out", async () => {
      const world = await loadFixture(withBoth)
      const { mandate, rental } = await mandateContext(sdk, world)
      const { escrow, mandateContract } = world
      const { wallet } = renterOf(world, UNDEPLOYED)
      const action = sdk.signMandate(wallet, { escrow, mandateContract, mandate, rental })
      await expectRefused(action, ["UndeployedRenter", { renter: addressOf("renter") }])
    })
  })
}
