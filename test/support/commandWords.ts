// Command lines as pages show them.
import { readFileSync } from "node:fs"

import { commandReference } from "../../cli/packaging/commandReference.ts"
import { root } from "../../scripts/support/root.ts"

/** The words of a command line in a page, with its variables replaced. */
export function wordsOf(line: string, variables: Readonly<Record<string, string>> = {}): string[] {
  return [...line.matchAll(/"([^"]*)"|'([^']*)'|(\S+)/g)].map(([, double, single, bare]) => {
    if (single !== undefined) return single
    return (double ?? bare ?? "").replace(/\$([A-Z_]+)/g, (name, variable: string) => variables[variable] ?? name)
  })
}

/** What a command line of a page names and the program does not have: its command, or options of it. */
export function unknownParts(line: string): string[] {
  const words = wordsOf(line)
  const page = words[0] === "npm" ? scriptOf(words) : referenceOf(words)
  if (page === undefined) return [line]
  return words.flatMap((word) => {
    const [, option] = /^(--[a-z-]+)$/.exec(word) ?? []
    return option === undefined || page.includes(option) ? [] : [`${option} of ${line}`]
  })
}

/** Whether a command of `gpuflow-escrow` asks before it sends. */
export function isWrite(words: readonly string[]): boolean {
  return referenceOf(words)?.includes("--yes") ?? false
}

/** The options of a command of the generated reference. */
function referenceOf([, command = "", first = ""]: readonly string[]): readonly string[] | undefined {
  const pages = commandReference().split(/^### /m).slice(1)
  const called = (words: string) =>
    pages.find((text) => new RegExp(`^gpuflow-escrow ${words}(?: [<[].*)?\\n`).test(text))
  const page = (/^[a-z]+$/.test(first) ? called(`${command} ${first}`) : undefined) ?? called(command)
  return page === undefined ? undefined : optionsIn(page, /`(--[a-z-]+)[` ]/g)
}

/** The options in the source of a command of the repository, which are those of its program. */
function scriptOf([, , ...rest]: readonly string[]): readonly string[] | undefined {
  const [name = "", separator, command = ""] = rest.filter((word) => word !== "--silent")
  const { scripts }: { scripts: Record<string, string> } = JSON.parse(readFileSync(`${root}package.json`, "utf8"))
  const [file] = /scripts\/[\w-]+\.ts/.exec(scripts[name] ?? "") ?? []
  if (file === undefined) return undefined
  const source = readFileSync(`${root}${file}`, "utf8")
  const hasCommands = source.includes("  .command(")
  if (separator === "--" && hasCommands && !source.includes(`.command("${command}")`)) return undefined
  // These two separate the options of npm from the program's.
  return ["--silent", "--", ...optionsIn(source, /"(--[a-z-]+)[" ]/g)]
}

function optionsIn(text: string, form: RegExp): string[] {
  return [...text.matchAll(form)].map(([, option = ""]) => option)
}
