// Checks every file of proofs/, one after the other. Each runs in a process of its own, so that a solver that hangs can be
// killed.
import { globSync } from "node:fs"
import { join } from "node:path"

import { run } from "../../scripts/support/processes.ts"
import { root } from "../../scripts/support/root.ts"
import { type PlantedFault, plantedFaults } from "./plantedFaults.ts"
import type { Assertion, Claim, Verdict } from "./verdicts.ts"

/** Wall clock that one file may take, compiler and solver together. */
const LIMIT_SECONDS = 600

/** Checks the files with a matching path. Calls `report` with each claim as soon as its verdict is known. */
export async function checkProofs(only: RegExp, report: (claim: Claim) => void): Promise<Claim[]> {
  const claims: Claim[] = []
  for (const [pattern, check] of [
    ["proofs/*.sol", checkAssertions],
    ["proofs/lemmas/*.smt2", checkLemma],
  ] as const) {
    for (const file of globSync(pattern, { cwd: root }).sort()) {
      if (!only.test(file)) continue
      const found = await check(file)
      for (const claim of found) report(claim)
      claims.push(...found)
    }
  }
  return claims
}

/** What the proofs said of a planted fault. */
export interface Refusal {
  readonly fault: PlantedFault
  /** Whether each assertion that the fault names was violated. */
  readonly refused: boolean
  readonly verdicts: readonly string[]
}

/** Plants the faults whose proofs or words match, each alone. Calls `report` with each as soon as it is known. */
export async function checkPlantedFaults(only: RegExp, report: (refusal: Refusal) => void): Promise<Refusal[]> {
  const refusals: Refusal[] = []
  for (const fault of plantedFaults.filter(({ proofs, what }) => only.test(proofs) || only.test(what))) {
    const file = `proofs/${fault.proofs}.sol`
    const { output, problem } = await runProgram("assertions.ts", file, JSON.stringify(fault))
    if (problem !== "") throw new Error(`${file} ${problem}`)
    const found: Assertion[] = JSON.parse(output)
    const verdictOf = (name: string) =>
      found.find((at) => `${at.contract}.${at.name}` === name)?.verdict ?? "not reported"
    const verdicts = fault.violated.map((name) => `${name}: ${verdictOf(name)}`)
    const refusal = { fault, refused: fault.violated.every((name) => verdictOf(name) === "violated"), verdicts }
    report(refusal)
    refusals.push(refusal)
  }
  return refusals
}

async function checkAssertions(file: string): Promise<Claim[]> {
  const began = performance.now()
  const { output, problem } = await runProgram("assertions.ts", file)
  const assertions: Assertion[] = problem === "" ? JSON.parse(output) : []
  const claims = assertions.map(({ contract, name, verdict, seconds }): Claim => {
    const canary = name.startsWith("canary_")
    const expected = verdict === (canary ? "violated" : "proven")
    return { place: `${file} ${contract}.${name}`, sentence: "", solver: "CHC", canary, verdict, expected, seconds }
  })
  const canaries = claims.filter(({ canary }) => canary).length
  const wrong = problem || (canaries === 1 ? "" : `has ${canaries} canaries, not one`)
  if (wrong !== "") claims.push(failure(`${file} ${wrong}`, "CHC", began))
  return claims
}

async function checkLemma(file: string): Promise<Claim[]> {
  const began = performance.now()
  const { output, problem } = await runProgram("lemma.ts", file)
  const failed = failure(`${file} ${problem}`.trim(), "z3", began)
  if (problem !== "") return [failed]
  const { sentence, verdict }: { sentence: string; verdict: Verdict } = JSON.parse(output)
  const canary = file.includes("/canary_")
  return [{ ...failed, sentence, verdict, canary, expected: verdict === (canary ? "violated" : "proven") }]
}

function failure(place: string, solver: Claim["solver"], began: number): Claim {
  const seconds = (performance.now() - began) / 1_000
  return { place, sentence: "", solver, canary: false, verdict: "not reported", expected: false, seconds }
}

async function runProgram(name: string, ...args: string[]): Promise<{ output: string; problem: string }> {
  const path = join(import.meta.dirname, name)
  const { ok, timedOut, stdout, stderr } = await run(process.execPath, [path, ...args], {
    timeoutSeconds: LIMIT_SECONDS,
  })
  const problem = timedOut ? `took more than ${LIMIT_SECONDS} s` : ok ? "" : `failed: ${stderr.trim()}`
  return { output: stdout, problem }
}
