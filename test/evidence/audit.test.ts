import { expect } from "chai"

import { steps } from "../../evidence/audit/steps.ts"

describe("The audit", () => {
  it("takes no property for shown that had fewer runs than it says", () => {
    const fuzz = steps.find(({ name }) => name === "fuzz")
    const outputOf = (...runs: number[]) =>
      `${runs.map((run) => `    ✔ testFuzz_X(uint96,uint32) (runs: ${run})`).join("\n")}\n\n\n  2 passing\n`
    expect(fuzz?.figure(outputOf(100_000, 100_000))).to.equal("2 properties")
    expect(fuzz?.figure(outputOf(100_000, 512))).to.equal(undefined)
    expect(fuzz?.figure(outputOf(100_000))).to.equal(undefined)
  })
})
