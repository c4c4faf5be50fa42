// How the page writes lists of amounts and names.
import { expect } from "chai"

import { listFormat } from "../../app/src/format/listFormat.ts"

describe("the page: lists", () => {
  it("have a separator in each language", () => {
    const amounts = ["39.17 USDC", "0.006 SOL", "0.01 WETH"]
    expect(listFormat("en").format(amounts)).to.equal("39.17 USDC, 0.006 SOL, 0.01 WETH")
    expect(listFormat("fr").format(amounts)).to.equal("39.17 USDC, 0.006 SOL et 0.01 WETH")
    expect(listFormat("en").format(amounts.slice(0, 1))).to.equal("39.17 USDC")
  })
})
