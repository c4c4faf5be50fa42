import { expect } from "chai"

import { type Subject, subjects } from "../../evidence/mutants/candidates.ts"
import { planted } from "../../evidence/mutants/operators.ts"
import { candidatesBy } from "../../evidence/mutants/sumo.ts"

const FILE = "contracts/periphery/RentalMandate.sol"

describe("The changes of another engine", () => {
  let subject: Subject
  before(async () => {
    subject = (await subjects()).find(({ part }) => part.name === "periphery") as Subject
  })

  /** An engine that makes one change, as often as asked. */
  const changing = (original: string, replace: string, operator: string, times = 1) => ({
    mutationsOf: (file: string, source: string) => {
      if (file !== FILE) return []
      const start = source.indexOf(original)
      return Array.from({ length: times }, () => ({ start, end: start + original.length, replace, operator }))
    },
  })

  it("are planted at their place, and name the function around it", () => {
    const [candidate, ...others] = candidatesBy(changing("tip > 0", "true", "CSC"), subject)
    expect(others).to.be.empty
    expect(candidate?.mutant).to.include({ where: "_pay", original: "tip > 0", guard: false })
    const original = subject.sources[FILE]?.content ?? ""
    const changed = candidate && planted(subject.sources, candidate.mutant)[FILE]?.content
    expect(changed).to.equal(original.replace("tip > 0", "true"))
  })

  it("show the expression around an operator", () => {
    const [candidate] = candidatesBy(changing(" <= ", " < ", "BOR"), subject)
    expect(candidate?.mutant).to.include({ original: "tip <= mandate.maxTip", text: "tip < mandate.maxTip" })
    const original = subject.sources[FILE]?.content ?? ""
    const changed = candidate && planted(subject.sources, candidate.mutant)[FILE]?.content
    expect(changed).to.equal(original.replace("tip <= mandate.maxTip", "tip < mandate.maxTip"))
  })

  it("count once, however many operators make them", () => {
    expect(candidatesBy(changing("tip > 0", "true", "CSC", 3), subject)).to.have.length(1)
  })

  it("drop a check where `require` or a modifier goes", () => {
    const isGuard = (original: string, operator: string) =>
      candidatesBy(changing(original, "", operator), subject)[0]?.mutant.guard
    expect(isGuard("require(mandate.step > 0, ZeroStep());", "EHC")).to.equal(true)
    expect(isGuard("nonReentrant", "MOD")).to.equal(true)
    expect(isGuard("emit MandateRevoked(msg.sender, salt);", "EED")).to.equal(false)
  })
})
