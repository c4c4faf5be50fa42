import { readFileSync } from "node:fs"
import { join } from "node:path"

import { expect } from "chai"

import { claims } from "../../evidence/audit/claims.ts"
import { bugs } from "../../evidence/bugs/planted.ts"
import { root } from "../../scripts/support/root.ts"

const page = readFileSync(join(root, "docs/evidence.md"), "utf8")

describe("The audit", () => {
  it("counts no property that had fewer runs than it states", () => {
    const fuzz = claims.find(({ name }) => name === "fuzz")
    const outputOf = (...runs: number[]) =>
      `${runs.map((run) => `    ✔ testFuzz_X(uint96,uint32) (runs: ${run})`).join("\n")}\n\n\n  2 passing\n`
    expect(fuzz?.figure(outputOf(100_000, 100_000))).to.equal("2 properties")
    expect(fuzz?.figure(outputOf(100_000, 512))).to.equal(undefined)
    expect(fuzz?.figure(outputOf(100_000))).to.equal(undefined)
  })

  it("reads the figures of the mutants", () => {
    const figure = claims.find(({ name }) => name === "mutants")?.figure
    const summary = "Of 925 effective mutants, 895 were killed and 30 survived: 96.8 % killed.\n"
    const sample = (same: number) => `Of 60 recorded verdicts drawn with --seed 0a1b, ${same} came out the same.\n`
    const found = "925 effective mutants, 895 killed, 30 survived: 96.8 %"
    expect(figure?.(summary)).to.equal(found)
    expect(figure?.(summary + sample(60))).to.equal(`${found}; 60 recorded verdicts judged again, all the same`)
    expect(figure?.("")).to.equal(undefined)
  })

  it("has a row for every claim and every planted bug", () => {
    const rows = [
      ...claims.map(({ sentence, how }) => `\n| ${sentence} | ${how} | `),
      ...bugs.map(({ what, file }) => `\n| ${what} | ${file.replace("contracts/", "")} | `),
    ]
    expect(rows.filter((row) => !page.includes(row))).to.deep.equal([])
  })

  it("gives the digest of the recorded build", () => {
    const { creationCode } = JSON.parse(readFileSync(join(root, "deployments/build/build.json"), "utf8"))
    expect(page).to.include(`| sha256 ${creationCode.slice(0, 16)} |`)
  })
})
