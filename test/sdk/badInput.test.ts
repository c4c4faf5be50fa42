// Every kind of bad input that docs/periphery.md lists: the SDK's error before a signature is given out, and the contract's
// error if somebody calls it all the same.
import { readFileSync } from "node:fs"
import { idOf } from "@gpuflow/escrow"
import { rentalMandateAbi, rentalRouterAbi } from "@gpuflow/escrow/abi"
import { type Mandate, type SignedMandate, toMandateError } from "@gpuflow/escrow/mandate"
import { signOffer } from "@gpuflow/escrow/offer"
import {
  type PreparedPurchase,
  type PurchaseOrder,
  purchaseDigest,
  type SignedPurchase,
  toRouterError,
} from "@gpuflow/escrow/router"
import { expect } from "chai"
import {
  type Abi,
  type Address,
  type Client,
  concat,
  createWalletClient,
  custom,
  encodeFunctionData,
  type Hex,
  keccak256,
  toHex,
  zeroAddress,
} from "viem"
import { mainnet, polygon } from "viem/chains"
import { failureOf } from "../support/failureOf.ts"
import { interceptedNode } from "../support/interceptedNode.ts"
import { libraries } from "../support/libraries.ts"
import { addressOf } from "../support/parties.ts"
import { allow, mintDollars, rented, restoreRenter, withBoth } from "../support/periphery.ts"
import { HOUR, wantedDeposit } from "../support/rentals.ts"
import { chain, networkHelpers } from "../support/sharedChain.ts"

const { loadFixture, setCode, time } = networkHelpers
const FEE = 20_000n
const PRICE = 1_500_000n
const UNDEPLOYED = concat(["0x00", toHex("deployment"), `0x${"6492".repeat(16)}`])

type Both = Awaited<ReturnType<typeof withBoth>>
type Sdk = (typeof libraries)["viem"]

/** The renter's wallet, on a chain, and what it was asked for. `answer` stands for its signature. */
function walletOf(on: typeof polygon | typeof mainnet = polygon, answer?: Hex) {
  const { asked, request } = interceptedNode((method, _params, pass) =>
    answer !== undefined && method === "eth_signTypedData_v4" ? answer : pass(),
  )
  const account = addressOf("renter")
  const wallet = createWalletClient({ account, chain: on, transport: custom({ request }, { retryCount: 0 }) })
  return { wallet, prompts: () => asked.filter((method) => /^eth_sign|^wallet_/.test(method)) }
}

/** Calls a contract by its ABI alone, and returns the code of its error. */
async function codeOf(
  { client }: Both,
  { to, abi, name, args }: { readonly to: Address; readonly abi: Abi; readonly name: string; readonly args: unknown[] },
  decode: (cause: unknown) => unknown,
): Promise<unknown> {
  const data = encodeFunctionData({ abi, functionName: name, args })
  const failure = await failureOf(client.call({ account: addressOf("stranger"), to, data }))
  return Object(decode(failure)).code
}

/** A router's arguments, each of which a caller may choose. */
type Call = {
  readonly orders: readonly PurchaseOrder[]
  readonly durations?: readonly bigint[]
  readonly payment: SignedPurchase["payment"]
}

/** What a payer may sign, and for which chain. */
type Paid = { readonly orders?: readonly PurchaseOrder[]; readonly value?: bigint; readonly chainId?: number }

const authorizationTypes = {
  ReceiveWithAuthorization: [
    { name: "from", type: "address" },
    { name: "to", type: "address" },
    { name: "value", type: "uint256" },
    { name: "validAfter", type: "uint256" },
    { name: "validBefore", type: "uint256" },
    { name: "nonce", type: "bytes32" },
  ],
} as const

async function purchaseContext(sdk: Sdk) {
  const world = await loadFixture(withBoth)
  const { escrow, router, renter } = world
  const { rental, duration, hostSignature } = await wantedDeposit(world)
  const order: PurchaseOrder = { rental, duration, hostSignature }
  const terms = { escrow, router, payer: addressOf("renter"), orders: [order], relayFee: FEE }
  const purchase = await sdk.preparePurchase(world.client, terms)
  const signed = await sdk.signPurchase(renter, { purchase, way: "authorization" })
  const { wallet, prompts } = walletOf()
  const prepare = (changes: Partial<Parameters<Sdk["preparePurchase"]>[1]>) =>
    sdk.preparePurchase(wallet, { ...terms, ...changes })
  const sign = (changes: Partial<PreparedPurchase> = {}, by: Client = wallet) =>
    sdk.signPurchase(by, { purchase: { ...purchase, ...changes }, way: "authorization" })
  const call = (changes: Partial<Call>, to = router) => {
    const {
      orders,
      payment,
      durations = orders.map(({ duration }: PurchaseOrder) => duration),
    } = { ...signed, ...changes }
    const rentals = orders.map((one) => one.rental)
    const signatures = orders.map((one) => one.hostSignature ?? "0x")
    const args = [rentals, durations, signatures, { ...payment, method: payment.method === "Authorization" ? 0 : 1 }]
    return codeOf(world, { to, abi: rentalRouterAbi, name: "rent", args }, toRouterError)
  }
  const pay = (changes: Partial<SignedPurchase["payment"]>) => call({ payment: { ...signed.payment, ...changes } })
  /** A payer that signs without the SDK, whatever the orders and the value are. */
  const callSigned = async ({ orders = [order], value = purchase.value, chainId = polygon.id }: Paid) => {
    const wanted = orders.map((one) => ({
      rentalId: idOf(one.rental),
      renter: one.rental.renter,
      duration: one.duration,
    }))
    const nonce = purchaseDigest({ router, chainId, purchase: { ...purchase.purchase, orders: wanted } })
    const { validBefore } = purchase.purchase
    const signature = await walletOf().wallet.signTypedData({
      domain: { name: "USD Coin", version: "2", chainId: polygon.id, verifyingContract: world.token },
      types: authorizationTypes,
      primaryType: "ReceiveWithAuthorization",
      message: { from: addressOf("renter"), to: router, value, validAfter: 0n, validBefore, nonce },
    })
    return call({ orders, payment: { ...signed.payment, value, signature } })
  }
  return { sdk, world, order, purchase, signed, prompts, prepare, sign, call, pay, callSigned }
}

type PurchaseContext = Awaited<ReturnType<typeof purchaseContext>>

/** What the SDK does with the input, and what the contract says to it. */
type Attempt = readonly [sdk: (() => Promise<unknown>) | undefined, contract: () => Promise<unknown>]

/** The order with another token, which the host signed. */
async function inToken({ world, order }: PurchaseContext, token: Address): Promise<PurchaseOrder> {
  const offer = { ...order.rental.offer, token, machine: keccak256(token) }
  const hostSignature = await signOffer(world.host, { escrow: world.escrow, offer, check: false })
  return { ...order, rental: { ...order.rental, offer }, hostSignature }
}

const both = ({ prepare, callSigned }: PurchaseContext, orders: readonly PurchaseOrder[], value?: bigint): Attempt => [
  () => prepare({ orders }),
  () => callSigned({ orders, ...(value === undefined ? {} : { value }) }),
]

const purchases: Readonly<Record<string, (given: PurchaseContext) => Promise<Attempt>>> = {
  "no order": async (given) => both(given, []),
  "more than 64 orders": async (given) =>
    both(
      given,
      Array.from({ length: 65 }, (_, index) => ({
        ...given.order,
        rental: { ...given.order.rental, salt: keccak256(toHex(index)) },
      })),
    ),
  "lists of unequal length": async ({ call }) => [undefined, () => call({ durations: [] })],
  "two tokens in one purchase": async (given) => both(given, [given.order, await inToken(given, given.world.router)]),
  "a native coin": async (given) => both(given, [await inToken(given, zeroAddress)]),
  "a token without an open market": async (given) => both(given, [await inToken(given, given.world.router)]),
  "one rental twice": async (given) => both(given, [given.order, given.order], 2n * PRICE + FEE),
  "another relayer than the payer chose": async ({ sdk, world, prepare }) => {
    const { router, client, renter, stranger } = world
    const purchase = await prepare({ relayer: addressOf("payer") })
    const signed = await sdk.signPurchase(renter, { purchase, way: "authorization" })
    const { data } = await sdk.preparePurchaseCall(client, { signed })
    return [
      () => sdk.sendPurchase(stranger, { signed }),
      async () => {
        const failure = await failureOf(client.call({ account: addressOf("stranger"), to: router, data }))
        return Object(toRouterError(failure)).code
      },
    ]
  },
  "a purchase that has expired": async ({ purchase, sign, pay }) => {
    await time.increaseTo(purchase.purchase.validBefore)
    return [() => sign(), () => pay({})]
  },
  "a purchase that was sent before": async ({ sdk, world, signed, sign, pay }) => {
    await sdk.sendPurchase(world.stranger, { signed })
    return [() => sign(), () => pay({})]
  },
  "another account's purchase": async ({ world, sign, pay }) => {
    await mintDollars(world.dollar, addressOf("payer"))
    return [() => sign({ payer: addressOf("payer") }), () => pay({ payer: addressOf("payer") })]
  },
  "a purchase for another chain": async ({ sign, callSigned }) => [
    () => sign({ chainId: 1 }),
    () => callSigned({ chainId: 1 }),
  ],
  "a purchase for another router": async ({ world: { token, escrow, permit2 }, sign, call }) => {
    const foreign = await chain.deploy("RentalRouter", [token, permit2])
    const other = await chain.deploy("RentalRouter", [escrow, permit2])
    return [() => sign({ router: foreign.address }), () => call({}, other.address)]
  },
  "a fee above the signed one": async ({ purchase, sign, pay }) => [
    () => sign({ purchase: { ...purchase.purchase, relayFee: FEE + 1n } }),
    () => pay({ relayFee: FEE + 1n }),
  ],
  "a value below price and fee": async ({ sign, callSigned }) => [
    () => sign({ value: PRICE + FEE - 1n }),
    () => callSigned({ value: PRICE + FEE - 1n }),
  ],
  "an account whose code checks no signatures": async ({ world, sign, pay }) => {
    await setCode(addressOf("renter"), concat(["0xef0100", world.token]))
    return [() => sign(), () => pay({})]
  },
  "an account that is not deployed yet": async ({ sign, pay }) => [
    () => sign({}, walletOf(polygon, UNDEPLOYED).wallet),
    () => pay({ signature: UNDEPLOYED }),
  ],
}

async function mandateContext(sdk: Sdk) {
  const world = await loadFixture(withBoth)
  const { escrow, mandateContract, renter, token, client } = world
  await allow(renter, token, escrow)
  await allow(renter, token, mandateContract)
  const { rental, id } = await rented(world)
  const contracts = { escrow, mandateContract, rental }
  const mandate = await sdk.buildMandate(client, { ...contracts, until: 3n * HOUR, step: HOUR, maxTip: 1_000n })
  const signed = await sdk.signMandate(renter, { ...contracts, mandate })
  const { wallet, prompts } = walletOf()
  const sign = (
    changes: Partial<Mandate> = {},
    others: Partial<Omit<Parameters<Sdk["signMandate"]>[1], "mandate">> = {},
    by: Client = wallet,
  ) => sdk.signMandate(by, { ...contracts, ...others, mandate: { ...mandate, ...changes } })
  const execute = (changes: Partial<SignedMandate> = {}, tip = 0n, to = mandateContract) => {
    const { mandate, signature, rental } = { ...signed, ...changes }
    const args = [mandate, signature, rental, tip, "0x"]
    return codeOf(world, { to, abi: rentalMandateAbi, name: "execute", args }, toMandateError)
  }
  const executeTerms = (changes: Partial<Mandate>) => execute({ mandate: { ...mandate, ...changes } })
  return { sdk, world, rental, id, mandate, signed, prompts, sign, execute, executeTerms }
}

type MandateContext = Awaited<ReturnType<typeof mandateContext>>

const mandates: Readonly<Record<string, (given: MandateContext) => Promise<Attempt>>> = {
  "another rental": async ({ id, sign, executeTerms }) => [
    () => sign({ rentalId: keccak256(id) }),
    () => executeTerms({ rentalId: keccak256(id) }),
  ],
  "a native coin": async ({ rental, mandate, sign, execute }) => {
    const native = { ...rental, offer: { ...rental.offer, token: zeroAddress } }
    const rentalId = idOf(native)
    return [
      () => sign({ rentalId }, { rental: native }),
      () => execute({ rental: native, mandate: { ...mandate, rentalId } }),
    ]
  },
  "a step of zero": async ({ sign, executeTerms }) => [() => sign({ step: 0n }), () => executeTerms({ step: 0n })],
  "a window in which nothing is ever due": async ({ sign, executeTerms }) => [
    () => sign({ extendBefore: 1n }),
    () => executeTerms({ extendBefore: 1n }),
  ],
  "a mandate that has expired": async ({ sign, executeTerms }) => [
    () => sign({ expiry: 1n }),
    () => executeTerms({ expiry: 1n }),
  ],
  "a salt that was revoked": async ({ sdk, world, mandate: { salt }, sign, execute }) => {
    await sdk.revokeMandate(world.renter, { mandateContract: world.mandateContract, salt })
    return [() => sign(), () => execute()]
  },
  "an epoch that has passed": async ({ sdk, world, sign, execute }) => {
    await sdk.revokeAllMandates(world.renter, { mandateContract: world.mandateContract })
    return [() => sign(), () => execute()]
  },
  "a tip above the signed one": async ({ sdk, world, signed, execute }) => {
    const tip = signed.mandate.maxTip + 1n
    return [() => sdk.executeMandate(world.stranger, { signed, tip }), () => execute({}, tip)]
  },
  "another account's mandate": async ({ sdk, world, rental, mandate, executeTerms }) => {
    const { escrow, mandateContract, payer } = world
    return [
      () => sdk.signMandate(payer, { escrow, mandateContract, rental, mandate }),
      () => executeTerms({ maxTip: 2_000n }),
    ]
  },
  "a mandate for another chain": async ({ sign, executeTerms, mandate }) => [
    () => sign({}, {}, walletOf(mainnet).wallet),
    () => executeTerms({ salt: keccak256(mandate.salt) }),
  ],
  "a mandate for another contract": async ({ world, sign, execute }) => {
    const foreign = await chain.deploy("RentalMandate", [world.token])
    const other = await chain.deploy("RentalMandate", [world.escrow])
    return [() => sign({}, { mandateContract: foreign.address }), () => execute({}, 0n, other.address)]
  },
  "an account whose code refuses the signature": async ({ executeTerms, sign }) => {
    const { address } = await chain.deploy("KeyWallet", [addressOf("stranger")])
    await setCode(addressOf("renter"), concat(["0xef0100", address]))
    const other: Hex = `0x${"11".repeat(64)}1b`
    return [() => sign({}, {}, walletOf(polygon, other).wallet), () => executeTerms({ maxTip: 2_000n })]
  },
  "an account that is not deployed yet": async ({ sign, execute }) => [
    () => sign({}, {}, walletOf(polygon, UNDEPLOYED).wallet),
    () => execute({ signature: UNDEPLOYED }),
  ],
}

/** The rows of a table on the page: the input, the SDK's error, and the contract's. */
function rowsBelow(heading: string): Readonly<Record<string, readonly [string, string]>> {
  const page = readFileSync(new URL("../../docs/periphery.md", import.meta.url), "utf8")
  const section = page.split(/^#{2,3} /m).find((text) => text.startsWith(`${heading}\n`)) ?? ""
  const named = (text = "") => text.replaceAll("`", "")
  const rows = [...section.matchAll(/^\| (.+?) \| (.+?) \| (.+?) \|$/gm)].filter(([, input]) => input !== "Bad input")
  return Object.fromEntries(
    rows.map(([, input = "", bySdk, byContract]) => [input, [named(bySdk), named(byContract)] as const]),
  )
}

const UNWRITABLE = "cannot be written: orders are objects"

for (const [library, sdk] of Object.entries(libraries)) {
  describe(`SDK: bad input and the contracts' errors, on ${library}`, () => {
    // The chain is another test's afterwards.
    afterEach(restoreRenter)

    async function expectRow(
      rows: ReturnType<typeof rowsBelow>,
      name: string,
      [refused, called]: Attempt,
      prompts: () => string[],
    ) {
      const [bySdk, byContract] = rows[name] ?? []
      if (refused) expect(Object(await failureOf(refused())).code, "the SDK's error").to.equal(bySdk)
      else expect(bySdk, "the SDK's types").to.equal(UNWRITABLE)
      expect(prompts(), "asked").to.deep.equal([])
      expect(await called(), "the contract's error").to.equal(byContract)
    }

    for (const [name, act] of Object.entries(purchases)) {
      it(`error: purchases: ${name}`, async () => {
        const given = await purchaseContext(sdk)
        await expectRow(rowsBelow("Purchases"), name, await act(given), given.prompts)
      })
    }

    for (const [name, act] of Object.entries(mandates)) {
      it(`error: mandates: ${name}`, async () => {
        const given = await mandateContext(sdk)
        await expectRow(rowsBelow("Mandates"), name, await act(given), given.prompts)
      })
    }

    it("behavior: the page lists exactly these", () => {
      expect(Object.keys(rowsBelow("Purchases")), "purchases").to.have.members(Object.keys(purchases))
      expect(Object.keys(rowsBelow("Mandates")), "mandates").to.have.members(Object.keys(mandates))
    })
  })
}
