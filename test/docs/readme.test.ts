import { readFileSync } from "node:fs"

import { expect } from "chai"

const read = (path: string) => readFileSync(new URL(`../../${path}`, import.meta.url), "utf8")

describe("README", () => {
  it("shows the example as it is run", () => {
    const [, shown] = /<!-- example:rent -->\n```ts\n(.*?)```\n<!-- example:rent -->/s.exec(read("README.md")) ?? []

    expect(shown, "example in README.md").to.equal(read("examples/rent.ts"))
  })
})
