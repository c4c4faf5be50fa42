import { globSync, readFileSync } from "node:fs"

import { expect } from "chai"

import { root } from "../../scripts/support/root.ts"

const read = (path: string) => readFileSync(`${root}${path}`, "utf8")
/** The file and the title in each row's last cell. */
const rows = [...read("docs/standards.md").matchAll(/ \| \[[\w.]+\]\(\.\.\/(test\/[\w./]+)\): (.+) \|$/gm)].map(
  ([, file = "", title = ""]) => ({ file, title }),
)
/** The titles of a file's tests. What a test puts into its title stands between them. */
const titlesOf = (file: string) =>
  [...read(file).matchAll(/\bit\(\s*(?:"((?:[^"\\]|\\.)+)"|`([^`]+)`)/g)].map(
    ([, plain, template = ""]) => plain ?? template,
  )

describe("docs/standards.md", () => {
  it("names only tests that exist", () => {
    expect(rows, "rows").to.not.have.length(0)
    const unknown = rows.filter(({ file, title }) => !titlesOf(file).some((one) => one.includes(title)))
    expect(unknown).to.deep.equal([])
  })

  it("has a row for each test of test/standards", () => {
    const tests = globSync("test/standards/*.test.ts", { cwd: root })
      .map((file) => file.replaceAll("\\", "/"))
      .flatMap((file) => titlesOf(file).map((title) => ({ file, title })))
    expect(tests, "tests").to.not.have.length(0)
    const absent = tests.filter(
      (test) => !rows.some(({ file, title }) => file === test.file && test.title.includes(title)),
    )
    expect(absent).to.deep.equal([])
  })
})
