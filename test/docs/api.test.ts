import { readFileSync } from "node:fs"

import { escrowAbi } from "@gpuflow/escrow/abi"
import { rentalActions } from "@gpuflow/escrow/ethers"
import { expect } from "chai"
import { JsonRpcProvider } from "ethers"

import { entries } from "../sdk/exampleText.ts"

describe("API reference", () => {
  it("lists every export of every entry", async () => {
    for (const entry of entries) {
      const page = pageOf(entry)
      for (const name of Object.keys(await import(entry))) {
        expect(page.includes(`### ${name}\n`) || page.includes(`\`${name}\``), `${name} in ${entry}`).to.equal(true)
      }
    }
  })

  it("says at every function which entries hold it, and no others", async () => {
    const modules = await Promise.all(
      entries.map(async (entry): Promise<[string, object]> => [entry, await import(entry)]),
    )
    const sections = new Map(
      entries.flatMap((entry) =>
        [...`${pageOf(entry)}\n## `.matchAll(/^### ([a-z]\w*)\n[\s\S]*?(?=\n### |\n## )/gm)].map(
          ([section, name = ""]) => [`${entry}: ${name}`, section] as const,
        ),
      ),
    )
    expect(sections.size, "functions").to.be.greaterThan(100)
    const named = new Set<string>()
    for (const [place, section] of sections) {
      const [, name = "", holder = ""] = /```ts\nimport \{ (\w+) \} from "(.+)"\n/.exec(section) ?? []
      expect(`${holder}: ${name}`, "the import line").to.equal(place)
      const [, others = ""] = /^Also exported by (.+)\.$/m.exec(section) ?? []
      for (const entry of [holder, ...[...others.matchAll(/`(.+?)`/g)].map(([, other = ""]) => other)]) {
        named.add(`${entry}: ${name}`)
      }
    }
    const held = modules.flatMap(([entry, module]) =>
      Object.entries(module).flatMap(([name, value]) => (isPlainFunction(value) ? [`${entry}: ${name}`] : [])),
    )
    expect([...named].sort(), "functions with their entries").to.deep.equal(held.sort())
  })

  it("describes every event with its arguments, their units, what causes it, and what follows", () => {
    const page = readFileSync(new URL("../../docs/api/events.md", import.meta.url), "utf8")
    // OpenZeppelin declares it, and nothing emits it.
    const events = escrowAbi.flatMap((item) =>
      item.type === "event" && item.name !== "EIP712DomainChanged" ? [item] : [],
    )
    for (const { name, inputs } of events) {
      expect(page, name).to.match(
        new RegExp(`^\\| \\[\`${name}\`\\]\\(#${name.toLowerCase()}\\) (\\| [^|]{10,} ){3}\\|$`, "m"),
      )
      const [, section = ""] = page.split(`\n### ${name}\n`)
      const rows = [...(section.split("\n### ")[0] ?? "").matchAll(/^\| `(\w+)` \| (.*) \| (.*) \| (.*) \| (.+) \|$/gm)]
      expect(
        rows.map(([, argument, , , indexed]) => [argument, indexed === "yes"]),
        name,
      ).to.deep.equal(inputs.map((input) => [input.name, input.indexed]))
      for (const [, argument, type, unit] of rows) {
        expect(type === "`bigint`" ? unit !== "" : unit === "", `${name}: the unit of ${argument}`).to.equal(true)
      }
    }
  })

  it("describes every method of the actions on ethers", () => {
    const provider = new JsonRpcProvider("http://127.0.0.1:8545", 137, { staticNetwork: true })
    const methods = Object.keys(rentalActions(provider))
    provider.destroy()

    const [, section = ""] = pageOf("@gpuflow/escrow/ethers").split("\n### RentalActions\n")
    const described = [...section.matchAll(/^#### (\w+)\n\n\S/gm)].map(([, name]) => name)
    expect(described.sort(), "methods").to.deep.equal(methods.sort())
  })
})

function pageOf(entry: string): string {
  const name = entry.split("/").slice(2).join("-") || "escrow"
  return readFileSync(new URL(`../../docs/api/${name}.md`, import.meta.url), "utf8")
}

function isPlainFunction(value: unknown): boolean {
  return typeof value === "function" && !/^class\b/.test(value.toString())
}
