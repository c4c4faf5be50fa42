import { existsSync, readdirSync, readFileSync } from "node:fs"
import { expect } from "chai"
import { llmsTexts } from "../../sdk/packaging/llms.ts"

const read = (path: string) => readFileSync(new URL(`../../${path}`, import.meta.url), "utf8")

describe("llms.txt", () => {
  const names = readdirSync(new URL("../../docs/api/", import.meta.url))
  const pages = Object.fromEntries(names.map((name) => [`docs/api/${name}`, read(`docs/api/${name}`)]))
  const linesOf = (text = "") => text.split("\n").sort()

  it("default: both files follow from the guide and the reference as they are", () => {
    const texts = llmsTexts({ path: "docs/sdk.md", text: read("docs/sdk.md") }, pages)
    for (const path of ["llms.txt", "llms-full.txt"]) {
      expect(linesOf(read(path)), `${path}: run \`npm run generate\``).to.deep.equal(linesOf(texts[path]))
    }
  })

  it("behavior: names every function of every entry with its sentence, on one line", () => {
    const list = read("llms.txt")
    for (const [path, page] of Object.entries(pages)) {
      for (const [, name = ""] of page.matchAll(/^### ([a-z]\w*)\n/gm)) {
        expect(list, `${name} of ${path}`).to.match(
          new RegExp(`^  - \\[${name}\\]\\(${path}#${name.toLowerCase()}\\): [A-Z].+$`, "m"),
        )
      }
    }
  })

  it("behavior: links only to files that exist, and says of every page what it holds", () => {
    for (const path of ["llms.txt", "llms-full.txt"]) {
      const links = [...read(path).matchAll(/\]\((?!https?:|#)([^)\s#]+)/g)].map(([, target = ""]) => target)
      expect(links, path).to.not.have.length(0)
      const broken = links.filter((target) => !existsSync(new URL(`../../${target}`, import.meta.url)))
      expect([...new Set(broken)], `links of ${path}`).to.deep.equal([])
    }
    for (const name of names)
      expect(read("llms.txt"), name).to.match(new RegExp(`^- \\[.+\\]\\(docs/api/${name}\\): .{15,}$`, "m"))
  })

  it("behavior: the reference has an import line at every function", () => {
    for (const [path, page] of Object.entries(pages)) {
      for (const [section = "", name = ""] of `${page}\n## `.matchAll(/^### ([a-z]\w*)\n[\s\S]*?(?=\n### |\n## )/gm)) {
        expect(section, `${name} of ${path}`).to.match(
          new RegExp(`\`\`\`ts\nimport \\{ ${name} \\} from "@gpuflow/escrow[\\w/]*"\n`),
        )
      }
    }
  })
})
