import { expect } from "chai"
import { liveAround } from "../support/boardLife.ts"
import { deployed, networkHelpers } from "../support/sharedChain.ts"
import { openTestBoard } from "../support/testBoard.ts"

describe("the board through random lives of the chain", () => {
  for (const [kind, seed] of [
    ["pglite", 1],
    ["postgres", 2],
  ] as const) {
    it(`on ${kind}: a deposit takes every offer that is listed, and none that it would take is missing`, async () => {
      const place = await networkHelpers.loadFixture(deployed)
      const testBoard = await openTestBoard({ escrow: place.escrow, kind })
      try {
        const { listed, falsely, missing, moves } = await liveAround({
          place,
          testBoard,
          offers: 40,
          blocks: 24,
          seed,
        })
        expect(falsely.slice(0, 5), "listed, and a deposit fails").to.deep.equal([])
        expect(missing.slice(0, 5), "not listed, and a deposit succeeds").to.deep.equal([])
        expect(listed, JSON.stringify(moves)).to.be.above(50)
        expect(Object.keys(moves), "moves").to.include.members(["deposit", "closeMarket", "reorganisation"])
      } finally {
        await testBoard.close()
      }
    })
  }
})
