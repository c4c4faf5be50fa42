import { expect } from "chai"

import { curveChart } from "../../evidence/bugs/curveChart.ts"

describe("The picture of bugs caught", () => {
  const curve = {
    name: "lives",
    unit: "lives",
    of: 8,
    points: [
      { count: 100, bugs: 2 },
      { count: 1_000_000, bugs: 8 },
    ],
  }
  const placesOf = (svg: string) =>
    [...svg.matchAll(/<circle cx="(\d+)" cy="(\d+)"/g)].map(([, x, y]) => [x, y].map(Number))

  it("draws larger sizes further to the right, and more bugs higher", () => {
    const [[x1 = 0, y1 = 0] = [], [x2 = 0, y2 = 0] = []] = placesOf(curveChart([curve]))
    expect(x1).to.be.lessThan(x2)
    expect(y1).to.be.greaterThan(y2)
  })

  it("draws a point for each size, and the name of each search", () => {
    const svg = curveChart([curve, { ...curve, name: "invariants" }])
    expect(placesOf(svg)).to.have.length(4)
    expect(svg).to.contain(">lives</text>").and.to.contain(">invariants</text>")
  })
})
