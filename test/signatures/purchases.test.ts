import { expect } from "chai"
import { TypedDataEncoder } from "ethers"
import fc from "fast-check"
import { type Address, getAddress, type Hex, hashStruct, hashTypedData, maxUint256 } from "viem"
import { sign } from "viem/accounts"

import { type Contract, type InProcessChain, openChain } from "../support/chain.ts"
import { callOf, openEscrow } from "../support/escrow.ts"
import { type Domain, T0 } from "../support/offer.ts"
import { addressOf, keyOf } from "../support/parties.ts"
import { sampleOf, shareOf } from "../support/sample.ts"
import {
  authorizationDigestOf,
  type Purchase,
  purchaseDigestOf,
  purchaseHashOf,
  type SignedPayment,
  transferDigestOf,
} from "./purchaseEncoder.ts"

const { SIGNATURES_RUNS = "10000", SIGNATURES_SEED = "20777" } = process.env
const RUNS = Number(SIGNATURES_RUNS)
const SEED = Number(SIGNATURES_SEED)
const drawn = Array.from({ length: RUNS }, (_, run) => run)
const hashed = new Set(sampleOf(drawn))
/** Every so many purchases, one is signed and paid. */
const PAID = 50

const WITNESS =
  "Purchase witness)Order(bytes32 rentalId,address renter,uint32 duration)Purchase(Order[] orders,uint256 relayFee," +
  "address relayer,uint256 validBefore)TokenPermissions(address token,uint256 amount)"
const ORDER = [
  { name: "rentalId", type: "bytes32" },
  { name: "renter", type: "address" },
  { name: "duration", type: "uint32" },
]
const PURCHASE = [
  { name: "orders", type: "Order[]" },
  { name: "relayFee", type: "uint256" },
  { name: "relayer", type: "address" },
  { name: "validBefore", type: "uint256" },
]
const RECEIVE = [
  { name: "from", type: "address" },
  { name: "to", type: "address" },
  { name: "value", type: "uint256" },
  { name: "validAfter", type: "uint256" },
  { name: "validBefore", type: "uint256" },
  { name: "nonce", type: "bytes32" },
]
const TRANSFER = [
  { name: "permitted", type: "TokenPermissions" },
  { name: "spender", type: "address" },
  { name: "nonce", type: "uint256" },
  { name: "deadline", type: "uint256" },
  { name: "witness", type: "Purchase" },
]
const TOKEN_PERMISSIONS = [
  { name: "token", type: "address" },
  { name: "amount", type: "uint256" },
]

const bytes = (size: number): fc.Arbitrary<Hex> =>
  fc.uint8Array({ minLength: size, maxLength: size }).map((value): Hex => `0x${Buffer.from(value).toString("hex")}`)
const address: fc.Arbitrary<Address> = bytes(20).map((value) => getAddress(value))
const uint = (bits: bigint): fc.Arbitrary<bigint> => fc.bigInt({ min: 0n, max: 2n ** bits - 1n })

const payments = fc.record({
  purchase: fc.record({
    orders: fc.array(fc.record({ rentalId: bytes(32), renter: address, duration: uint(32n) }), { maxLength: 8 }),
    relayFee: uint(256n),
    relayer: address,
    validBefore: fc.bigInt({ min: T0 * 2n, max: maxUint256 }),
  }),
  value: uint(128n),
})

/** A digest, and what it is the digest of. */
type Signed = readonly [
  digest: Hex,
  domain: Omit<Domain, "version"> & { readonly version?: string },
  primaryType: string,
  types: Record<string, { name: string; type: string }[]>,
  message: Record<string, unknown>,
]

interface Scene {
  readonly chain: InProcessChain
  readonly router: Contract
  readonly domain: Domain
  readonly permit2: Contract
  readonly dollar: Contract
}

describe(`purchases: ${shareOf([...hashed], drawn)} random ones, seed ${SEED}`, () => {
  let scene: Scene

  before(async () => {
    scene = await openScene()
  })

  it("the router, viem, ethers and the text of the EIPs agree on each struct hash and digest", async function () {
    // How deep it goes is set from outside.
    this.timeout(0)
    const { chain, router, domain, dollar, permit2 } = scene
    const seen = new Set<Hex>()
    for (const [run, { purchase, value }] of fc.sample(payments, { numRuns: RUNS, seed: SEED }).entries()) {
      if (!hashed.has(run)) continue
      const payment = paymentOf(scene, purchase, value)
      const struct = purchaseHashOf(purchase)
      const digest = purchaseDigestOf(purchase, domain)
      const label = JSON.stringify(purchase, (_, part) => (typeof part === "bigint" ? String(part) : part))

      expect(await chain.read(router, "hashPurchase", [purchase]), `router: ${label}`).to.equal(struct)
      expect(await chain.read(router, "digestOf", [purchase]), `router's digest: ${label}`).to.equal(digest)
      expect(
        hashStruct({ data: { ...purchase }, primaryType: "Purchase", types: { Order: ORDER, Purchase: PURCHASE } }),
        `viem: ${label}`,
      ).to.equal(struct)
      const signed: readonly Signed[] = [
        [digest, domain, "Purchase", { Order: ORDER, Purchase: PURCHASE }, { ...purchase }],
        [authorizationDigestOf(payment), dollarDomain(scene), ...authorizationOf(payment, digest)],
        [transferDigestOf(payment, permit2.address), permit2Domain(scene), ...transferOf(payment, digest)],
      ]
      for (const [expected, itsDomain, primaryType, types, message] of signed) {
        expect(
          hashTypedData({ domain: itsDomain, primaryType, types, message }),
          `viem's ${primaryType}: ${label}`,
        ).to.equal(expected)
        expect(TypedDataEncoder.hash({ ...itsDomain }, types, message), `ethers' ${primaryType}: ${label}`).to.equal(
          expected,
        )
      }
      seen.add(digest)
      if (run % PAID > 0) continue
      await expectTaken(scene, payment, digest)
    }
    expect(seen.size, "different digests").to.be.greaterThan(hashed.size * 0.99)
    expect(await chain.read(dollar, "balanceOf", [router.address]), "nothing has moved").to.equal(0n)
  })
})

async function openScene(): Promise<Scene> {
  const chain = await openChain({ initialBaseFeePerGas: 0n })
  await chain.mineAt(T0)
  const { escrow } = await openEscrow(chain, { rich: [] })
  const permit2 = await chain.deploy("@uniswap/v4-periphery/lib/permit2/src/Permit2.sol:Permit2", [])
  const router = await chain.deploy("RentalRouter", [escrow.address, permit2.address])
  const dollar = await chain.deploy("UsdcToken", [])
  const description = { name: "USD Coin", symbol: "USDC", version: "2", decimals: 6 }
  const abilities = { showsVersion: true, hasAuthorizations: true, wraps: false }
  const payer = addressOf("payer")
  await chain.transact(callOf(dollar, payer, "describe", [{ ...description, ...abilities }]))
  await chain.transact(callOf(dollar, payer, "mint", [payer, 2n ** 128n]))
  await chain.transact(callOf(dollar, payer, "approve", [permit2.address, maxUint256]))
  const domain = { name: "RentalRouter", version: "1", chainId: chain.id, verifyingContract: router.address }
  return { chain, router, domain, permit2, dollar }
}

function paymentOf({ domain, dollar }: Scene, purchase: Purchase, value: bigint): SignedPayment {
  return { purchase, payer: addressOf("payer"), router: domain, token: dollar.address, value }
}

function authorizationOf({ purchase, payer, router, value }: SignedPayment, nonce: Hex) {
  const { validBefore } = purchase
  const message = { from: payer, to: router.verifyingContract, value, validAfter: 0n, validBefore, nonce }
  return ["ReceiveWithAuthorization", { ReceiveWithAuthorization: RECEIVE }, message] as const
}

function transferOf({ purchase, router, token, value }: SignedPayment, digest: Hex) {
  const types = {
    PermitWitnessTransferFrom: TRANSFER,
    Order: ORDER,
    Purchase: PURCHASE,
    TokenPermissions: TOKEN_PERMISSIONS,
  }
  const message = {
    permitted: { token, amount: value },
    spender: router.verifyingContract,
    nonce: BigInt(digest),
    deadline: purchase.validBefore - 1n,
    witness: { ...purchase },
  }
  return ["PermitWitnessTransferFrom", types, message] as const
}

function dollarDomain({ chain, dollar }: Scene) {
  return { name: "USD Coin", version: "2", chainId: chain.id, verifyingContract: dollar.address }
}

function permit2Domain({ chain, permit2 }: Scene) {
  return { name: "Permit2", chainId: chain.id, verifyingContract: permit2.address }
}

/** The token and Permit2 take the payer's signature from the router, for exactly this purchase. */
async function expectTaken({ chain, router, dollar, permit2 }: Scene, payment: SignedPayment, digest: Hex) {
  const { purchase, payer, token, value } = payment
  const signed = (hash: Hex) => sign({ hash, privateKey: keyOf("payer"), to: "hex" })
  const authorization = [payer, router.address, value, 0n, purchase.validBefore, digest]
  const transfer = [
    { permitted: { token, amount: value }, nonce: BigInt(digest), deadline: purchase.validBefore - 1n },
    { to: router.address, requestedAmount: value },
    payer,
    purchaseHashOf(purchase),
    WITNESS,
  ]
  const calls = [
    [dollar, "receiveWithAuthorization", [...authorization, await signed(authorizationDigestOf(payment))]],
    [permit2, "permitWitnessTransferFrom", [...transfer, await signed(transferDigestOf(payment, permit2.address))]],
  ] as const
  for (const [contract, name, args] of calls) {
    const { to, data } = callOf(contract, router.address, name, args)
    expect(await chain.rpc("eth_call", { from: router.address, to, data }, "latest"), name).to.equal("0x")
  }
}
