// What OpenZeppelin's own tests expect of Ownable2Step and EIP712, of the contracts that inherit them.
import { expect } from "chai"
import { hashTypedData, zeroAddress } from "viem"

import { digestOf } from "../signatures/encoder.ts"
import { expectRefused, expectTaken } from "../signatures/taking.ts"
import { artifactOf } from "../support/chain.ts"
import { typedOffer } from "../support/offer.ts"
import { accountOf, addressOf, type Role } from "../support/parties.ts"
import { domainOf, openWorld, type World } from "../support/world.ts"

describe("OpenZeppelin's Ownable2Step", () => {
  let world: World

  before(async () => {
    world = await openWorld()
  })

  const apart = (body: () => Promise<void>) => () => world.chain.apart(body)
  const owners = async () => [
    await world.chain.read(world.escrow, "owner"),
    await world.chain.read(world.escrow, "pendingOwner"),
  ]
  const unauthorized = (role: Role) => ({ ok: false, error: `OwnableUnauthorizedAccount(${addressOf(role)})` })
  const [owner, next, other] = [addressOf("owner"), addressOf("keeper"), addressOf("payer")]

  it("the initial owner is not the zero address, and is announced", async () => {
    await world.chain.apart(async () => {
      const parties = [addressOf("guardian"), addressOf("treasury")]
      const refused = await world.deploy("RentalEscrow", [zeroAddress, ...parties]).catch((failure: unknown) => failure)
      expect(String(refused), "zero").to.include("OwnableInvalidOwner")
      const { address } = await world.deploy("RentalEscrow", [other, ...parties])
      const { abi } = await artifactOf("RentalEscrow")
      const [event] = await world.chain.client.getContractEvents({
        address,
        abi,
        eventName: "OwnershipTransferred",
        fromBlock: "latest",
      })
      expect(Object(event).args).to.deep.equal({ previousOwner: zeroAddress, newOwner: other })
    })
  })

  it(
    "starting a transfer does not change the owner",
    apart(async () => {
      const { logs } = await world.must(world.call("owner", "transferOwnership", [next]))
      expect(logs.map(({ name, args }) => [name, Object.fromEntries(args)])).to.deep.equal([
        ["OwnershipTransferStarted", { previousOwner: owner, newOwner: next }],
      ])
      expect(await owners()).to.deep.equal([owner, next])
    }),
  )

  it(
    "accepting changes the owner, once, and clears the pending one",
    apart(async () => {
      await world.must(world.call("owner", "transferOwnership", [next]))
      const { logs } = await world.must(world.call("keeper", "acceptOwnership", []))
      expect(logs.map(({ name, args }) => [name, Object.fromEntries(args)])).to.deep.equal([
        ["OwnershipTransferred", { previousOwner: owner, newOwner: next }],
      ])
      expect(await owners()).to.deep.equal([next, zeroAddress])
      expect(await world.send(world.call("keeper", "acceptOwnership", []))).to.deep.equal(unauthorized("keeper"))
      expect(await world.send(world.call("owner", "setGuardian", [other]))).to.deep.equal(unauthorized("owner"))
    }),
  )

  it(
    "nobody but the pending owner accepts, the owner neither",
    apart(async () => {
      await world.must(world.call("owner", "transferOwnership", [next]))
      for (const role of ["payer", "owner", "guardian"] as const)
        expect(await world.send(world.call(role, "acceptOwnership", [])), role).to.deep.equal(unauthorized(role))
    }),
  )

  it(
    "nobody but the owner transfers or renounces, the pending owner neither",
    apart(async () => {
      await world.must(world.call("owner", "transferOwnership", [next]))
      for (const role of ["keeper", "guardian", "treasury"] as const) {
        const transfer = await world.send(world.call(role, "transferOwnership", [addressOf(role)]))
        expect(transfer, role).to.deep.equal(unauthorized(role))
        expect(await world.send(world.call(role, "renounceOwnership", [])), role).to.deep.equal(unauthorized(role))
      }
    }),
  )

  it(
    "a transfer to zero takes a pending one back, and a second one replaces it",
    apart(async () => {
      await world.must(world.call("owner", "transferOwnership", [next]))
      await world.must(world.call("owner", "transferOwnership", [other]))
      expect(await owners(), "replaced").to.deep.equal([owner, other])
      expect(await world.send(world.call("keeper", "acceptOwnership", []))).to.deep.equal(unauthorized("keeper"))
      await world.must(world.call("owner", "transferOwnership", [zeroAddress]))
      expect(await owners(), "taken back").to.deep.equal([owner, zeroAddress])
      expect(await world.send(world.call("payer", "acceptOwnership", []))).to.deep.equal(unauthorized("payer"))
    }),
  )

  it(
    "renouncing leaves no owner, and clears the pending one, who can then not accept",
    apart(async () => {
      await world.must(world.call("owner", "transferOwnership", [next]))
      const { logs } = await world.must(world.call("owner", "renounceOwnership", []))
      expect(logs.map(({ name, args }) => [name, Object.fromEntries(args)])).to.deep.equal([
        ["OwnershipTransferred", { previousOwner: owner, newOwner: zeroAddress }],
      ])
      expect(await owners()).to.deep.equal([zeroAddress, zeroAddress])
      expect(await world.send(world.call("keeper", "acceptOwnership", []))).to.deep.equal(unauthorized("keeper"))
    }),
  )
})

describe("OpenZeppelin's EIP712", () => {
  it("the domain follows the chain: after a fork with another id, offers are signed for the new one", async () => {
    const [here, there] = [await openWorld(137), await openWorld(80_002)]
    expect(there.escrow.address, "same address").to.equal(here.escrow.address)
    for (const world of [here, there]) {
      const offer = world.offer()
      const digest = digestOf(offer, domainOf(world))
      expect(hashTypedData(typedOffer(offer, domainOf(world))), "digest").to.equal(digest)
      await expectTaken(world, offer, await accountOf("signer").sign({ hash: digest }), "the chain's own")
      const other = world === here ? there : here
      const foreign = await accountOf("signer").sign({ hash: digestOf(offer, domainOf(other)) })
      await expectRefused(world, offer, foreign, addressOf("signer"), "the other chain's")
    }
  })

  it("name and version are short strings: they need no storage, and are in the slots that the protocol names", async () => {
    const world = await openWorld()
    for (const slot of [9n, 10n]) {
      const stored = await world.chain.client.getStorageAt({
        address: world.escrow.address,
        slot: `0x${slot.toString(16)}`,
      })
      expect(BigInt(stored ?? 0), `slot ${slot}`).to.equal(0n)
    }
  })
})
