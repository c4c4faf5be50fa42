import { expect } from "chai"

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
