import { expect } from "chai"

import { faults, mandateFaults } from "../../evidence/keeper/faults.ts"
import { playFault, type Result } from "../../evidence/keeper/playFault.ts"
import { openDueMandates } from "../support/dueMandates.ts"
import { openDueRentals } from "../support/dueRentals.ts"

/** Some of each kind; `npm run faults -- keeper` and `npm run faults -- mandates` play all. */
const played = [
  "a transaction landed, its answer timed out",
  "truncated logs",
  "a reorganisation of 8 blocks",
  "two keepers racing with the same key",
]

const playedWithMandates = ["a reorganisation of 8 blocks", "broken, half-written and foreign files among the mandates"]

describe("Keeper: faults", () => {
  for (const name of played) {
    it(`behavior: ${name}`, async () => {
      const fault = faults.find((known) => known.name === name)
      if (!fault) throw new Error("No such fault.")

      expectRecovered(await playFault(fault, openDueRentals))
    })
  }

  for (const name of playedWithMandates) {
    it(`behavior: mandates through ${name}`, async () => {
      const fault = mandateFaults.find((known) => known.name === name)
      if (!fault) throw new Error("No such fault.")

      expectRecovered(await playFault(fault, openDueMandates))
    })
  }
})

function expectRecovered({ rentals, allowed, lost, wrong, polls, failure }: Result) {
  expect(failure, "failure").to.equal(undefined)
  expect(rentals, "rentals").to.be.above(10)
  expect(lost, "lost").to.equal(0)
  expect(wrong, "wrong").to.deep.equal([])
  expect(polls, "polls to recover").to.be.at.most(allowed)
}
