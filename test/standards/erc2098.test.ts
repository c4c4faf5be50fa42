import { expect } from "chai"
import { concat, type Hex, hashMessage, slice } from "viem"
import { privateKeyToAccount } from "viem/accounts"

import { signatureFault, wholeSignature } from "../../sdk/core/signature.ts"
import { expectRefused, expectTaken } from "../signatures/taking.ts"
import { typedOffer } from "../support/offer.ts"
import { domainOf, openWorld } from "../support/world.ts"

/** The EIP's two test cases. */
const KEY: Hex = "0x1234567890123456789012345678901234567890123456789012345678901234"
const CASES = [
  {
    message: "Hello World",
    r: "0x68a020a209d3d56c46f38cc50a33f704f4a9a10a59377f8dd762ac66910e9b90",
    s: "0x7e865ad05c4035ab5792787d4a0297a43617ae897930a6fe4d822b8faea52064",
    v: "0x1b",
    yParityAndS: "0x7e865ad05c4035ab5792787d4a0297a43617ae897930a6fe4d822b8faea52064",
  },
  {
    message: "It's a small(er) world",
    r: "0x9328da16089fcba9bececa81663203989f2df5fe1faa6291a45381c81bd17f76",
    s: "0x139c6d6b623b42da56557e5e734a43dc83345ddfadec52cbe24d0cc64f550793",
    v: "0x1c",
    yParityAndS: "0x939c6d6b623b42da56557e5e734a43dc83345ddfadec52cbe24d0cc64f550793",
  },
] as const
const signer = privateKeyToAccount(KEY)

describe("ERC-2098", () => {
  for (const { message, r, s, v, yParityAndS } of CASES) {
    it(`"${message}": the SDK makes the EIP's whole signature of the EIP's compact one`, async () => {
      const [whole, compact] = [concat([r, s, v]), concat([r, yParityAndS])]
      expect(await signer.sign({ hash: hashMessage(message) }), "as signed").to.equal(whole)
      expect(wholeSignature(compact), "made whole").to.equal(whole)
      expect(wholeSignature(whole), "whole already").to.equal(whole)
      expect(signatureFault(compact), "what the contract would miss").to.equal("65 bytes")
    })
  }

  it("the escrow takes 65 bytes alone: the compact form of a good signature is refused", async () => {
    const world = await openWorld()
    await world.must(world.call("host", "setSigner", [signer.address]))
    // Both parities are met within a few offers.
    for (const nonceOfSpec of [1n, 2n, 3n, 4n, 5n, 6n]) {
      const offer = world.offer({ epoch: 2n, expiry: world.offer().expiry + nonceOfSpec })
      const whole = await signer.signTypedData(typedOffer(offer, domainOf(world)))
      const [r, s, v] = [slice(whole, 0, 32), slice(whole, 32, 64), slice(whole, 64)]
      const top = v === "0x1c" ? 1n << 255n : 0n
      const compact = concat([r, `0x${(BigInt(s) | top).toString(16).padStart(64, "0")}`])
      expect(wholeSignature(compact), "the SDK's whole form").to.equal(whole)
      await expectTaken(world, offer, whole, "whole")
      await expectRefused(world, offer, compact, signer.address, "compact")
    }
  })
})
