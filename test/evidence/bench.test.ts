import { expect } from "chai"

import { regressions } from "../../evidence/bench/gas/figures.ts"

describe("The gas snapshot", () => {
  const before = { settle: 60_000, stop: 75_000 }

  it("accepts what costs a hundredth more, and names what costs above", () => {
    expect(regressions({ settle: 60_600, stop: 75_000 }, before)).to.deep.equal([])
    expect(regressions({ settle: 60_601, stop: 75_000 }, before)).to.deep.equal(["settle: 60000 -> 60601"])
  })

  it("says nothing of a call that the snapshot does not know", () => {
    expect(regressions({ extend: 1 }, before)).to.deep.equal([])
  })
})
