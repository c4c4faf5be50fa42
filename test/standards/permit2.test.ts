import { expect } from "chai"
import { concat, encodeAbiParameters, getCreate2Address, type Hex, keccak256, toHex, zeroAddress } from "viem"
import { sign } from "viem/accounts"

import { purchaseHashOf, transferDigestOf } from "../signatures/purchaseEncoder.ts"
import { artifactOf, type Contract } from "../support/chain.ts"
import { callOf } from "../support/escrow.ts"
import { addressOf, keyOf } from "../support/parties.ts"
import { openWorld, type World } from "../support/world.ts"

const PERMIT2 = "@uniswap/v4-periphery/lib/permit2/src/Permit2.sol:Permit2"
/** Permit2's own deployment: the salt of its script, by the deployer that every chain has. */
const DEPLOYER = "0x4e59b44847b379578588920cA78FbF26c0B4956C"
const SALT = "0x0000000000000000000000000000000000000000d3af2663da51c10215000000"
const CANONICAL = "0x000000000022D473030F116dDEE9F6B43aC78BA3"

const ORDER = "Order(bytes32 rentalId,address renter,uint32 duration)"
const PURCHASE = "Purchase(Order[] orders,uint256 relayFee,address relayer,uint256 validBefore)"
const TOKEN_PERMISSIONS = "TokenPermissions(address token,uint256 amount)"
/** What Permit2 puts in front of a witness's type string. */
const STUB = "PermitWitnessTransferFrom(TokenPermissions permitted,address spender,uint256 nonce,uint256 deadline,"

const textHash = (text: string) => keccak256(toHex(text))
const PURCHASED = {
  orders: [{ rentalId: textHash("rental"), renter: addressOf("renter"), duration: 3600n }],
  relayFee: 20_000n,
  relayer: zeroAddress,
  validBefore: 2n ** 40n,
}
const VALUE = 10_000n

describe("Permit2", () => {
  let world: World
  let permit2: Contract
  let router: Contract

  before(async () => {
    world = await openWorld()
    permit2 = await world.deploy(PERMIT2, [])
    router = await world.deploy("RentalRouter", [world.escrow.address, permit2.address])
    await world.must(callOf(world.token, addressOf("payer"), "approve", [permit2.address, 2n ** 256n - 1n]))
  })

  /** Permit2 is asked by an account that may be another than the router, for a witness and its type string. */
  async function transfer(witness: Hex, typeString: string, { from = router.address, nonce = 0n } = {}) {
    const domain = { name: "RentalRouter", version: "1", chainId: world.chain.id, verifyingContract: router.address }
    const payment = {
      purchase: PURCHASED,
      payer: addressOf("payer"),
      router: domain,
      token: world.token.address,
      value: VALUE,
    }
    const signature = await sign({
      hash: transferDigestOf(payment, permit2.address),
      privateKey: keyOf("payer"),
      to: "hex",
    })
    const digest = (await world.chain.read(router, "digestOf", [PURCHASED])) as Hex
    const permitted = { token: world.token.address, amount: VALUE }
    const permit = { permitted, nonce: BigInt(digest) + nonce, deadline: PURCHASED.validBefore - 1n }
    const details = { to: router.address, requestedAmount: VALUE }
    const args = [permit, details, addressOf("payer"), witness, typeString, signature]
    await world.chain.fund(from)
    return world.chain.apart(() => world.send(callOf(permit2, from, "permitWitnessTransferFrom", args)))
  }
  const witness = purchaseHashOf(PURCHASED)
  const typeString = `Purchase witness)${ORDER}${PURCHASE}${TOKEN_PERMISSIONS}`

  it("the code of these tests is Permit2's: deployed as its publisher does, it has Permit2's address", async () => {
    const { bytecode } = await artifactOf(PERMIT2)
    expect(getCreate2Address({ from: DEPLOYER, salt: SALT, bytecode })).to.equal(CANONICAL)
  })

  it("the router's type string closes the witness, and names the types after it in alphabetical order", async () => {
    const { bytecode } = await artifactOf("RentalRouter")
    const whole = `${STUB}${typeString}`
    const types = whole.slice(whole.indexOf(")") + 1).split(/(?<=\))/)
    expect(types, "types").to.deep.equal([ORDER, PURCHASE, TOKEN_PERMISSIONS])
    expect(types, "sorted").to.deep.equal(types.toSorted())
    const inCode = bytecode.includes(toHex("Purchase witness)").slice(2))
    expect(inCode, "in the router's code").to.equal(true)
  })

  it("a transfer whose witness and type string are the router's is taken", async () => {
    expect(await world.chain.read(router, "hashPurchase", [PURCHASED]), "the router's witness").to.equal(witness)
    expect(await transfer(witness, typeString).then(({ ok }) => ok)).to.equal(true)
  })

  it("any other witness, type string, nonce, or spender is refused", async () => {
    const refused = { ok: false, error: "InvalidSigner()" }
    const other = purchaseHashOf({ ...PURCHASED, relayFee: 20_001n })
    const swapped = `Purchase witness)${PURCHASE}${ORDER}${TOKEN_PERMISSIONS}`
    expect(await transfer(other, typeString), "witness").to.deep.equal(refused)
    expect(await transfer(witness, swapped), "order of types").to.deep.equal(refused)
    expect(await transfer(witness, typeString.replace("uint32", "uint64")), "type").to.deep.equal(refused)
    expect(await transfer(witness, typeString, { nonce: 1n }), "nonce").to.deep.equal(refused)
    expect(await transfer(witness, typeString, { from: addressOf("keeper") }), "spender").to.deep.equal(refused)
  })

  it("the witness is the struct hash of the purchase, by the words of EIP-712", () => {
    const [order] = PURCHASED.orders
    if (!order) throw new Error("There is no order.")
    const word = (type: string, value: unknown) => encodeAbiParameters([{ type }], [value])
    const orderHash = keccak256(
      concat([
        textHash(ORDER),
        word("bytes32", order.rentalId),
        word("address", order.renter),
        word("uint32", order.duration),
      ]),
    )
    const expected = keccak256(
      concat([
        textHash(`${PURCHASE}${ORDER}`),
        keccak256(orderHash),
        word("uint256", PURCHASED.relayFee),
        word("address", PURCHASED.relayer),
        word("uint256", PURCHASED.validBefore),
      ]),
    )
    expect(witness).to.equal(expected)
  })
})
