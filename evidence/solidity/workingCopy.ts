// A copy of the repository in which tests run against changed contracts. The repository itself is never touched.
import { cp, mkdir, readFile, rename, rm, symlink, writeFile } from "node:fs/promises"
import { join } from "node:path"
import { stripVTControlCharacters } from "node:util"

import { run } from "../../scripts/support/processes.ts"
import { root } from "../../scripts/support/root.ts"
import type { Codes } from "./compiler.ts"
import { contracts } from "./contracts.ts"

const PARTS = [
  "contracts",
  "test",
  "sdk",
  "cli",
  "keeper",
  "host",
  "scripts",
  "evidence",
  "docs",
  "examples",
  "types",
  "artifacts",
]
const CONFIG = "hardhat.config.ts"
const FILES = [CONFIG, "package.json", "tsconfig.json", "tsconfig.base.json", "README.md"]
const COMPILED = "cache/compile-cache.json"
/** Longer than all tests take beside other work. A change may make a loop endless. */
const LIMIT_SECONDS = 600

export interface Failure {
  readonly file: string
  readonly name: string
}

export interface Outcome {
  readonly ok: boolean
  readonly output: string
  /** Whether it was killed at the limit. */
  readonly timedOut: boolean
}

export interface RunLimits {
  /** Added to the environment. */
  readonly env?: NodeJS.ProcessEnv | undefined
  /** After so many seconds, the program is killed. */
  readonly limitSeconds?: number | undefined
}

export class WorkingCopy {
  readonly #path: string
  /** Artifacts as they were built. */
  readonly #built = new Map<string, { readonly bytecode: string }>()

  private constructor(path: string) {
    this.#path = path
  }

  /** Copies the repository, its built artifacts included. */
  static async open(path: string): Promise<WorkingCopy> {
    await rm(path, { recursive: true, force: true })
    await mkdir(path, { recursive: true })
    for (const part of [...PARTS, ...FILES]) await cp(join(root, part), join(path, part), { recursive: true })
    // Keeps what the compiler built before. The invariants write there, too.
    await mkdir(join(path, "cache"))
    await cp(join(root, COMPILED), join(path, COMPILED))
    await symlink(join(root, "node_modules"), join(path, "node_modules"))
    return new WorkingCopy(path)
  }

  /** Gives the tests this creation code from now on. Contracts that are not named have the code of their build again. */
  async plant(codes: Codes): Promise<void> {
    for (const { name, entry } of contracts) {
      const path = this.path(`artifacts/${entry}/${name}.json`)
      const built = this.#built.get(path) ?? JSON.parse(await readFile(path, "utf8"))
      this.#built.set(path, built)
      const bytecode = codes[name] ?? built.bytecode
      const draft = this.path("artifact.json")
      await writeFile(draft, JSON.stringify({ ...built, bytecode }))
      await rename(draft, path)
    }
  }

  /** Lets the chains of the TypeScript tests deploy contracts of any size. */
  async allowAnySize(): Promise<void> {
    const config = await readFile(this.path(CONFIG), "utf8")
    const wider = config.replace("chainId: 137,", "chainId: 137,\n  allowUnlimitedContractSize: true,")
    if (wider === config) throw new Error(`${CONFIG} has no network with the chain id 137.`)
    await writeFile(this.path(CONFIG), wider)
  }

  path(file: string): string {
    return join(this.#path, file)
  }

  /** Runs a program in the copy and keeps its output, without colours. */
  async run(
    program: string,
    args: readonly string[],
    { env, limitSeconds = LIMIT_SECONDS }: RunLimits = {},
  ): Promise<Outcome> {
    const { ok, output, timedOut } = await run(program, args, {
      cwd: this.#path,
      env: { ...process.env, ...env, NO_COLOR: "1" },
      timeoutSeconds: limitSeconds,
    })
    return { ok, output: stripVTControlCharacters(output), timedOut }
  }

  /** The tests that fail in these files, which belong to one runner. Tests that never end fail. Compiles nothing. */
  async failuresIn(files: readonly string[], limits?: RunLimits): Promise<Failure[]> {
    const [first = ""] = files
    const runner = first.endsWith(".sol") ? "solidity" : "mocha"
    const { ok, output, timedOut } = await this.run("hardhat", ["test", runner, "--no-compile", ...files], limits)
    if (ok) return []
    if (timedOut)
      return [{ file: files.length === 1 ? first : `${files.length} files`, name: "a test that does not end" }]
    const failures = runner === "solidity" ? failuresBySuite(output) : failuresInList(output, first)
    if (failures.length === 0) throw new Error(`${files.join(" ")} ended without naming a failed test:\n${output}`)
    return failures
  }
}

/** The Solidity runner prints a line with the file of each suite, and its tests below. */
function failuresBySuite(output: string): Failure[] {
  const failures: Failure[] = []
  let file = ""
  for (const line of output.slice(0, endOf(output)).split("\n")) {
    file = /^ {2}(\S+\.t\.sol):/.exec(line)?.[1] ?? file
    const name = /^ {4}\d+\) (.+?)\s*$/.exec(line)?.[1]
    if (name) failures.push({ file, name: name.replace(/\(.*\)$/, "") })
  }
  return failures
}

function failuresInList(output: string, file: string): Failure[] {
  const lines = output.slice(0, endOf(output)).matchAll(/^ +\d+\) (.+?)\s*$/gm)
  return [...lines].map(([, name = ""]) => ({ file, name: name.replace(/\(.*\)$/, "") }))
}

/** Where the runner ends the list of tests and begins its summary. */
function endOf(output: string): number {
  const end = output.search(/^ {2}\d+ passing/m)
  return end < 0 ? output.length : end
}
