// Runs the programs of docs/exit.md as they stand there, in the way that the page describes.
import { execFile } from "node:child_process"
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs"
import { join } from "node:path"
import { pathToFileURL } from "node:url"
import { promisify } from "node:util"
import { isError } from "ethers"

import { root } from "../../scripts/support/root.ts"

export const page = readFileSync(join(root, "docs/exit.md"), "utf8")

/** Parts by which programs begin. */
export const CONNECT = "Connect"
export const TERMS = "Find the terms"

/** The programs' parts, by the headings under which the page has them. */
export const parts: ReadonlyMap<string, string> = new Map(
  [...page.matchAll(/^##+ (.+)\n(?:(?!^#)[\s\S])*?^```js\n([\s\S]*?)^```$/gm)].map(([, heading = "", code = ""]) => [
    heading,
    code,
  ]),
)

/** What the page tells its reader to put into the environment. */
export type Settings = Readonly<Record<string, string>>

/** Writes a program of parts of the page while `use` lasts. */
async function withProgram<result>(
  headings: readonly string[],
  more: string,
  use: (file: string) => Promise<result>,
): Promise<result> {
  const code = headings.map((heading) => {
    const part = parts.get(heading)
    if (part === undefined) throw new Error(`docs/exit.md has no program under "${heading}".`)
    return part
  })
  // Below the repository, so that ethers is found.
  mkdirSync(join(root, "cache"), { recursive: true })
  const folder = mkdtempSync(join(root, "cache/exit-"))
  const file = join(folder, "exit.mjs")
  writeFileSync(file, [...code, more].join("\n"))
  return use(file).finally(() => rmSync(folder, { recursive: true }))
}

/** Runs parts of the page in a process of their own, as their reader does. Returns what was printed. */
export function runProgram(headings: readonly string[], settings: Settings): Promise<string> {
  return withProgram(headings, "", async (file) => {
    const { stdout } = await promisify(execFile)(process.execPath, [file], { env: { ...process.env, ...settings } })
    return stdout
  })
}

/** Runs parts of the page, and then a line of the test's own if there is one. Returns what was printed. */
export function runParts(headings: readonly string[], settings: Settings, more = ""): Promise<string[]> {
  return withProgram(headings, more, (file) => runHere(file, settings))
}

async function runHere(file: string, settings: Settings): Promise<string[]> {
  const printed: string[] = []
  const before = Object.keys(settings).map((name) => [name, process.env[name]] as const)
  const { log } = console
  console.log = (...words: readonly unknown[]) => printed.push(words.map(String).join(" "))
  Object.assign(process.env, settings)
  try {
    await import(pathToFileURL(file).href)
  } finally {
    console.log = log
    for (const [name, value] of before) {
      if (value === undefined) delete process.env[name]
      else process.env[name] = value
    }
  }
  return printed
}

/** The escrow's refusal, with its arguments; every other failure is thrown on. */
export function refusalOf(failure: unknown): { readonly name: string; readonly args: readonly unknown[] } {
  if (!isError(failure, "CALL_EXCEPTION") || !failure.revert) throw failure
  return { name: failure.revert.name, args: [...failure.revert.args] }
}
