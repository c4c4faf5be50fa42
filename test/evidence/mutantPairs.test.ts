import { expect } from "chai"

import { candidatesOf, type Subject, subjects } from "../../evidence/mutants/candidates.ts"
import { drawPairs } from "../../evidence/mutants/drawPairs.ts"
import { fieldsOf } from "../../evidence/mutants/fields.ts"
import { type Mutant, planted } from "../../evidence/mutants/operators.ts"
import { parse } from "../../evidence/solidity/compiler.ts"

const FILE = "contracts/C.sol"
const SOURCE = `// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

contract C {
    struct Rental { uint256 paid; uint256 until; bool closed; }
    mapping(uint256 id => Rental) rentals;
    mapping(address account => uint256) credits;
    uint256 immutable start = 1;

    function pay(uint256 id, uint256 amount) external {
        Rental storage rental = rentals[id];
        rental.paid += amount;
        if (rental.paid > start) { delete credits[msg.sender]; }
        rentals[id] = Rental({ paid: 1, until: 2, closed: false });
    }
}
`

/** The change of the only place where a text stands. */
function changeOf(original: string, text: string): Mutant {
  const from = SOURCE.indexOf(original)
  expect(SOURCE.indexOf(original, from + 1)).to.equal(-1)
  const [file, to] = [FILE, from + original.length]
  return { file, from, to, text, operator: "", where: "", line: 0, original, guard: false }
}

describe("The fields of a change", () => {
  const trees = parse({ [FILE]: { content: SOURCE } })
  const read = (original: string) => {
    const { from, to } = changeOf(original, "")
    const { uses, writes } = fieldsOf(trees)(FILE, from, to)
    return { uses: [...uses].sort(), writes: [...writes].sort() }
  }

  it("are those of the statement around it", () => {
    expect(read("+=")).to.deep.equal({ uses: ["C.Rental.paid"], writes: ["C.Rental.paid"] })
    expect(read("rental.paid += amount;")).to.deep.equal({ uses: ["C.Rental.paid"], writes: ["C.Rental.paid"] })
    expect(read("Rental storage rental = rentals[id];")).to.deep.equal({ uses: ["rentals"], writes: [] })
  })

  it("are for a condition also those of what depends on it", () => {
    expect(read("rental.paid > start")).to.deep.equal({ uses: ["C.Rental.paid", "credits"], writes: ["credits"] })
  })

  it("are for a new struct all of its fields", () => {
    const all = ["C.Rental.closed", "C.Rental.paid", "C.Rental.until"]
    expect(read("2, closed")).to.deep.equal({ uses: ["rentals"], writes: [...all, "rentals"] })
  })

  it("are for an emptied body all that are in it, and for the head of a function none", () => {
    const body = SOURCE.slice(SOURCE.indexOf("{\n        Rental"), SOURCE.lastIndexOf("}\n}") + 1)
    expect(read(body).writes).to.include.members(["C.Rental.paid", "credits", "rentals"])
    expect(read("external")).to.deep.equal({ uses: [], writes: [] })
  })
})

describe("Two changes", () => {
  it("are planted together, in either order", () => {
    const [first, second] = [changeOf("+=", "-="), changeOf("> start", ">= start + 1")]
    const expected = SOURCE.replace("+=", "-=").replace("> start", ">= start + 1")
    for (const changes of [
      [first, second],
      [second, first],
    ]) {
      expect(planted({ [FILE]: { content: SOURCE } }, ...changes)[FILE]?.content).to.equal(expected)
    }
  })
})

describe("The draw of pairs", () => {
  let subject: Subject
  before(async () => {
    subject = (await subjects()).find(({ part }) => part.name === "periphery") as Subject
  })

  it("draws the same pairs with the same seed, and others with another", () => {
    const keysOf = (seed: string) => drawPairs(candidatesOf(subject), seed).map(({ key }) => key)
    expect(keysOf("one")).to.deep.equal(keysOf("one"))
    expect(keysOf("one").slice(0, 100)).not.to.have.members(keysOf("two").slice(0, 100))
  })

  it("takes turns between the two relations, and takes each pair once", () => {
    const pairs = drawPairs(candidatesOf(subject), "one")
    expect(pairs.length).to.be.greaterThan(100)
    expect(new Set(pairs.map(({ key }) => key)).size).to.equal(pairs.length)
    const relations = pairs.slice(0, 4).map(({ relation }) => relation)
    expect(relations).to.deep.equal(["same function", "shared field", "same function", "shared field"])
  })

  it("never draws changes that overlap", () => {
    for (const { first, second } of drawPairs(candidatesOf(subject), "one")) {
      const [a, b] = [first.mutant, second.mutant]
      expect(a.file !== b.file || a.to <= b.from || b.to <= a.from, `${first.key} ${second.key}`).to.equal(true)
    }
  })

  it("draws a shared field only where one statement writes what the other uses", () => {
    const read = fieldsOf(subject.trees)
    for (const { relation, first, second } of drawPairs(candidatesOf(subject), "one")) {
      if (relation === "same function") {
        expect([second.mutant.file, second.mutant.where]).to.deep.equal([first.mutant.file, first.mutant.where])
        continue
      }
      const [a, b] = [first, second].map(({ mutant: { file, from, to } }) => read(file, from, to))
      const shared = [...(a?.writes ?? [])].filter((field) => b?.uses.has(field))
      const back = [...(b?.writes ?? [])].filter((field) => a?.uses.has(field))
      expect([...shared, ...back], `${first.key} ${second.key}`).not.to.be.empty
    }
  })
})
