import { expect } from "chai"
import { type Hex, size, zeroHash } from "viem"

import { ANSWERS, MAGIC } from "../signatures/answers.ts"
import { expectRefused, expectTaken } from "../signatures/taking.ts"
import type { Contract } from "../support/chain.ts"
import { callOf } from "../support/escrow.ts"
import type { Mandate } from "../support/mandate.ts"
import { cost, DAY, HOUR, NO_PERMIT, type Rental } from "../support/offer.ts"
import { accountNamed, addressOf } from "../support/parties.ts"
import { openWorld, type World } from "../support/world.ts"

const { address: wallet } = accountNamed("a wallet with code")
/** Signatures of a wallet have no length of their own. */
const SIGNATURES: readonly Hex[] = [
  "0x",
  "0x01",
  `0x${"ab".repeat(64)}`,
  `0x${"cd".repeat(65)}`,
  `0x${"ef".repeat(4096)}`,
]

describe("EIP-1271", () => {
  let world: World
  let mandates: Contract
  let rental: Rental
  let mandate: Mandate

  before(async () => {
    world = await openWorld()
    mandates = await world.deploy("RentalMandate", [world.escrow.address])
    await world.must(callOf(world.token, addressOf("keeper"), "mint", [wallet, 10n ** 12n]))
    await world.chain.fund(wallet)
    await world.must(callOf(world.token, wallet, "approve", [mandates.address, 10n ** 12n]))
    rental = { offer: world.offer({ startWindow: 0n }), renter: wallet, salt: zeroHash }
    const value = [rental, HOUR, await world.sign(rental.offer), NO_PERMIT]
    await world.must(world.call("payer", "deposit", value))
    mandate = {
      renter: wallet,
      rentalId: await world.idOf(rental),
      maxTotal: cost(rental.offer, DAY),
      step: HOUR,
      extendBefore: DAY,
      maxTip: 0n,
      expiry: 2n ** 40n - 1n,
      epoch: 0n,
      salt: zeroHash,
    }
    await world.must(world.call("host", "setSigner", [wallet]))
  })

  const runs = (code: Hex) => world.chain.client.setCode({ address: wallet, bytecode: code })
  const execute = (signature: Hex) => {
    const call = callOf(mandates, addressOf("keeper"), "execute", [mandate, signature, rental, 0n, NO_PERMIT])
    return world.chain.apart(() => world.send(call))
  }
  const offer = () => world.offer({ epoch: 2n, machine: zeroHash.replace(/0$/, "1") as Hex })

  it("the magic value accepts a signature of any length, of an offer and of a mandate", async () => {
    await runs(MAGIC)
    for (const signature of SIGNATURES) {
      await expectTaken(world, offer(), signature, `offer, ${size(signature)} bytes`)
      expect(await execute(signature).then(({ ok }) => ok), `mandate, ${size(signature)} bytes`).to.equal(true)
    }
  })

  it("every other answer refuses it, also a change of state, which a static call does not allow", async () => {
    for (const [answer, code] of Object.entries(ANSWERS)) {
      await runs(code)
      await expectRefused(world, offer(), "0x1234", wallet, `offer, ${answer}`)
      const outcome = await execute("0x1234")
      expect(outcome, `mandate, ${answer}`).to.deep.equal({ ok: false, error: `MandateSignatureRefused(${wallet})` })
    }
  })

  it("an account without code is not asked", async () => {
    await runs("0x")
    await expectRefused(world, offer(), "0x1234", wallet, "offer")
    const outcome = await execute("0x1234")
    expect(outcome, "mandate").to.deep.equal({ ok: false, error: `InvalidMandateSignature(${wallet})` })
  })
})
