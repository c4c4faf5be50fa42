import { expect } from "chai"

import { deal } from "../../scripts/test/durations.ts"

describe("The lanes of npm test", () => {
  it("default: the longest file goes first, and each to the lane that is done first", () => {
    const durations = { a: 5, b: 40, c: 21, d: 10, solidity: 30 }

    expect(deal(["a", "b", "c", "d"], durations, [30, 0])).to.deep.equal([["c"], ["b", "d", "a"]])
  })

  it("behavior: every file is dealt once, also what is not recorded, as an average one", () => {
    expect(deal(["new", "long", "short"], { long: 9, short: 1 }, [0, 0])).to.deep.equal([["long"], ["new", "short"]])
    expect(deal(["a", "b"], {}, [0, 0])).to.deep.equal([["a"], ["b"]])
  })
})
