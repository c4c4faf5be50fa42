import { readFileSync } from "node:fs"

import { expect } from "chai"

import { root } from "../../scripts/support/root.ts"
import { commandIn, commandNames, typedLines } from "../support/commandWords.ts"

const page = readFileSync(`${root}docs/transcripts.md`, "utf8")
const guide = readFileSync(`${root}docs/host.md`, "utf8")

/** The code blocks of a page that begin with a typed line. */
const transcriptsIn = (text: string): string[] =>
  [...text.matchAll(/^```\n(\$ [\s\S]*?)\n```$/gm)].map(([, block]) => block ?? "")

describe("transcripts", () => {
  it("shows every command and subcommand in the order of the help, each with a transcript", () => {
    const sections = page.split(/^### /m).slice(1)
    expect(sections.map((text) => text.split("\n")[0])).to.deep.equal(commandNames(), "sections")
    for (const text of sections) {
      const [name = ""] = text.split("\n")
      const lines = transcriptsIn(text).flatMap(typedLines)
      expect(lines.length, `transcripts of ${name}`).to.be.at.least(1)
      for (const line of lines) expect(line, name).to.match(new RegExp(`^gpuflow-escrow ${name}(?: |$)`))
    }
  })

  for (const [name, text] of [
    ["docs/transcripts.md", page],
    ["docs/host.md", guide],
  ] as const) {
    it(`shows no line that is wider than 80 columns, and no control characters: ${name}`, () => {
      const lines = transcriptsIn(text).flatMap((block) => block.split("\n"))
      expect(lines.length, "lines").to.be.above(100)
      expect(lines.filter((line) => line.length > 80)).to.deep.equal([], "too wide")
      expect(lines.filter((line) => /\p{Cc}/u.test(line))).to.deep.equal([], "control characters")
    })

    it(`types only command lines that the program parses: ${name}`, async () => {
      for (const line of typedLines(text)) {
        const called = await commandIn(line)
        expect(line, `parsed as ${called}`).to.match(new RegExp(`^gpuflow-escrow ${called}(?: |$)`))
      }
    })

    it(`shows no fault of the program, no key, and no folder of a machine: ${name}`, () => {
      const codes = [...text.matchAll(/^\$ echo \$\?\n(\d+)$/gm)].map(([, code]) => Number(code))
      expect(codes.length, "exit codes").to.be.at.least(1)
      expect(codes, "exit codes").not.to.include(1)
      const shown = transcriptsIn(text).join("\n")
      expect(shown).not.to.match(/GPUFLOW_PRIVATE_KEY|\/tmp\/|\/home\//)
    })
  }

  it("shows a failure of each exit code that a person can meet", () => {
    const codes = new Set([...page.matchAll(/^\$ echo \$\?\n(\d+)$/gm)].map(([, code]) => Number(code)))
    expect([...codes].sort((a, b) => a - b)).to.deep.equal([2, 3, 5, 6, 7, 8], "exit codes")
  })
})
