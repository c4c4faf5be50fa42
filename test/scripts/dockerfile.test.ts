// The Dockerfile without a daemon: what it copies is there, and what it installs is all that its programs import.
import { existsSync, globSync, readFileSync } from "node:fs"
import { join } from "node:path"

import { expect } from "chai"
import { root } from "../../scripts/support/root.ts"

const text = readFileSync(join(root, "Dockerfile"), "utf8")
const ignored = readFileSync(join(root, ".dockerignore"), "utf8").split("\n").filter(Boolean)

/** Instructions with their arguments, by stage. */
const stages = new Map<string, { readonly from: string; readonly lines: (readonly [string, string])[] }>()
let lines: (readonly [string, string])[] = []
for (const line of text.split("\n")) {
  const [, word = "", rest = ""] = /^([A-Z]+) (.*)$/.exec(line) ?? []
  if (word === "FROM") {
    const [from = "", , name = ""] = rest.split(" ")
    lines = []
    stages.set(name, { from, lines })
  } else if (word !== "") lines.push([word, rest])
}
/** The instructions of a stage and of those that it builds on. */
function linesOf(name: string): readonly (readonly [string, string])[] {
  const stage = stages.get(name)
  return stage ? [...linesOf(stage.from), ...stage.lines] : []
}

describe("Dockerfile", () => {
  it("default: every stage has an image or a stage to build on, and every line is an instruction", () => {
    const known = /^(FROM|WORKDIR|COPY|RUN|ENV|USER|ENTRYPOINT|CMD|EXPOSE|#.*|)( |$)/
    expect(text.split("\n").filter((line) => !known.test(line))).to.deep.equal([])
    for (const [name, { from }] of stages) expect(stages.has(from) || from.startsWith("node:"), name).to.equal(true)
    for (const [, list] of linesOf("cli").filter(([word]) => word === "ENTRYPOINT" || word === "CMD")) {
      expect(JSON.parse(list), list).to.be.an("array")
    }
  })

  it("behavior: what is copied from the repository is there, and is not left out of the context", () => {
    const sources = [...stages.values()].flatMap(({ lines: all }) =>
      all.flatMap(([word, rest]) =>
        word === "COPY" && !rest.startsWith("--from") ? rest.split(" ").slice(0, -1) : [],
      ),
    )
    expect(sources.length).to.be.greaterThan(5)
    expect(sources.filter((source) => !existsSync(join(root, source)) || ignored.includes(source))).to.deep.equal([])
  })

  for (const [name, workspaces] of [
    ["cli", ["sdk", "keeper", "host", "cli"]],
    ["server", ["sdk", "keeper", "host", "cli", "server"]],
  ] as const) {
    it(`behavior: the image of ${name} has its workspaces with what they need, and none of their secrets`, () => {
      const all = linesOf(name)
      const copied = all.flatMap(([word, rest]) => (word === "COPY" ? rest.split(" ").slice(0, -1) : []))
      const installed = linesOf("packages").flatMap(([word, rest]) =>
        word === "RUN" ? [...rest.matchAll(/--workspace=(\w+)/g)].map(([, workspace]) => workspace) : [],
      )
      for (const workspace of workspaces) {
        expect(copied, `${workspace} is copied`).to.include(workspace)
        expect(installed, `${workspace} is installed`).to.include(workspace)
        // What the program imports of other workspaces is in the image.
        const { dependencies = {} } = JSON.parse(readFileSync(join(root, workspace, "package.json"), "utf8"))
        const others = globSync("*/package.json", { cwd: root }).flatMap((path) => {
          const { name: its } = JSON.parse(readFileSync(join(root, path), "utf8"))
          return its in dependencies ? [path.split("/")[0] ?? ""] : []
        })
        expect(copied, `what ${workspace} imports`).to.include.members(others)
      }
      const environment = all.filter(([word]) => word === "ENV").map(([, rest]) => rest)
      expect(environment.join(" "), "no secret").not.to.match(/KEY|PASSWORD|SECRET|TOKEN/)
      expect(
        all.filter(([word]) => word === "USER").map(([, rest]) => rest),
        "not root",
      ).to.deep.equal(["node"])
      const [, entry = "[]"] = all.filter(([word]) => word === "ENTRYPOINT").at(-1) ?? []
      const program = String(JSON.parse(entry).at(-1)).replace("/srv/gpuflow/", "")
      expect(existsSync(join(root, program)), program).to.equal(true)
    })
  }
})
