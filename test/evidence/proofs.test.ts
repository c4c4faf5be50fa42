import { globSync, readFileSync } from "node:fs"
import { basename } from "node:path"

import { expect } from "chai"

import { plantedFaults, plantedTable } from "../../evidence/proofs/plantedFaults.ts"
import { root } from "../../scripts/support/root.ts"

const read = (file: string) => readFileSync(`${root}${file}`, "utf8")
const page = read("docs/proofs.md")
const files = globSync("proofs/*.sol", { cwd: root }).map((file) => basename(file, ".sol"))

describe("Evidence: proofs", () => {
  it("default: the page has every assertion and every lemma", () => {
    const assertions = files.flatMap((file) =>
      [...read(`proofs/${file}.sol`).matchAll(/function (?:prove|canary)_(\w+)/g)].map(([, name = ""]) => name),
    )
    const lemmas = globSync("proofs/lemmas/*.smt2", { cwd: root }).map((file) =>
      basename(file, ".smt2").replace("canary_", ""),
    )
    const missing = [...assertions, ...lemmas].filter((name) => !new RegExp(`[.\`]${name}\``).test(page))
    expect(missing).to.deep.equal([])
  })

  it("default: the page has the table of the planted faults", () => {
    expect(page).to.include(`<!-- planted faults -->\n${plantedTable().join("\n")}\n<!-- /planted faults -->`)
  })

  it("behavior: every file of proofs has a fault that it must refuse", () => {
    expect([...new Set(plantedFaults.map(({ proofs }) => proofs))].sort()).to.deep.equal([...files].sort())
  })

  for (const { what, file, from, proofs, violated } of plantedFaults) {
    it(`behavior: this fault can be planted: ${what}`, () => {
      expect(read(file).split(from), file).to.have.lengthOf(2)
      for (const name of violated) {
        const [contract, assertion] = name.split(".")
        expect(read(`proofs/${proofs}.sol`), name).to.match(
          new RegExp(`contract ${contract} [\\s\\S]*function ${assertion}\\(`),
        )
      }
    })
  }
})
