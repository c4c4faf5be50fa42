import {
  dispute,
  EVIDENCE_WINDOW,
  findEvent,
  getState,
  interrupt,
  type Rental,
  refund,
  resolve,
  rulingPayout,
  settle,
} from "@gpuflow/escrow"
import type { buildOffer } from "@gpuflow/escrow/offer"
import { expect } from "chai"
import { HOUR, running } from "../support/rentals.ts"
import { deployed, networkHelpers, type World } from "../support/sharedChain.ts"

const { loadFixture, takeSnapshot, time } = networkHelpers

/** Terms that divide by nothing, so that every rounding shows. */
const TERMS = { pricePerHour: 2_345_679n, bond: 7_654_321n, challengeWindow: HOUR }
const SHARES = [0n, 1n, 3_333n, 5_000n, 9_999n, 10_000n]
const NOTHING = {
  toHost: 0n,
  fee: 0n,
  toRenter: 0n,
  stakeToHost: 0n,
  stakeToRenter: 0n,
  bondToRenter: 0n,
  bondToHost: 0n,
}

describe("rulingPayout", () => {
  const stories: readonly {
    readonly name: string
    readonly terms?: Partial<buildOffer.Parameters>
    readonly before?: (world: World, rental: Rental) => Promise<unknown>
    readonly after?: (world: World, rental: Rental) => Promise<unknown>
  }[] = [
    { name: "a rental that ran" },
    {
      name: "a rental that its host ended",
      before: ({ host, escrow }, rental) => interrupt(host, { escrow, rental }),
    },
    {
      name: "a rental that was paid in part, and refunded in part",
      terms: { rolling: true, challengeWindow: 900n },
      before: ({ host, payer, escrow }, rental) =>
        settle(payer, { escrow, rental }).then(() => refund(host, { escrow, rental, refundedSeconds: 77n })),
      after: ({ host, escrow }, rental) => refund(host, { escrow, rental, refundedSeconds: 500n }),
    },
  ]

  for (const { name, terms, before, after } of stories) {
    it(`default: is what the contract sends, for every share: ${name}`, async () => {
      const world = await loadFixture(deployed)
      const { client, escrow, renter, arbiter } = world
      const { rental, id } = await running(world, { ...TERMS, ...terms })
      await time.increase(1_801n)
      await before?.(world, rental)
      const evidenceURI = "ipfs://slow"
      await dispute(renter, { escrow, rental, evidenceURI })
      await after?.(world, rental)
      const state = await getState(client, { escrow, id })
      await time.increaseTo(state.since + EVIDENCE_WINDOW)
      const snapshot = await takeSnapshot()
      for (const hostBps of SHARES) {
        const { events } = await resolve(arbiter, { escrow, rental, hostBps })
        const { stakeToHost, stakeToRenter, bondToRenter, bondToHost } = findEvent(events, "Resolved")?.args ?? {}
        const { toHost, fee, toRenter } = findEvent(events, "Closed")?.args ?? {}
        const sent = { toHost, fee, toRenter, stakeToHost, stakeToRenter, bondToRenter, bondToHost }
        expect(rulingPayout(rental.offer, state, hostBps), `${hostBps} bps`).to.deep.equal(sent)
        await snapshot.restore()
      }
    })
  }

  it("behavior: is nothing unless the rental is disputed", async () => {
    const world = await loadFixture(deployed)
    const { rental, id } = await running(world, TERMS)
    const state = await getState(world.client, { escrow: world.escrow, id })
    expect(state.status, "status").to.equal("Active")
    expect(rulingPayout(rental.offer, state, 5_000n), "while it runs").to.deep.equal(NOTHING)
  })
})
