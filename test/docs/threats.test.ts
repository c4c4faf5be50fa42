import { readFileSync } from "node:fs"

import { expect } from "chai"

import { economicTable, MACHINES, type Played, playAll } from "../../evidence/economics/economics.ts"
import { threatProblems } from "../../evidence/tables/threatLinks.ts"
import { root } from "../../scripts/support/root.ts"

const page = readFileSync(`${root}docs/threats.md`, "utf8")

describe("docs/threats.md", () => {
  it("default: each attack names a test that exists, and each attack test is named", () => {
    expect(threatProblems()).to.deep.equal([])
  })

  describe("what attacks cost", () => {
    const [, table = ""] = /<!-- economics -->\n([\s\S]*?)\n<!-- \/economics -->/.exec(page) ?? []
    let played: readonly Played[]
    before(async () => {
      played = await playAll([MACHINES.a100])
    })

    it("default: the table is what `npm run economics` computes", () => {
      expect(table).to.equal(economicTable(played).join("\n"))
    })

    it("behavior: every kind of griefing is played", () => {
      expect([...new Set(played.map(({ griefing }) => griefing.kind))]).to.deep.equal([
        "bond locking",
        "machine holding",
        "nonce bumping",
        "dispute flooding",
        "mandate draining",
        "relay griefing",
        "board flooding",
      ])
    })

    it("behavior: the other table has the ratios of the same attacks", () => {
      const [, others = ""] = /<!-- sensitivity -->\n([\s\S]*?)\n<!-- \/sensitivity -->/.exec(page) ?? []
      const attacksOf = (text: string) => text.split("\n").map((row) => row.split(" | ").slice(0, 2).join(" | "))
      expect(attacksOf(others)).to.deep.equal(
        attacksOf(table).map((row, at) => (at === 1 ? "|---|---|---:|---:|---:|---:|---:|" : row)),
      )
    })
  })
})
