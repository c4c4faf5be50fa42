import { expect } from "chai"

import { mapInParts } from "../../sdk/core/server/inParts.ts"

describe("SDK: work in parts", () => {
  const { setTimeout: timer } = globalThis
  afterEach(() => {
    globalThis.setTimeout = timer
  })

  it("keeps the order, and lets others run in between", async () => {
    const items = Array.from({ length: 20 }, (_, index) => index)
    let turns = 0
    const others = setInterval(() => {
      turns += 1
    })
    const doubled = await mapInParts(items, (item) => {
      const until = performance.now() + 2
      while (performance.now() < until);
      return 2 * item
    })
    clearInterval(others)
    expect(doubled).to.deep.equal(items.map((item) => 2 * item))
    expect(turns, "turns of others").to.be.above(0)
  })

  it("needs no timer, which browsers slow down in a page that is not in front", async () => {
    globalThis.setTimeout = (() => 0) as unknown as typeof setTimeout
    expect(await mapInParts([..."a list of twenty-four on"], (item) => item)).to.have.length(24)
  })

  it("ends with the error of an item", async () => {
    const failed = mapInParts([1, 2, 3], (item) => {
      if (item === 2) throw new Error("two")
      return item
    })
    expect(await failed.catch(String)).to.equal("Error: two")
  })
})
