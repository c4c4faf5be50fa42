// A mandate's calls on viem and on ethers: the same bytes, the same results, and the same events.
import { decodeEvents } from "@gpuflow/escrow"
import { rentalMandateAbi } from "@gpuflow/escrow/abi"
import * as onEthers from "@gpuflow/escrow/ethers"
import { decodeMandateEvents } from "@gpuflow/escrow/mandate"
import { expect } from "chai"
import { decodeFunctionData } from "viem"
import { libraries } from "../support/libraries.ts"
import { addressOf } from "../support/parties.ts"
import { allow, rented, withBoth } from "../support/periphery.ts"
import { HOUR } from "../support/rentals.ts"
import { networkHelpers } from "../support/sharedChain.ts"

const { loadFixture, time } = networkHelpers
const PRICE = 1_500_000n
const TIP = 1_000n

/** A running rental, and its mandate as one library builds and signs it. */
async function signedBy(sdk: (typeof libraries)["viem"]) {
  const world = await loadFixture(withBoth)
  const { client, escrow, mandateContract, renter, token } = world
  await allow(renter, token, escrow)
  await allow(renter, token, mandateContract)
  const { rental, id } = await rented(world)
  const contracts = { escrow, mandateContract, rental }
  const mandate = await sdk.buildMandate(client, { ...contracts, until: 3n * HOUR, step: HOUR, maxTip: TIP })
  return { world, id, signed: await sdk.signMandate(renter, { ...contracts, mandate }) }
}

describe("SDK: a mandate's calls on viem and on ethers", () => {
  const { viem, ethers } = libraries

  it("default: both build, sign, and encode the same", async () => {
    const { world, signed } = await signedBy(viem)
    const { client, escrow, mandateContract, renter } = world
    const { mandate, rental } = signed
    const terms = { escrow, mandateContract, rental, until: 3n * HOUR, step: HOUR, maxTip: TIP }
    expect(await ethers.buildMandate(client, terms), "mandate").to.deep.equal(mandate)
    const again = await ethers.signMandate(renter, { escrow, mandateContract, rental, mandate })
    expect(again.signature, "signature").to.equal(signed.signature)
    const calls = [
      ["executeMandate", { signed, tip: TIP }],
      ["executeMandate", { signed: { ...signed, permit: `0x${"01".repeat(160)}` } }],
      ["revokeMandate", { mandateContract, salt: mandate.salt }],
      ["revokeAllMandates", { mandateContract }],
    ] as const
    for (const [verb, parameters] of calls) {
      const call = viem.prepareMandate(client, verb, parameters)
      expect(await ethers.prepareMandate(client, verb, parameters), verb).to.deep.equal(call)
    }
    const { data } = viem.prepareMandate(client, "executeMandate", { signed, tip: TIP })
    const { functionName, args } = decodeFunctionData({ abi: rentalMandateAbi, data })
    expect([functionName, args?.[1], args?.[3], args?.[4]], "decoded").to.deep.equal([
      "execute",
      signed.signature,
      TIP,
      "0x",
    ])
    expect(await ethers.checkMandate(client, { signed, tip: TIP }), "checked").to.deep.equal(
      await viem.checkMandate(client, { signed, tip: TIP }),
    )
  })

  for (const [library, sdk] of Object.entries(libraries)) {
    it(`default: an execution on ${library} has the events of both contracts, in their order`, async () => {
      const { world, id, signed } = await signedBy(sdk)
      const { client, escrow, mandateContract, stranger } = world
      await time.increaseTo((await sdk.getNextExtension(client, signed)).dueAt)

      const { events, receipt } = await sdk.executeMandate(stranger, { signed, tip: TIP })

      expect(events.map(({ eventName }) => eventName)).to.deep.equal(["MandateExecuted", "Extended"])
      const { chainId, mandate } = signed
      const digest = onEthers.hashMandate({ mandateContract, chainId, mandate })
      expect(events[0]?.args, "MandateExecuted").to.deep.equal({
        mandate: digest,
        id,
        renter: addressOf("renter"),
        keeper: addressOf("stranger"),
        duration: 2n * HOUR,
        amount: PRICE,
        tip: TIP,
        spent: PRICE + TIP,
      })
      const { logs } = receipt
      expect(onEthers.decodeMandateEvents({ mandateContract, logs }), "on ethers").to.deep.equal(events.slice(0, 1))
      expect(decodeMandateEvents({ mandateContract, logs }), "on viem").to.deep.equal(events.slice(0, 1))
      expect(decodeEvents({ escrow, logs }), "the escrow's").to.deep.equal(events.slice(1))
    })
  }
})
