import { readFileSync } from "node:fs"

import { expect } from "chai"

import { moneyMoves, moneyTables } from "../../evidence/maps/money.ts"
import { playTransitions, stateDiagram } from "../../evidence/maps/states.ts"
import { root } from "../../scripts/support/root.ts"

const page = readFileSync(`${root}docs/audit.md`, "utf8")
const block = (name: string) => new RegExp(`<!-- ${name} -->\\n([\\s\\S]*?)\\n<!-- /${name} -->`).exec(page)?.[1]

describe("docs/audit.md", () => {
  it("default: the map of states is what the contract carries out", async () => {
    expect(block("states"), "run `npm run maps`").to.equal(stateDiagram(await playTransitions()).join("\n"))
  })

  it("default: the map of money is what the sources say", async () => {
    const moves = await moneyMoves()
    expect(block("money"), "run `npm run maps`").to.equal(moneyTables(moves).join("\n"))
    // A view, or a function that only sets something, moves nothing.
    expect(moves.map(({ name }) => name)).to.include.members(["deposit", "execute", "rent"])
    expect(moves.map(({ name }) => name)).not.to.include.members(["setMarket", "revokeOffers", "getRental"])
  })
})
