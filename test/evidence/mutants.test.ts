import { expect } from "chai"

import { onChangedLines } from "../../evidence/mutants/changedLines.ts"
import { contractsDigest, keyOf } from "../../evidence/mutants/record.ts"

describe("The record of mutants", () => {
  const before = 'contract C {\n    uint256 x = 1; // "one"\n}\n'
  const after = "/// @title It's C.\ncontract C {\n    /* No comment. */ uint256 x = 1;\n}\n"
  const sourcesOf = (content: string) => ({ "contracts/C.sol": { content } })
  const mutantOf = (content: string) => ({
    file: "contracts/C.sol",
    from: content.indexOf("1;"),
    to: content.indexOf("1;") + 1,
    text: "2",
    operator: "literal",
    where: "C",
    line: 2,
    original: "1",
    guard: false,
  })

  it("keeps verdicts when comments change", () => {
    expect(contractsDigest(sourcesOf(after))).to.equal(contractsDigest(sourcesOf(before)))
    expect(keyOf(mutantOf(after), sourcesOf(after))).to.equal(keyOf(mutantOf(before), sourcesOf(before)))
  })

  it("voids verdicts when code or a string changes", () => {
    for (const [from, to] of [
      ["x = 1", "x = 2"],
      ['"a // b"', '"a // c"'],
    ] as const) {
      const source = 'contract C { uint256 x = 1; string y = "a // b"; }'
      expect(contractsDigest(sourcesOf(source.replace(from, to)))).not.to.equal(contractsDigest(sourcesOf(source)))
    }
  })
})

describe("The choice of mutants by revision", () => {
  /** The revision of git that has no files. */
  const EMPTY = "4b825dc642cb6eb9a060e54bf8d69288fbee4904"
  const mutantAt = (line: number) => ({
    file: "contracts/RentalEscrow.sol",
    from: 0,
    to: 0,
    text: "",
    operator: "literal",
    where: "RentalEscrow",
    line,
    original: "",
    guard: false,
  })

  it("takes the lines that the revision does not have", async () => {
    const isChanged = await onChangedLines(EMPTY)
    expect([1, 100, 100_000].map((line) => isChanged(mutantAt(line)))).to.deep.equal([true, true, false])
  })

  it("says what to pass for a revision that does not exist", async () => {
    const failure = await onChangedLines("no-such-revision").catch((error: Error) => error.message)
    expect(failure).to.contain("Pass --since a revision of this repository.")
  })
})
