import { expect } from "chai"

import { faults } from "../../evidence/keeper/faults.ts"
import { ALLOWED, playFault } from "../../evidence/keeper/playFault.ts"

/** One of each kind; `npm run faults -- keeper` plays all. */
const played = [
  "a transaction landed, its answer timed out",
  "truncated logs",
  "a reorganisation of 8 blocks",
  "two keepers racing with the same key",
]

describe("Keeper: faults", () => {
  for (const name of played) {
    it(`behavior: ${name}`, async () => {
      const fault = faults.find((known) => known.name === name)
      if (!fault) throw new Error("No such fault.")

      const { rentals, lost, wrong, polls, failure } = await playFault(fault)

      expect(failure, "failure").to.equal(undefined)
      expect(rentals, "rentals").to.be.above(10)
      expect(lost, "lost payouts").to.equal(0)
      expect(wrong, "wrong payouts").to.deep.equal([])
      expect(polls, "polls to recover").to.be.at.most(ALLOWED)
    })
  }
})
