import { readFileSync } from "node:fs"

import { expect } from "chai"

const read = (path: string) => readFileSync(new URL(`../../${path}`, import.meta.url), "utf8")
const linesOf = (text: string) => text.split("\n").map((line) => line.trim())

describe("the guide of the SDK", () => {
  const guide = read("docs/sdk.md")

  it("default: begins with what to install, how to have a chain, and a page that works", () => {
    const headings = [...guide.matchAll(/^## (.+)$/gm)].map(([, heading]) => heading)
    expect(headings.slice(0, 3)).to.deep.equal(["Install it", "Have a chain", "A page that works"])
  })

  it("behavior: shows lines of the page as they are", () => {
    const page = linesOf(read("examples/page/src/page.tsx")).join("\n")
    const blocks = [...guide.matchAll(/^```tsx\n([\s\S]*?)\n```$/gm)].map(([, block = ""]) => block)
    expect(blocks, "blocks").to.not.have.length(0)
    for (const block of blocks) {
      expect(page.includes(linesOf(block).join("\n")), `Copy it from examples/page/src/page.tsx:\n${block}`).to.equal(
        true,
      )
    }
  })

  it("behavior: installs the file that the package is packed as", () => {
    const { version } = JSON.parse(read("sdk/package.json"))
    const { dependencies } = JSON.parse(read("examples/page/package.json"))
    const files = new Set(guide.match(/gpuflow-escrow-[\d.]+\.tgz/g))
    expect([...files]).to.deep.equal([`gpuflow-escrow-${version}.tgz`])
    expect(dependencies["@gpuflow/escrow"], "of the page").to.equal(`file:gpuflow-escrow-${version}.tgz`)
  })
})
