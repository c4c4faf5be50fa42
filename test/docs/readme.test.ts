import { readFileSync } from "node:fs"

import { expect } from "chai"
import { entries } from "../sdk/exampleText.ts"

const read = (path: string) => readFileSync(new URL(`../../${path}`, import.meta.url), "utf8")

describe("README", () => {
  it("shows the example as it is run", () => {
    const [, shown] = /<!-- example:rent -->\n```ts\n(.*?)```\n<!-- example:rent -->/s.exec(read("README.md")) ?? []

    expect(shown, "example in README.md").to.equal(read("examples/rent.ts"))
  })
})

describe("README of the SDK", () => {
  it("lists every entry of the package, and no other", () => {
    const [, section = ""] = read("sdk/README.md").split("\n## Entries\n")
    const rows = (section.split("\n## ")[0] ?? "").split("\n").filter((line) => line.startsWith("| `"))
    const listed = rows.flatMap((row) => row.split(" | ")[0]?.match(/@[\w/]+/g) ?? [])

    expect(listed.sort(), "entries").to.deep.equal(entries.toSorted())
  })
})
