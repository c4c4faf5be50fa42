import { expect } from "chai"
import { encodeAbiParameters, type Hex, keccak256, parseSignature, toHex, zeroAddress } from "viem"

import { callOf } from "../support/escrow.ts"
import { cost, HOUR, type Rental, T0 } from "../support/offer.ts"
import { errorText } from "../support/outcome.ts"
import { accountOf, addressOf } from "../support/parties.ts"
import { domainOf, openWorld, type World } from "../support/world.ts"

const FIELDS = [
  { name: "owner", type: "address" },
  { name: "spender", type: "address" },
  { name: "value", type: "uint256" },
  { name: "nonce", type: "uint256" },
  { name: "deadline", type: "uint256" },
]

describe("EIP-2612", () => {
  let world: World
  let rental: Rental
  let price: bigint

  before(async () => {
    world = await openWorld()
    const offer = world.offer({ startWindow: 0n })
    rental = { offer, renter: addressOf("renter"), salt: offer.spec }
    price = cost(offer, HOUR)
    await world.must(callOf(world.token, addressOf("payer"), "approve", [world.escrow.address, 0n]))
  })

  const domain = () => ({ ...domainOf(world), name: "Freezable Dollar", verifyingContract: world.token.address })
  async function permit({ deadline = T0 * 2n, nonce = 0n, owner = addressOf("payer") as Hex } = {}) {
    const message = { owner, spender: world.escrow.address, value: price, nonce, deadline }
    const types = { Permit: FIELDS }
    const signature = await accountOf("payer").signTypedData({
      domain: domain(),
      types,
      primaryType: "Permit",
      message,
    })
    const { r, s, yParity } = parseSignature(signature)
    return { ...message, v: 27 + yParity, r, s }
  }
  async function deposit({ value, deadline, v, r, s }: Awaited<ReturnType<typeof permit>>, at?: bigint) {
    const types = ["uint256", "uint256", "uint8", "bytes32", "bytes32"].map((type) => ({ type }))
    const bytes = encodeAbiParameters(types, [value, deadline, v, r, s])
    const call = world.call("payer", "deposit", [rental, HOUR, await world.sign(rental.offer), bytes])
    return world.chain.apart(async () => {
      const outcome = await world.send(call, at)
      return { outcome, nonce: await world.chain.read(world.token, "nonces", [addressOf("payer")]) }
    })
  }
  const refused = () => ({ ok: false, error: errorText("InsufficientAllowance", [0n, price]) })

  it("the type hash and the domain are those of the EIP", async () => {
    const type = `Permit(${FIELDS.map(({ type, name }) => `${type} ${name}`).join(",")})`
    expect(keccak256(toHex(type))).to.equal("0x6e71edae12b1b97f4d1f60370fef10105fa2faae0126114a169c64845d6126c9")
    const separator = keccak256(
      encodeAbiParameters(
        ["bytes32", "bytes32", "bytes32", "uint256", "address"].map((type) => ({ type })),
        [
          keccak256(toHex("EIP712Domain(string name,string version,uint256 chainId,address verifyingContract)")),
          keccak256(toHex("Freezable Dollar")),
          keccak256(toHex("1")),
          BigInt(world.chain.id),
          world.token.address,
        ],
      ),
    )
    expect(await world.chain.read(world.token, "DOMAIN_SEPARATOR"), "DOMAIN_SEPARATOR").to.equal(separator)
  })

  it("a permit counts up to its deadline, that second included, and not after it", async () => {
    const deadline = T0 + HOUR
    const inTime = await deposit(await permit({ deadline }), deadline)
    expect([inTime.outcome.ok, inTime.nonce], "at the deadline").to.deep.equal([true, 1n])
    const late = await deposit(await permit({ deadline }), deadline + 1n)
    expect(late, "a second later").to.deep.equal({ outcome: refused(), nonce: 0n })
  })

  it("the nonce is the owner's present one, and a permit raises it by 1", async () => {
    for (const nonce of [1n, 2n ** 256n - 1n])
      expect((await deposit(await permit({ nonce }))).outcome, `nonce ${nonce}`).to.deep.equal(refused())
    expect((await deposit(await permit())).nonce, "after the present one").to.equal(1n)
  })

  it("the owner is not the zero address, which an invalid signature seems to recover", async () => {
    const { v, r, s, ...signed } = await permit({ owner: zeroAddress })
    const args = [zeroAddress, signed.spender, signed.value, signed.deadline, 0, r, s]
    const outcome = await world.send(callOf(world.token, addressOf("payer"), "permit", args))
    expect(outcome.ok, "the token").to.equal(false)
    expect((await deposit({ ...signed, v, r, s })).outcome, "through the escrow").to.deep.equal(refused())
  })

  it("anyone can bring a permit to the token in front of the escrow, and the deposit goes on", async () => {
    await world.chain.apart(async () => {
      const signed = await permit()
      const { owner, spender, value, deadline, v, r, s } = signed
      const args = [owner, spender, value, deadline, v, r, s]
      await world.must(callOf(world.token, addressOf("keeper"), "permit", args))
      expect((await deposit(signed)).outcome.ok).to.equal(true)
    })
  })
})
