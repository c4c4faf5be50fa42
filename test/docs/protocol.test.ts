import { readFileSync } from "node:fs"

import { expect } from "chai"
import { artifacts } from "hardhat"

const read = (path: string) => readFileSync(new URL(`../../${path}`, import.meta.url), "utf8")

describe("docs/protocol.md", () => {
  const page = read("docs/protocol.md")
  const code = new Set([...page.matchAll(/`([^`\n]+)`/g)].flatMap(([, span = ""]) => span.match(/\w+/g) ?? []))

  it("names every function, event and error of the interface", async () => {
    const { abi } = await artifacts.readArtifact("IRentalEscrow")
    const verbs = [...page.matchAll(/^### (\w+)\(/gm)].map(([, verb]) => verb)
    const names = abi.map(({ name }) => name)

    expect(names, "names of the interface").to.include.members(["deposit", "Deposited", "NotRenter"])
    expect(names.filter((name) => !code.has(name) && !verbs.includes(name))).to.deep.equal([], "unnamed")
  })

  it("gives every bit of a rental's slot its field", async () => {
    const { abi } = await artifacts.readArtifact("IRentalEscrow")
    const outputs = abi.flatMap((item) => (item.type === "function" && item.name === "getRental" ? item.outputs : []))
    const fields = outputs.flatMap((output) => ("components" in output ? output.components : []))
    let bit = 0
    const rows = fields.map(({ name, type }) => {
      const size = type === "bool" ? 8 : Number(/\d+/.exec(type)?.[0])
      bit += size
      return `| ${bit - size}–${bit - 1} | \`${name}\` | ${type} |`
    })

    expect(rows).to.have.lengthOf(10, "fields of a rental's slot")
    expect(rows.filter((row) => !page.includes(row))).to.deep.equal([], "rows that differ")
  })

  it("gives every offer field in the order that is signed", () => {
    const typed = /Offer\(([^)]+)\)/.exec(page)?.[1]?.split(",") ?? []
    const rows = [...page.matchAll(/^\| `(\w+)` \| (address|u?int\d+|bool|bytes32) \| /gm)].map(
      ([, name, type]) => `${type} ${name}`,
    )
    const signed = [...read("contracts/libraries/RentalHash.sol").matchAll(/^ {8}"(.+)"$/gm)].map(([, part]) => part)

    expect(typed).to.have.lengthOf(19, "fields of the type string")
    expect(rows).to.deep.equal(typed, "table")
    expect(signed.join("")).to.equal(`Offer(${typed.join(",")})`, "type string in the contract")
  })

  it("lists every constant", () => {
    const constants = [...read("contracts/libraries/Constants.sol").matchAll(/ constant (\w+) =/g)].map(
      ([, name = ""]) => name,
    )
    // Written out where they are used.
    const spelt = ["NATIVE", "NATIVE_ERC20_FACE", "BPS", "PRICE_PERIOD", "RESERVED"]

    expect(constants).to.include.members(spelt, "constants that are spelt out")
    expect(constants.filter((name) => !code.has(name) && !spelt.includes(name))).to.deep.equal([], "unnamed")
  })

  it("numbers the invariants from 1 to 14", () => {
    const numbers = [...page.matchAll(/^- \*\*I(\d+)\*\* /gm)].map(([, number]) => Number(number))

    expect(numbers).to.deep.equal(Array.from({ length: 14 }, (_, index) => index + 1))
  })
})
