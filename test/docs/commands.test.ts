import { globSync, readFileSync } from "node:fs"

import { expect } from "chai"

import { root } from "../../scripts/support/root.ts"
import { unknownParts } from "../support/commandWords.ts"

/** What is generated from the program itself is left out. */
const GENERATED = /^docs\/(api\/|cli\.md|transcripts\.md)/
const pages = ["README.md", ...globSync(["*/README.md", "docs/**/*.md"], { cwd: root })]
  .map((page) => page.replaceAll("\\", "/"))
  .filter((page) => !GENERATED.test(page) && !page.startsWith("node_modules"))

const { scripts } = JSON.parse(readFileSync(`${root}package.json`, "utf8"))

/** What a command line names and nothing here has. Of a command of the repository, only its name is looked at. */
function missingIn(line: string): string[] {
  const [program, , name = ""] = line.replace(" --silent", "").split(" ")
  if (program === "npm") return name in scripts ? [] : [line]
  return /^gpuflow-escrow (--help|--version|<command>)$/.test(line) ? [] : unknownParts(line)
}

/** Command lines of the program and of the repository: in blocks, where one may go on in the next line, and in the text. */
function commandsIn(text: string): string[] {
  const unfolded = text.replace(/ \\\n +/g, " ")
  const blocks = [...unfolded.matchAll(/^```\w*\n([\s\S]*?)^```$/gm)].flatMap(([, block = ""]) => block.split("\n"))
  const inBlocks = blocks.flatMap((line) => /^(?:\$ )?((?:gpuflow-escrow|npm run) .*)$/.exec(line)?.[1] ?? [])
  const inText = [...unfolded.matchAll(/`((?:gpuflow-escrow|npm run) [^`]+)`/g)].map(([, command = ""]) => command)
  return [...inBlocks, ...inText]
}

describe("Pages: every command exists, with its options", () => {
  for (const page of pages) {
    const commands = commandsIn(readFileSync(`${root}${page}`, "utf8"))
    if (commands.length === 0) continue
    it(page, () => {
      expect([...new Set(commands.flatMap(missingIn))], "unknown commands and options").to.deep.equal([])
    })
  }
})
