import { expect } from "chai"
import { type Address, concat, type Hex, type PrivateKeyAccount, sliceHex, zeroAddress } from "viem"

import type { Contract } from "../support/chain.ts"
import { delegate } from "../support/delegation.ts"
import { callOf } from "../support/escrow.ts"
import { type Offer, typedOffer } from "../support/offer.ts"
import { accountNamed, accountOf, addressOf } from "../support/parties.ts"
import { deploySafes, type SafeFactory, signAsSafe } from "../support/safe.ts"
import { domainOf, openWorld, type World } from "../support/world.ts"
import { ANSWERS, MAGIC } from "./answers.ts"
import { digestOf } from "./encoder.ts"
import { expectRefused, expectTaken, wrapped } from "./taking.ts"

const alice = accountNamed("alice")
const bob = accountNamed("bob")
const carol = accountNamed("carol")

describe("signers that are Safes", () => {
  let world: World
  let safes: SafeFactory

  before(async () => {
    world = await openWorld()
    safes = await deploySafes(world.chain)
  })

  const offerOf = (host: Address): Offer => world.offer({ host, bond: 0n, epoch: 0n })
  const signAs = (safe: Contract, offer: Offer, ...owners: readonly PrivateKeyAccount[]): Promise<Hex> =>
    signAsSafe(world.chain, safe.address, digestOf(offer, domainOf(world)), owners)

  it("a Safe that is the host stands behind what its owner signed for it", async () => {
    const safe = await safes.open([alice], 1n)
    const offer = offerOf(safe.address)
    await expectTaken(world, offer, await signAs(safe, offer, alice), "by its owner")
    await expectRefused(world, offer, await signAs(safe, offer, bob), safe.address, "by a stranger")
    await expectRefused(world, offer, "0x", safe.address, "by nobody")
    const bare = await alice.signTypedData(typedOffer(offer, domainOf(world)))
    await expectRefused(world, offer, bare, safe.address, "by its owner, in its own name")
  })

  it("a signature for one of two Safes with one owner is refused for the other", async () => {
    const [first, second] = [await safes.open([alice], 1n), await safes.open([alice], 1n)]
    const [ofFirst, ofSecond] = [offerOf(first.address), offerOf(second.address)]
    await expectTaken(world, ofSecond, await signAs(second, ofSecond, alice), "for the second")
    await expectRefused(world, ofSecond, await signAs(first, ofFirst, alice), second.address, "the first one's offer")
    await expectRefused(world, ofSecond, await signAs(first, ofSecond, alice), second.address, "signed for the first")

    await world.chain.apart(async () => {
      await world.must(world.call("host", "setSigner", [first.address]))
      const offer = world.offer({ epoch: 2n })
      await expectTaken(world, offer, await signAs(first, offer, alice), "the host's signer is the first")
      await expectRefused(world, offer, await signAs(second, offer, alice), first.address, "the second signs")
    })
  })

  it("two of three owners are two", async () => {
    const safe = await safes.open([alice, bob, carol], 2n)
    const offer = offerOf(safe.address)
    await expectTaken(world, offer, await signAs(safe, offer, alice, carol), "two owners")
    await expectRefused(world, offer, await signAs(safe, offer, alice), safe.address, "one owner")
    await expectRefused(world, offer, await signAs(safe, offer, alice, alice), safe.address, "one owner twice")
    const both = await signAs(safe, offer, alice, bob)
    const turned = concat([sliceHex(both, 65), sliceHex(both, 0, 65)])
    await expectRefused(world, offer, turned, safe.address, "in the wrong order")
  })

  it("an owner that the Safe has replaced signs no more", async () => {
    const safe = await safes.open([alice], 1n)
    const offer = offerOf(safe.address)
    const signature = await signAs(safe, offer, alice)
    await expectTaken(world, offer, signature, "before")
    await world.chain.fund(safe.address)
    const first = "0x0000000000000000000000000000000000000001"
    await world.must(callOf(safe, safe.address, "swapOwner", [first, alice.address, bob.address]))
    await expectRefused(world, offer, signature, safe.address, "after")
    await expectTaken(world, offer, await signAs(safe, offer, bob), "the new owner")
  })

  it("a Safe that does not exist yet signs nothing, wrapped or not; once it does, it stands behind its offer", async () => {
    const salt = 6492n
    const future = await world.chain.apart(() => safes.open([alice], 1n, salt))
    const offer = offerOf(future.address)
    const signature = await signAs(future, offer, alice)
    expect(await world.chain.client.getCode(future), "code").to.equal(undefined)
    await expectRefused(world, offer, signature, future.address, "unwrapped")
    const form = wrapped(signature, world.escrow.address, "0x")
    await expectRefused(world, offer, form, future.address, "wrapped")

    expect((await safes.open([alice], 1n, salt)).address, "address").to.equal(future.address)
    await expectTaken(world, offer, signature, "unwrapped, once it exists")
    await expectRefused(world, offer, form, future.address, "wrapped, once it exists")
  })

  it("a host that names a Safe signs nothing by its own key", async () => {
    await world.chain.apart(async () => {
      const safe = await safes.open([alice], 1n)
      await world.must(world.call("host", "setSigner", [safe.address]))
      const offer = world.offer({ epoch: 2n })
      const own = await accountOf("host").signTypedData(typedOffer(offer, domainOf(world)))
      await expectTaken(world, offer, await signAs(safe, offer, alice), "the Safe")
      await expectRefused(world, offer, own, safe.address, "the host's own key")
      await expectRefused(world, offer, await world.sign(offer), safe.address, "the signer before")
    })
  })
})

describe("signers that answer wrongly", () => {
  let world: World

  before(async () => {
    world = await openWorld()
    await world.must(world.call("host", "setSigner", [carol.address]))
  })

  it("the magic value, and nothing else, is a yes", async () => {
    const offer = world.offer({ epoch: 2n })
    await world.chain.client.setCode({ address: carol.address, bytecode: MAGIC })
    await expectTaken(world, offer, "0x", "the magic value")
    for (const [answer, code] of Object.entries(ANSWERS)) {
      await world.chain.client.setCode({ address: carol.address, bytecode: code })
      await expectRefused(world, offer, "0x1234", carol.address, answer)
    }
  })

  it("a key whose account answers wrongly, or not at all, still signs for itself", async () => {
    const offer = world.offer({ epoch: 2n })
    const signature = await carol.signTypedData(typedOffer(offer, domainOf(world)))
    for (const [answer, code] of Object.entries(ANSWERS)) {
      await world.chain.client.setCode({ address: carol.address, bytecode: code })
      await expectTaken(world, offer, signature, answer)
    }
  })
})

describe("a host whose account delegates its code (EIP-7702)", () => {
  const host = accountOf("host")
  const session = accountNamed("session key")
  let world: World
  let offer: Offer
  let signedBefore: Hex

  before(async () => {
    world = await openWorld()
    await world.must(world.call("host", "setSigner", [zeroAddress]))
    offer = world.offer({ epoch: 2n })
    signedBefore = await host.signTypedData(typedOffer(offer, domainOf(world)))
  })

  it("keeps its key's offers, older and newer, whatever the code says", async () => {
    const deaf = await world.deploy("KeyWallet", [addressOf("keeper")])
    await world.chain.apart(async () => {
      await expectTaken(world, offer, signedBefore, "before")
      await delegate(world.chain, host, deaf.address)
      await expectTaken(world, offer, signedBefore, "signed before the delegation")
      const later = { ...offer, expiry: offer.expiry + 1n }
      const signedLater = await host.signTypedData(typedOffer(later, domainOf(world)))
      await expectTaken(world, later, signedLater, "signed after it")
      const foreign = await session.signTypedData(typedOffer(offer, domainOf(world)))
      await expectRefused(world, offer, foreign, host.address, "signed by somebody else")
    })
  })

  it("also lets its code stand behind offers, as long as it delegates", async () => {
    const wallet = await world.deploy("KeyWallet", [session.address])
    const signature = await session.signTypedData(typedOffer(offer, domainOf(world)))
    await world.chain.apart(async () => {
      await expectRefused(world, offer, signature, host.address, "before")
      await delegate(world.chain, host, wallet.address)
      await expectTaken(world, offer, signature, "delegated")
      await delegate(world.chain, host, zeroAddress)
      await expectRefused(world, offer, signature, host.address, "no longer delegated")
      await expectTaken(world, offer, signedBefore, "the key")
    })
  })

  it("keeps its key's offers under a real Safe's code, which nobody has set up", async () => {
    await world.chain.apart(async () => {
      const safe = await (await deploySafes(world.chain)).open([alice], 1n)
      await delegate(world.chain, host, safe.address)
      await expectTaken(world, offer, signedBefore, "the key")
      const stray = await signAsSafe(world.chain, host.address, digestOf(offer, domainOf(world)), [alice])
      await expectRefused(world, offer, stray, host.address, "an owner of the code's own Safe")
    })
  })

  it("a named signer may delegate just as well", async () => {
    const deaf = await world.deploy("KeyWallet", [addressOf("keeper")])
    await world.chain.apart(async () => {
      await world.must(world.call("host", "setSigner", [addressOf("signer")]))
      await delegate(world.chain, accountOf("signer"), deaf.address)
      const named = world.offer({ epoch: 3n })
      await expectTaken(world, named, await world.sign(named), "the signer's key")
      const own = await host.signTypedData(typedOffer(named, domainOf(world)))
      await expectRefused(world, named, own, addressOf("signer"), "the host's own key")
    })
  })
})
