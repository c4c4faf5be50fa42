import { existsSync, globSync, readFileSync } from "node:fs"
import { posix } from "node:path"

import * as sdk from "@gpuflow/escrow"
import * as audit from "@gpuflow/escrow/audit"
import * as offers from "@gpuflow/escrow/offer"
import * as server from "@gpuflow/escrow/server"
import * as watch from "@gpuflow/escrow/watch"
import { expect } from "chai"
import { root } from "../../scripts/support/root.ts"
import * as constants from "../../sdk/generated/constants.ts"

const read = (path: string) => readFileSync(`${root}${path}`, "utf8")
const pages = globSync("{*.md,{app,cli,host,keeper,sdk,server}/*.md,docs/**/*.md}", { cwd: root }).map((page) =>
  page.replaceAll("\\", "/"),
)
const texts = new Map(pages.map((page) => [page, read(page)]))

const withoutCode = (text: string) => text.replace(/^```[\s\S]*?^```$/gm, "").replace(/`[^`\n]*`/g, "")

/** The anchors that GitHub gives to a page's headings. */
function anchorsOf(text: string): Set<string> {
  const headings = text.replace(/^```[\s\S]*?^```$/gm, "").matchAll(/^#+ (.+)$/gm)
  const slugs = [...headings].map(([, heading = ""]) =>
    heading
      .replace(/\[([^\]]*)\]\([^)]*\)/g, "$1")
      .toLowerCase()
      .replace(/[^\p{L}\p{N}\s_-]/gu, "")
      .replaceAll(" ", "-"),
  )
  // A repeated heading gets a number.
  const seen = new Map<string, number>()
  return new Set(
    slugs.map((slug) => {
      const count = seen.get(slug) ?? 0
      seen.set(slug, count + 1)
      return count === 0 ? slug : `${slug}-${count}`
    }),
  )
}

/** The links of a page to this repository: the page's own path stands for a link that is only an anchor. */
function linksOf(page: string): { link: string; path: string; anchor: string | undefined }[] {
  return [...withoutCode(texts.get(page) ?? "").matchAll(/\]\(([^)\s]+)\)/g)].flatMap(([, link = ""]) => {
    if (/^[a-z]+:/.test(link)) return []
    const [file = "", anchor] = link.split("#")
    const path = file === "" ? page : posix.join(posix.dirname(page), decodeURI(file))
    return [{ link, path, anchor }]
  })
}

/** The cells of each row of a page's tables that begins with a cell in backquotes. */
const rowsOf = (page: string) =>
  [...read(page).matchAll(/^\| (`.+) \|$/gm)].map(([, row = ""]) => row.split(" | ").map((cell) => cell.trim()))

const SECONDS: Readonly<Record<string, bigint>> = { minute: 60n, hour: 3_600n, day: 86_400n }

/** "15 minutes" in seconds, "10 000" as it is. */
function amountOf(text: string): bigint | undefined {
  const [, digits, unit = "second"] = /^(\d[\d ]*\d|\d)(?: (minute|hour|day)s?)?$/.exec(text) ?? []
  return digits === undefined ? undefined : BigInt(digits.replaceAll(" ", "")) * (SECONDS[unit] ?? 1n)
}

describe("documentation", () => {
  it("links only to files and headings that exist", () => {
    const links = pages.flatMap((page) => linksOf(page).map((link) => ({ page, ...link })))
    const dead = links.filter(({ path, anchor }) => {
      if (!existsSync(`${root}${path}`)) return true
      return anchor !== undefined && path.endsWith(".md") && !anchorsOf(texts.get(path) ?? read(path)).has(anchor)
    })

    expect(links.length, "links").to.be.above(100)
    expect(dead.map(({ page, link }) => `${page}: ${link}`)).to.deep.equal([], "dead links")
  })

  it("names only commands of package.json, and in the guide those of the page that it copies", () => {
    const scriptsOf = (path: string): Record<string, string> => JSON.parse(read(path)).scripts
    const scripts = scriptsOf("package.json")
    const onPage: Record<string, Record<string, string>> = { "docs/sdk.md": scriptsOf("examples/page/package.json") }
    const named = pages.flatMap((page) =>
      [...(texts.get(page) ?? "").matchAll(/\bnpm run (?:--silent )?([\w:-]+)/g)].map(([, name = ""]) => ({
        page,
        name,
      })),
    )

    expect(named.length, "commands").to.be.above(50)
    expect(named.filter(({ page, name }) => !(scripts[name] ?? onPage[page]?.[name]))).to.deep.equal(
      [],
      "unknown commands",
    )
  })

  it("names only files that exist", () => {
    // `deployments/137.json` and its like exist once there is a deployment.
    const path =
      /(?<![\w/@.-])(?:cli|contracts|evidence|examples|host|keeper|proofs|scripts|sdk|server|test)\/[\w*./-]*\w/g
    const named = pages
      .filter((page) => !page.startsWith("docs/api/"))
      .flatMap((page) => {
        const text = (texts.get(page) ?? "").replace(/\]\([^)]*\)/g, "]")
        return [...text.matchAll(path)].map(([file]) => ({ page, file }))
      })

    expect(named.length, "files").to.be.above(20)
    expect(named.filter(({ file }) => globSync(file, { cwd: root }).length === 0)).to.deep.equal([], "unknown files")
  })

  it("gives the constants their values", () => {
    const given = rowsOf("docs/protocol.md").flatMap(([name = "", value = ""]) => {
      const [, constant] = /^`([A-Z][A-Z_]+)`$/.exec(name) ?? []
      return constant === undefined ? [] : [[constant, amountOf(value)] as const]
    })
    // These three are written out where they are used.
    const { NATIVE: _native, NATIVE_ERC20_FACE: _face, RESERVED: _reserved, statuses, reasons, ...values } = constants

    expect(Object.fromEntries(given)).to.deep.equal(values, "constants in docs/protocol.md")
    expect(statuses.map((status, index) => `${index} ${status}`).join(", "), "statuses").to.satisfy((list: string) =>
      read("docs/protocol.md").includes(`| ${list} |`),
    )
    expect(reasons.map((reason) => `\`${reason}\``).join(", "), "reasons").to.satisfy((list: string) =>
      read("docs/protocol.md").includes(`from 0: ${list}.`),
    )
  })

  it("lists every contract, with its length where it gives one", () => {
    const contracts = globSync("contracts/**/*.sol", { cwd: root })
    const lines = (file: string) => read(file).trimEnd().split("\n").length
    const rows = [...read("docs/audit.md").matchAll(/^\| \d+\. (.+?) \| (\d*) \|/gm)].map(([, cell = "", count]) => ({
      files: [...cell.matchAll(/\(\.\.\/(contracts\/[^)]+)\)/g)].map(([, file = ""]) => file),
      count: Number(count),
    }))
    const counted = rows.filter(({ files }) => files.length > 0)
    const linked = new Set(linksOf("README.md").map(({ path }) => path))

    expect(counted.flatMap(({ files }) => files)).to.have.members(contracts, "docs/audit.md")
    expect(counted).to.deep.equal(
      counted.map(({ files }) => ({ files, count: files.reduce((sum, file) => sum + lines(file), 0) })),
      "lines in docs/audit.md",
    )
    expect(contracts.filter((file) => !linked.has(file) && !linked.has(posix.dirname(file)))).to.deep.equal(
      [],
      "README",
    )
  })

  it("quotes the gas that was measured", () => {
    const [, ...instant] = /^\| instant: deposit \+ settle \| (.+?) \| (.+?) \|/m.exec(read("docs/gas.md")) ?? []
    const [, stream] = /^\| sablier .*: create \+ withdraw \| (.+?) \|/m.exec(read("docs/gas.md")) ?? []
    const each = [1, 100].map((size) => {
      const row = new RegExp(`^\\| settleMany of ${size}, each \\| .+? \\| (.+?) \\|`, "m")
      return row.exec(read("docs/gas.md"))?.[1]
    })
    const [, bytes] = /^Deployment: .*; (.+? of .+?) bytes\.$/m.exec(read("docs/gas.md")) ?? []
    const prose = (page: string) => read(page).replaceAll("\n", " ")

    for (const figure of [...instant, stream]) expect(prose("README.md"), "README.md").to.include(`${figure}`)
    for (const figure of each) expect(prose("docs/keeper.md"), "docs/keeper.md").to.include(`${figure}`)
    expect(prose("docs/decisions.md"), "docs/decisions.md").to.include(`${bytes} bytes`)
  })

  it("counts the tokens that are tested", () => {
    const tokens = [...read("docs/tokens.md").matchAll(/^\| \*\*/gm)].length

    for (const page of ["docs/audit.md", "docs/checklists.md"]) {
      expect(/(\d+) behaviours/.exec(read(page))?.[1], page).to.equal(`${tokens}`)
    }
  })

  it("names only functions of the SDK in its guide's table", () => {
    const [, table = ""] =
      /^\| information \| function \|\n\|---\|---\|\n((?:\|.*\|\n)+)/m.exec(read("docs/sdk.md")) ?? []
    const names = [...table.matchAll(/`(\w+)`/g)].map(([, name = ""]) => name)

    expect(names).to.include.members(["getRental", "getHostRecord", "exitAt"])
    expect(names.filter((name) => ![sdk, audit, offers, server, watch].some((entry) => name in entry))).to.deep.equal(
      [],
      "unknown functions",
    )
  })
})
