import { expect } from "chai"
import {
  concat,
  type Hex,
  numberToHex,
  parseSignature,
  serializeCompactSignature,
  signatureToCompactSignature,
  size,
  slice,
  zeroAddress,
} from "viem"

import { callOf } from "../support/escrow.ts"
import { typedOffer } from "../support/offer.ts"
import { accountNamed, accountOf, addressOf } from "../support/parties.ts"
import { domainOf, openWorld, type World } from "../support/world.ts"
import { digestOf } from "./encoder.ts"
import { expectRefused, expectTaken, wrapped } from "./taking.ts"

const CURVE_ORDER = 0xfffffffffffffffffffffffffffffffebaaedce6af48a03bbfd25e8cd0364141n

describe("forms of one signature", () => {
  const signer = addressOf("signer")
  let world: World
  let good: Hex

  before(async () => {
    world = await openWorld()
    good = await world.sign(world.offer())
  })

  it("65 bytes with a low s are taken", async () => {
    expect(size(good), "bytes").to.equal(65)
    await expectTaken(world, world.offer(), good, "as signed")
  })

  it("the other s of the same signature is refused", async () => {
    const { r, s, yParity } = parseSignature(good)
    const mirrored = concat([r, numberToHex(CURVE_ORDER - BigInt(s), { size: 32 }), yParity === 0 ? "0x1c" : "0x1b"])
    await expectRefused(world, world.offer(), mirrored, signer, "high s")
  })

  it("the compact 64 bytes of ERC-2098 are refused", async () => {
    const compact = serializeCompactSignature(signatureToCompactSignature(parseSignature(good)))
    expect(size(compact), "bytes").to.equal(64)
    await expectRefused(world, world.offer(), compact, signer, "compact")
  })

  it("a recovery id of 0 or 1 instead of 27 or 28 is refused, and so is every other one", async () => {
    const { yParity } = parseSignature(good)
    for (const v of [0, 1, 26, 29, 35, 36, 255, yParity === 0 ? 28 : 27]) {
      const changed = concat([slice(good, 0, 64), numberToHex(v, { size: 1 })])
      await expectRefused(world, world.offer(), changed, signer, `v = ${v}`)
    }
  })

  it("an empty, a short, a long and a doubled one are refused, and so are zeros", async () => {
    const forms: readonly Hex[] = [
      "0x",
      "0x00",
      slice(good, 0, 64),
      concat([good, "0x00"]),
      concat([good, good]),
      concat([good, `0x${"ff".repeat(4096)}`]),
      `0x${"00".repeat(65)}`,
      `0x${"ff".repeat(65)}`,
    ]
    for (const form of forms) await expectRefused(world, world.offer(), form, signer, `${size(form)} bytes`)
  })

  it("each of the 520 bits counts", async () => {
    for (let bit = 0; bit < 520; bit += 1) {
      const flipped = numberToHex(BigInt(good) ^ (1n << BigInt(bit)), { size: 65 })
      await expectRefused(world, world.offer(), flipped, signer, `bit ${bit}`)
    }
  })

  it("wrapped as a counterfactual signature (ERC-6492) it is refused, whether the account has code or not", async () => {
    await expectRefused(world, world.offer(), wrapped(good, world.escrow.address, "0x"), signer, "no code")
    const wallet = await world.deploy("KeyWallet", [addressOf("signer")])
    await world.chain.apart(async () => {
      await world.must(world.call("host", "setSigner", [wallet.address]))
      const offer = world.offer({ epoch: 2n })
      const signature = await world.sign(offer)
      await expectTaken(world, offer, signature, "unwrapped")
      const form = wrapped(signature, world.escrow.address, "0x")
      await expectRefused(world, offer, form, wallet.address, "wrapped")
    })
  })

  it("a personal message over the digest is no offer", async () => {
    const { signTypedData, signMessage } = accountOf("signer")
    const typed = typedOffer(world.offer(), domainOf(world))
    await expectTaken(world, world.offer(), await signTypedData(typed), "typed data")
    const message = await signMessage({ message: { raw: digestOf(world.offer(), domainOf(world)) } })
    await expectRefused(world, world.offer(), message, signer, "personal message")
  })
})

describe("where and by whom a signature counts", () => {
  let world: World

  before(async () => {
    world = await openWorld()
  })

  it("not under another name, version, chain id or contract", async () => {
    const offer = world.offer()
    const domain = domainOf(world)
    const { signTypedData } = accountOf("signer")
    const others = [
      { ...domain, name: "Rental Escrow" },
      { ...domain, version: "2" },
      { ...domain, chainId: 1 },
      { ...domain, verifyingContract: world.token.address },
    ]
    for (const other of others) {
      const signature = await signTypedData(typedOffer(offer, other))
      await expectRefused(world, offer, signature, addressOf("signer"), JSON.stringify(other))
    }
  })

  it("not on another chain where everything else is the same, down to the escrow's address and the rental's id", async () => {
    const amoy = await openWorld(80_002)
    const offer = world.offer()
    const rental = { offer, renter: addressOf("renter"), salt: offer.spec }
    expect(amoy.escrow.address, "address").to.equal(world.escrow.address)
    expect(amoy.offer(), "offer").to.deep.equal(offer)
    expect(await amoy.idOf(rental), "id").to.equal(await world.idOf(rental))

    const [here, there] = [await world.sign(offer), await amoy.sign(offer)]
    await expectTaken(amoy, offer, there, "signed there")
    await expectRefused(amoy, offer, here, addressOf("signer"), "signed here")
    await expectRefused(world, offer, there, addressOf("signer"), "signed there")
  })

  it("not in another deployment on the same chain", async () => {
    await world.chain.apart(async () => {
      const parties = [addressOf("owner"), addressOf("guardian"), addressOf("treasury")]
      const second = await world.deploy("RentalEscrow", parties)
      const elsewhere: World = {
        ...world,
        escrow: second,
        call: (role, name, args, value) => callOf(second, addressOf(role), name, args, value),
      }
      const market = [world.token.address, addressOf("arbiter"), 1000n, true]
      await world.must(elsewhere.call("owner", "setMarket", market))
      await world.must(elsewhere.call("host", "setSigner", [addressOf("signer")]))
      await world.must(callOf(world.token, addressOf("payer"), "approve", [second.address, 2n ** 256n - 1n]))

      const offer = world.offer({ bond: 0n })
      const there = await accountOf("signer").signTypedData(typedOffer(offer, domainOf(elsewhere)))
      await expectTaken(elsewhere, offer, there, "signed for it")
      await expectRefused(elsewhere, offer, await world.sign(offer), addressOf("signer"), "signed for the first")
      await expectRefused(world, offer, there, addressOf("signer"), "signed for the second")
    })
  })

  it("not from a key that was replaced, nor from the host's own while another is named", async () => {
    await world.chain.apart(async () => {
      const next = accountNamed("the next signer")
      await world.must(world.call("host", "setSigner", [next.address]))
      const offer = world.offer({ epoch: 2n })
      const by = (account: typeof next): Promise<Hex> => account.signTypedData(typedOffer(offer, domainOf(world)))

      await expectTaken(world, offer, await by(next), "the named key")
      await expectRefused(world, offer, await by(accountOf("signer")), next.address, "the key before")
      await expectRefused(world, offer, await by(accountOf("host")), next.address, "the host's own key")
      await expectRefused(world, offer, await by(accountOf("operator")), next.address, "the operator's key")

      await world.must(world.call("host", "setSigner", [zeroAddress]))
      const later = world.offer({ epoch: 3n })
      const own = await accountOf("host").signTypedData(typedOffer(later, domainOf(world)))
      const old = await next.signTypedData(typedOffer(later, domainOf(world)))
      await expectTaken(world, later, own, "the host's own key")
      await expectRefused(world, later, old, addressOf("host"), "the key that was replaced")
    })
  })
})
