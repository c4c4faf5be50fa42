import { expect } from "chai"
import { TypedDataEncoder } from "ethers"
import fc from "fast-check"
import { type Address, type Hex, hashStruct, hashTypedData } from "viem"
import { sign } from "viem/accounts"

import { NO_PERMIT, OFFER_TYPES, type Offer, typedOffer } from "../support/offer.ts"
import { accountNamed, addressOf, keyNamed } from "../support/parties.ts"
import { sampleOf, shareOf } from "../support/sample.ts"
import { domainOf, openWorld, type World } from "../support/world.ts"
import { digestOf, structHashOf } from "./encoder.ts"
import { address, bytes, RUNS, SEED, uint } from "./random.ts"

const DEPOSITS = 100
/** Numbers of the offers that are hashed. */
const drawn = Array.from({ length: RUNS }, (_, run) => run)
const hashed = new Set(sampleOf(drawn))

const offers: fc.Arbitrary<Offer> = fc.record({
  host: address,
  payee: address,
  operator: address,
  renter: address,
  token: address,
  arbiter: address,
  pricePerHour: uint(96n),
  bond: uint(96n),
  minDuration: uint(32n),
  maxDuration: uint(32n),
  startWindow: uint(32n),
  challengeWindow: uint(32n),
  nonce: uint(32n),
  epoch: uint(32n),
  expiry: uint(40n),
  maxFeeBps: uint(16n),
  rolling: fc.boolean(),
  machine: bytes(32),
  spec: bytes(32),
})

describe(`hashing: ${shareOf([...hashed], drawn)} random offers, seed ${SEED}`, () => {
  let world: World

  before(async () => {
    world = await openWorld()
  })

  it("the contract describes its own domain", async () => {
    const domain = domainOf(world)
    const answer = await world.chain.read(world.escrow, "eip712Domain")
    const described = ["0x0f", domain.name, domain.version, BigInt(domain.chainId), domain.verifyingContract]
    expect(answer).to.deep.equal([...described, `0x${"00".repeat(32)}`, []])
  })

  it("the contract, viem, ethers and the text of EIP-712 agree on each struct hash and digest", async function () {
    // How deep it goes is set from outside.
    this.timeout(0)
    const domain = domainOf(world)
    const types = { Offer: [...OFFER_TYPES.Offer] }
    const ethers = TypedDataEncoder.from(types)
    const seen = new Set<Hex>()
    for (const [run, offer] of fc.sample(offers, { numRuns: RUNS, seed: SEED }).entries()) {
      if (!hashed.has(run)) continue
      const expected = structHashOf(offer)
      const typed = typedOffer(offer, domain)
      const solidity = await world.chain.read(world.escrow, "hashOffer", [offer])
      const viem = hashStruct({ data: typed.message, primaryType: "Offer", types: OFFER_TYPES })
      const digest = digestOf(offer, domain)
      const label = JSON.stringify(typed.message, (_, value) => (typeof value === "bigint" ? String(value) : value))
      expect(solidity, `contract: ${label}`).to.equal(expected)
      expect(viem, `viem: ${label}`).to.equal(expected)
      expect(ethers.hashStruct("Offer", { ...offer }), `ethers: ${label}`).to.equal(expected)
      expect(hashTypedData(typed), `viem's digest: ${label}`).to.equal(digest)
      expect(TypedDataEncoder.hash({ ...domain }, types, { ...offer }), `ethers' digest: ${label}`).to.equal(digest)
      seen.add(expected)
    }
    expect(seen.size, "different hashes").to.be.greaterThan(hashed.size * 0.99)
  })

  it(`the digest is the one that deposits ask for: ${DEPOSITS} random offers are taken, and named by their id`, async () => {
    const host = accountNamed("a host of its own")
    const domain = domainOf(world)
    for (const random of fc.sample(offers, { numRuns: DEPOSITS, seed: SEED })) {
      await world.chain.apart(async () => {
        const offer = takeable(world, random, host.address)
        const signature = await sign({
          hash: digestOf(offer, domain),
          privateKey: keyNamed("a host of its own"),
          to: "hex",
        })
        const rental = { offer, renter: addressOf("renter"), salt: random.spec }
        const call = world.call("payer", "deposit", [rental, offer.maxDuration, signature, NO_PERMIT])
        const { logs } = await world.must(call)
        expect(logs.find(({ name }) => name === "Deposited")?.args.get("id"), "id").to.equal(await world.idOf(rental))
      })
    }
  })
})

/** The random offer, moved inside the bounds of what can be taken now. */
function takeable(world: World, random: Offer, host: Address): Offer {
  const inside = (value: bigint, least: bigint, most: bigint): bigint => least + (value % (most - least + 1n))
  const maxDuration = inside(random.maxDuration, 60n, 34_560_000n)
  return {
    ...random,
    host,
    token: world.token.address,
    arbiter: addressOf("arbiter"),
    renter: addressOf("renter"),
    pricePerHour: inside(random.pricePerHour, 60n, 10n ** 15n),
    bond: 0n,
    minDuration: inside(random.minDuration, 1n, maxDuration),
    maxDuration,
    startWindow: inside(random.startWindow, 0n, 86_400n),
    challengeWindow: inside(random.challengeWindow, 900n, 604_800n),
    nonce: 0n,
    epoch: 0n,
    expiry: inside(random.expiry, 2_000_000_000n, 2n ** 40n - 1n),
    maxFeeBps: inside(random.maxFeeBps, 1000n, 65_535n),
  }
}
