import { expect } from "chai"
import { createWalletClient, custom, type Hex, size } from "viem"
import { signTypedData } from "viem/experimental/erc7739"

import { digestOf } from "../signatures/encoder.ts"
import { expectRefused, expectTaken } from "../signatures/taking.ts"
import type { Contract } from "../support/chain.ts"
import { type Offer, typedOffer } from "../support/offer.ts"
import { accountNamed } from "../support/parties.ts"
import { domainOf, openWorld, type World } from "../support/world.ts"

const owner = accountNamed("an owner of two accounts")

describe("ERC-7739", () => {
  let world: World
  let first: Contract
  let second: Contract
  let offer: Offer

  before(async () => {
    world = await openWorld()
    first = await world.deploy("SignerAccount", [owner.address])
    second = await world.deploy("SignerAccount", [owner.address])
    await world.must(world.call("host", "setSigner", [first.address]))
    offer = world.offer({ epoch: 2n })
  })

  const signFor = ({ address: verifier }: Contract, typed = typedOffer(offer, domainOf(world))): Promise<Hex> => {
    const { client, provider } = world.chain
    const wallet = createWalletClient({ account: owner, chain: client.chain, transport: custom(provider) })
    return signTypedData(wallet, { ...typed, verifier })
  }

  it("an offer that is signed inside of the account's own structure is taken", async () => {
    const signature = await signFor(first)
    expect(size(signature), "with the offer's domain, hash and type behind it").to.be.above(65)
    await expectTaken(world, offer, signature, "nested")
  })

  it("it is not replayed for another account of the same owner", async () => {
    await expectRefused(world, offer, await signFor(second), first.address, "signed for the second")
    await world.chain.apart(async () => {
      await world.must(world.call("host", "setSigner", [second.address]))
      const later = { ...offer, epoch: 3n }
      const typed = typedOffer(later, domainOf(world))
      await expectTaken(world, later, await signFor(second, typed), "the second's own")
      await expectRefused(world, later, await signFor(first, typed), second.address, "the first's")
    })
  })

  it("the owner's bare signature of the offer is none of the account", async () => {
    const typed = typedOffer(offer, domainOf(world))
    await expectRefused(world, offer, await owner.signTypedData(typed), first.address, "bare")
    const hash = digestOf(offer, domainOf(world))
    await expectRefused(world, offer, await owner.signMessage({ message: { raw: hash } }), first.address, "message")
  })

  it("an account says by 0x77390001 that it knows the standard", async () => {
    const detection: Hex = `0x${"7739".repeat(16)}`
    expect(await world.chain.read(first, "isValidSignature", [detection, "0x"])).to.equal("0x77390001")
  })
})
