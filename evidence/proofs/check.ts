import { spawn } from "node:child_process"
import { readdirSync } from "node:fs"
import { fileURLToPath } from "node:url"

import type { Assertion } from "./horn.ts"

export type Verdict = "proven" | "violated" | "unknown" | "not reported"

/** One assertion or lemma, and whether it came out as it must. */
export type Result = {
  /** File and function, or the lemma's file. */
  claim: string
  /** A lemma's sentence; what an assertion says is in its source. */
  sentence: string
  how: "CHC" | "z3"
  /** A canary must be violated: it shows that the checker looks. */
  canary: boolean
  verdict: Verdict
  expected: boolean
  seconds: number
}

/** Wall clock that one file may take, compiler and solver together. */
const LIMIT_SECONDS = 600

const root = fileURLToPath(new URL("../..", import.meta.url))

/**
 * Checks every file of proofs/ whose path matches, one after the other and each in a process of its own. `report` hears
 * each result as it comes.
 */
export async function check(only = /(?:)/, report: (result: Result) => void = () => {}): Promise<Result[]> {
  const results: Result[] = []
  for (const file of filesOf("proofs", ".sol").filter((file) => only.test(file))) results.push(...(await horn(file)))
  for (const file of filesOf("proofs/lemmas", ".smt2").filter((file) => only.test(file)))
    results.push(await lemma(file))
  return results

  async function horn(file: string): Promise<Result[]> {
    const began = performance.now()
    const { output, problem } = await run("horn.ts", file)
    const assertions: Assertion[] = problem === "" ? JSON.parse(output) : []
    const found = assertions.map(({ contract, name, verdict, seconds }): Result => {
      const canary = name.startsWith("canary_")
      const expected = verdict === (canary ? "violated" : "proven")
      return { claim: `${file} ${contract}.${name}`, sentence: "", how: "CHC", canary, verdict, expected, seconds }
    })
    const canaries = found.filter(({ canary }) => canary).length
    const wrong = problem || (canaries === 1 ? "" : `has ${canaries} canaries, not one`)
    if (wrong !== "") found.push(failure(`${file} ${wrong}`, "CHC", began))
    for (const result of found) report(result)
    return found
  }

  async function lemma(file: string): Promise<Result> {
    const began = performance.now()
    const { output, problem } = await run("lemma.ts", file)
    const result = failure(`${file} ${problem}`.trim(), "z3", began)
    if (problem === "") {
      const { sentence, verdict }: { sentence: string; verdict: Verdict } = JSON.parse(output)
      const canary = file.includes("/canary_")
      const expected = verdict === (canary ? "violated" : "proven")
      Object.assign(result, { sentence, verdict, canary, expected })
    }
    report(result)
    return result
  }
}

function filesOf(folder: string, ending: string): string[] {
  return readdirSync(`${root}${folder}`)
    .filter((name) => name.endsWith(ending))
    .sort()
    .map((name) => `${folder}/${name}`)
}

function failure(claim: string, how: Result["how"], began: number): Result {
  const seconds = (performance.now() - began) / 1000
  return { claim, sentence: "", how, canary: false, verdict: "not reported", expected: false, seconds }
}

function run(program: string, file: string): Promise<{ output: string; problem: string }> {
  return new Promise((resolve) => {
    const path = fileURLToPath(new URL(program, import.meta.url))
    const child = spawn(process.execPath, [path, file], { cwd: root, stdio: ["ignore", "pipe", "pipe"] })
    let output = ""
    let errors = ""
    let late = false
    const limit = setTimeout(() => {
      late = true
      child.kill("SIGKILL")
    }, LIMIT_SECONDS * 1000)
    child.stdout.setEncoding("utf8").on("data", (text: string) => {
      output += text
    })
    child.stderr.setEncoding("utf8").on("data", (text: string) => {
      errors += text
    })
    child.on("close", (code) => {
      clearTimeout(limit)
      const problem = late ? `took more than ${LIMIT_SECONDS} s` : code === 0 ? "" : `failed: ${errors.trim()}`
      resolve({ output, problem })
    })
  })
}
