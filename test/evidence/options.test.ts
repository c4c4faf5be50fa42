import { spawnSync } from "node:child_process"

import { expect } from "chai"

import { count, pattern, positive, shard, share } from "../../scripts/support/options.ts"

describe("Options of the commands", () => {
  it("are read", () => {
    expect(count("0")).to.equal(0)
    expect(positive("1000000")).to.equal(1_000_000)
    expect(shard("1/2")).to.deep.equal({ index: 1, of: 2 })
    expect([".4", "0.4", "1"].map(share)).to.deep.equal([0.4, 0.4, 1])
    expect(pattern("fee|stake").test("stakeOf")).to.equal(true)
  })

  it("are refused if a command would check nothing with them", () => {
    for (const text of ["", "0", "-1", "1.5", "abc", "1e3"]) expect(() => positive(text), text).to.throw("whole number")
    for (const text of ["", "2/2", "x", "1", "0/0", "1/2/3"]) expect(() => shard(text), text).to.throw("0/2 or 1/2")
    for (const text of ["", "0", "abc", "1.1", "40%"]) expect(() => share(text), text).to.throw("up to 1")
    expect(() => pattern("(")).to.throw("regular expression")
  })

  for (const args of [
    ["--lives", "abc"],
    ["--lives", "0"],
    ["--shard", "2/2"],
    ["--lives", "500", "--skip", "1"],
  ]) {
    it(`are refused before Hardhat starts: ${args.join(" ")}`, () => {
      const { status, stdout, stderr } = spawnSync("node", ["evidence/campaigns/lives.ts", ...args], {
        encoding: "utf8",
      })
      expect(status).to.equal(1)
      expect(stdout).not.to.contain("No difference")
      expect(stderr).to.match(/is invalid|Nothing would be played/)
    })
  }

  for (const other of [["--share", "0.5"], ["--write"], ["--fresh"]]) {
    it(`a sample of mutants is not mixed with ${other.join(" ")}`, () => {
      const { status, stderr } = spawnSync("node", ["evidence/mutants.ts", "--sample", "2", ...other], {
        encoding: "utf8",
      })
      expect(status).to.equal(1)
      expect(stderr).to.include("'--sample <count>' cannot be used with option")
    })
  }
})
