// Command lines as pages show them.
import { readFileSync } from "node:fs"
import { PassThrough } from "node:stream"

import type { CommandUnknownOpts } from "@commander-js/extra-typings"

import { commandReference } from "../../cli/packaging/commandReference.ts"
import { makeProgram } from "../../cli/program.ts"
import { openSession } from "../../cli/session.ts"
import { root } from "../../scripts/support/root.ts"

/** The words of a command line in a page, with its variables replaced. */
export function wordsOf(line: string, variables: Readonly<Record<string, string>> = {}): string[] {
  return [...line.matchAll(/"([^"]*)"|'([^']*)'|(\S+)/g)].map(([, double, single, bare]) => {
    if (single !== undefined) return single
    return (double ?? bare ?? "").replace(/\$([A-Z_]+)/g, (name, variable: string) => variables[variable] ?? name)
  })
}

/** The command lines of the program that a page types at a prompt, each on one line. */
export function typedLines(page: string): string[] {
  const unfolded = page.replace(/ \\\n +/g, " ")
  return [...unfolded.matchAll(/^\$ (gpuflow-escrow .*)$/gm)].map(([, line]) => line ?? "")
}

type NamedCommand = readonly [name: string, command: CommandUnknownOpts]

function openProgram(): CommandUnknownOpts {
  const [stdin, stdout, stderr] = [new PassThrough(), new PassThrough(), new PassThrough()]
  return makeProgram(openSession({ env: {}, stdin, stdout, stderr, signal: new AbortController().signal }))
}

function namedCommands(command: CommandUnknownOpts, parent = ""): NamedCommand[] {
  return command.commands
    .filter((child) => child.name() !== "help")
    .flatMap((child) => {
      const name = `${parent}${child.name()}`
      return [[name, child] as const, ...namedCommands(child, `${name} `)]
    })
}

/** The commands and subcommands of the program, in the order of its help: `offer`, `offer verify`, … */
export function commandNames(): string[] {
  return namedCommands(openProgram()).map(([name]) => name)
}

/** The command that the program finds in a command line, whose arguments and options it parses. Nothing is run. */
export async function commandIn(line: string): Promise<string | undefined> {
  const program = openProgram()
  let called: string | undefined
  for (const [name, command] of namedCommands(program)) {
    command.action(() => {
      called = name
    })
  }
  const [, ...argv] = wordsOf(line)
  await program.parseAsync(argv, { from: "user" })
  return called
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
  const [file] = /(?:scripts|evidence)\/[\w-]+\.ts/.exec(scripts[name] ?? "") ?? []
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
