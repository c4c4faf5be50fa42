import { readFileSync } from "node:fs"

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
