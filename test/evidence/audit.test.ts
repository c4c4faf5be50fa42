import { expect } from "chai"

import { claims } from "../../evidence/audit/claims.ts"

describe("The audit", () => {
  it("counts no property that had fewer runs than it states", () => {
    const fuzz = claims.find(({ name }) => name === "fuzz")
    const outputOf = (...runs: number[]) =>
      `${runs.map((run) => `    ✔ testFuzz_X(uint96,uint32) (runs: ${run})`).join("\n")}\n\n\n  2 passing\n`
    expect(fuzz?.figure(outputOf(100_000, 100_000))).to.equal("2 properties")
    expect(fuzz?.figure(outputOf(100_000, 512))).to.equal(undefined)
    expect(fuzz?.figure(outputOf(100_000))).to.equal(undefined)
  })
})
