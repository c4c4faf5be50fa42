import { expect } from "chai"
import { TypedDataEncoder } from "ethers"
import fc from "fast-check"
import { type Hex, hashTypedData } from "viem"

import type { Contract } from "../support/chain.ts"
import { MANDATE_TYPES, type Mandate, typedMandate } from "../support/mandate.ts"
import type { Domain } from "../support/offer.ts"
import { sampleOf, shareOf } from "../support/sample.ts"
import { openWorld, type World } from "../support/world.ts"
import { digestOfMandate } from "./encoder.ts"
import { address, bytes, RUNS, SEED, uint } from "./random.ts"

/** Numbers of the mandates that are hashed. */
const drawn = Array.from({ length: RUNS }, (_, run) => run)
const hashed = new Set(sampleOf(drawn))

const mandates: fc.Arbitrary<Mandate> = fc.record({
  renter: address,
  rentalId: bytes(32),
  maxTotal: uint(96n),
  step: uint(32n),
  extendBefore: uint(32n),
  maxTip: uint(96n),
  expiry: uint(40n),
  epoch: uint(32n),
  salt: bytes(32),
})

describe(`hashing: ${shareOf([...hashed], drawn)} random mandates, seed ${SEED}`, () => {
  let world: World
  let contract: Contract
  let domain: Domain

  before(async () => {
    world = await openWorld()
    contract = await world.deploy("RentalMandate", [world.escrow.address])
    domain = { name: "RentalMandate", version: "1", chainId: world.chain.id, verifyingContract: contract.address }
  })

  it("the contract describes its own domain", async () => {
    const answer = await world.chain.read(contract, "eip712Domain")
    const described = ["0x0f", domain.name, domain.version, BigInt(domain.chainId), domain.verifyingContract]
    expect(answer).to.deep.equal([...described, `0x${"00".repeat(32)}`, []])
  })

  it("the contract, viem, ethers and the text of EIP-712 agree on each digest", async function () {
    // How deep it goes is set from outside.
    this.timeout(0)
    const types = { Mandate: [...MANDATE_TYPES.Mandate] }
    const seen = new Set<Hex>()
    for (const [run, mandate] of fc.sample(mandates, { numRuns: RUNS, seed: SEED }).entries()) {
      if (!hashed.has(run)) continue
      const expected = digestOfMandate(mandate, domain)
      const typed = typedMandate(mandate, domain)
      const label = JSON.stringify(typed.message, (_, value) => (typeof value === "bigint" ? String(value) : value))
      expect(await world.chain.read(contract, "digestOf", [mandate]), `contract: ${label}`).to.equal(expected)
      expect(hashTypedData(typed), `viem: ${label}`).to.equal(expected)
      expect(TypedDataEncoder.hash({ ...domain }, types, { ...mandate }), `ethers: ${label}`).to.equal(expected)
      seen.add(expected)
    }
    expect(seen.size, "different digests").to.be.greaterThan(hashed.size * 0.99)
  })
})
