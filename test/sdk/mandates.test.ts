import { findEvent, getState } from "@gpuflow/escrow"
import { rentalMandateAbi } from "@gpuflow/escrow/abi"
import {
  buildMandate,
  checkMandate,
  executeMandate,
  getMandateSpent,
  getNextExtension,
  hashMandate,
  parseMandate,
  serializeMandate,
  signMandate,
} from "@gpuflow/escrow/mandate"
import { expect } from "chai"

import { allow, rented, withMandates } from "../support/periphery.ts"
import { HOUR } from "../support/rentals.ts"
import { networkHelpers } from "../support/sharedChain.ts"

const { loadFixture, time } = networkHelpers

describe("SDK: mandates", () => {
  it("default: a rental of an hour is extended within the signed sum, and then no more", async () => {
    const world = await loadFixture(withMandates)
    const { client, escrow, mandateContract, renter, stranger } = world
    const { rental, id } = await rented(world)
    await allow(renter, world.token, mandateContract)
    const contracts = { escrow, mandateContract }
    const mandate = await buildMandate(client, {
      ...contracts,
      rental,
      until: 3n * HOUR,
      step: HOUR,
      extendBefore: 600n,
      maxTip: 1_000n,
    })
    const digest = await client.readContract({
      address: mandateContract,
      abi: rentalMandateAbi,
      functionName: "digestOf",
      args: [
        {
          ...mandate,
          expiry: Number(mandate.expiry),
          step: Number(mandate.step),
          extendBefore: Number(mandate.extendBefore),
          epoch: Number(mandate.epoch),
        },
      ],
    })
    const { chainId } = await signMandate(renter, { ...contracts, rental, mandate, until: 3n * HOUR })
    expect(hashMandate({ mandateContract, chainId, mandate }), "digest").to.equal(digest)
    const signed = parseMandate(serializeMandate(await signMandate(renter, { ...contracts, rental, mandate })))
    const waiting = await checkMandate(client, { signed, tip: 1_000n })
    expect(waiting.status, JSON.stringify(waiting.problems)).to.equal("waiting")
    await time.increaseTo(waiting.next?.dueAt ?? 0n)
    expect((await checkMandate(client, { signed, tip: 1_000n })).status, "then").to.equal("due")
    const { events } = await executeMandate(stranger, { signed, tip: 1_000n })
    expect(findEvent(events, "MandateExecuted")?.args.duration, "duration").to.equal(2n * HOUR)
    expect((await getState(client, { escrow, id })).duration, "state").to.equal(2n * HOUR)
    expect(
      await getMandateSpent(client, { mandateContract, renter: rental.renter, salt: mandate.salt }),
      "spent",
    ).to.equal(1_501_000n)
    expect((await getNextExtension(client, signed)).duration, "next").to.equal(3n * HOUR)
  })
})
