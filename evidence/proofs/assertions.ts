// Runs solc's SMTChecker on one file of proofs/ and prints its verdict on every assertion, as JSON. It is a program of its
// own, so that its parent can kill a solver that hangs. With a fault as its second argument, as JSON, the fault is planted
// in what the compiler reads, and only the assertions that it names are solved.
//
// There are three passes. The compiler writes the file's Horn clauses, one query per assertion (CHC engine, SMT-LIB2). z3
// answers the queries. The compiler reads the answers and reports what they mean for the source. The compiler's built-in
// z3 gives the same verdicts, but stops after a fixed effort, which the casts of the clock exceed.
import { readFileSync } from "node:fs"
import { createRequire } from "node:module"

import { init } from "z3-solver"

import type { PlantedFault } from "./plantedFaults.ts"
import type { Assertion, Verdict } from "./verdicts.ts"

/** Verdicts by the compiler's error code. */
const VERDICTS: Readonly<Record<string, Verdict>> = { 9576: "proven", 6328: "violated" }
const MIGHT_HAPPEN = "might happen"

/** A query that takes longer is unknown. Most take two seconds. */
const QUERY_SECONDS = 120

/** Sources that are replaced by a model, whose own comment explains it. */
const MODELS: Readonly<Record<string, string>> = {
  "@openzeppelin/contracts/utils/math/Math.sol": "proofs/models/Math.sol",
}

/**
 * How the compiler writes a narrowing cast such as `uint32(x)`: through bit vectors, about which z3 reasons slowly. By
 * SMT-LIB's definition of the two functions this is x modulo 2^32, for a negative x as well.
 */
const CAST = /\(bv2nat \(ite \(>= (\S+) 0\) \(\(_ int2bv (\d+)\) \1\) \(bvneg \(\(_ int2bv \2\) \(- \1\)\)\)\)\)/g

type Node = { nodeType?: string; src?: string; name?: string; [field: string]: unknown }
type Message = { errorCode: string; message: string; severity: string; formattedMessage: string; sourceLocation?: Span }
type Span = { file: string; start: number; end: number }
type Output = { errors?: Message[]; sources: Record<string, { ast: Node }> }
type Solver = (query: string) => { contents: string } | { error: string }

const require = createRequire(import.meta.url)
const [, , file = "", planted] = process.argv
const fault: PlantedFault | undefined = planted === undefined ? undefined : JSON.parse(planted)

const queries: string[] = []
const written = compile((query) => {
  queries.push(query)
  return { error: "not yet" }
})
const assertions = assertionsOf(written)

const { Z3 } = await init()
const answers = new Map<string, string>()
const seconds: number[] = []
for (const [index, query] of queries.entries()) {
  const began = performance.now()
  answers.set(query, isAsked(index) ? await answer(query) : "unknown\n")
  seconds.push((performance.now() - began) / 1000)
}

const read = compile((query) => {
  const contents = answers.get(query)
  if (contents === undefined) throw new Error("The compiler wrote another query than in the first pass.")
  return { contents }
})
for (const { errorCode, message, sourceLocation } of read.errors ?? []) {
  const verdict = VERDICTS[errorCode]
  const at = assertions.find(({ start }) => sourceLocation?.file === file && start === sourceLocation.start)
  if (!verdict || !at) continue
  const found = verdict === "violated" && message.includes(MIGHT_HAPPEN) ? "unknown" : verdict
  // The compiler reports once for each contract that contains the assertion. The worst report counts.
  if (at.verdict === "not reported" || found !== "proven") at.verdict = found
}
// The queries come in the order of the source.
if (seconds.length === assertions.length)
  for (const [index, at] of assertions.entries()) at.seconds = seconds[index] ?? 0

process.stdout.write(JSON.stringify(assertions))
process.exit()

/** The queries come in the order of the source, one for each assertion. */
function isAsked(index: number): boolean {
  const at = assertions[index]
  if (!fault || !at || queries.length !== assertions.length) return true
  return fault.violated.includes(`${at.contract}.${at.name}`)
}

function compile(smtSolver: Solver): Output {
  const load = (path: string) => {
    const real = MODELS[path] ?? path
    const contents = readFileSync(real.startsWith("@") ? `node_modules/${real}` : real, "utf8")
    if (path !== fault?.file) return { contents }
    if (contents.split(fault.from).length !== 2) throw new Error(`${path} does not have this once: ${fault.from}`)
    return { contents: contents.replace(fault.from, () => fault.to) }
  }
  const settings = {
    evmVersion: "prague",
    modelChecker: {
      engine: "chc",
      targets: ["assert"],
      showProvedSafe: true,
      showUnproved: true,
      solvers: ["smtlib2"],
    },
    outputSelection: { "*": { "": ["ast"] } },
  }
  const input = { language: "Solidity", sources: { [file]: { content: load(file).contents } }, settings }
  // A compiler continues the numbering of its variables from the run before. Only a fresh one writes the same queries.
  for (const path of Object.keys(require.cache)) if (/[/\\]solc[/\\]/.test(path)) delete require.cache[path]
  const solc: { compile: (input: string, callbacks: object) => string } = require("solc")
  const output: Output = JSON.parse(solc.compile(JSON.stringify(input), { import: load, smtSolver }))
  const errors = output.errors?.filter(({ severity }) => severity === "error") ?? []
  if (errors.length > 0) throw new Error(errors.map(({ formattedMessage }) => formattedMessage).join("\n"))
  return output
}

/** Every `assert` of the file, from its syntax tree. */
function assertionsOf(output: Output): Assertion[] {
  const found: Assertion[] = []
  const visit = (node: unknown, contract: string, name: string): void => {
    if (Array.isArray(node)) for (const item of node) visit(item, contract, name)
    if (typeof node !== "object" || node === null || Array.isArray(node)) return
    const { nodeType, src = "", name: own = "", expression } = node as Node
    const inside = nodeType === "ContractDefinition" ? own : contract
    const by = nodeType === "FunctionDefinition" ? own || "constructor" : name
    if (nodeType === "FunctionCall" && (expression as Node).name === "assert") {
      const start = Number(src.split(":")[0])
      found.push({ contract, name, start, verdict: "not reported", seconds: 0 })
    }
    for (const value of Object.values(node)) if (typeof value === "object") visit(value, inside, by)
  }
  visit(output.sources[file]?.ast, "", "")
  return found
}

/** Satisfiable Horn clauses have an interpretation in which the assertion never fails, which proves it. */
async function answer(query: string): Promise<string> {
  const context = Z3.mk_context(Z3.mk_config())
  const solver = Z3.mk_solver_for_logic(context, Z3.mk_string_symbol(context, "HORN"))
  Z3.solver_inc_ref(context, solver)
  const limits = Z3.mk_params(context)
  Z3.params_inc_ref(context, limits)
  Z3.params_set_uint(context, limits, Z3.mk_string_symbol(context, "timeout"), QUERY_SECONDS * 1000)
  Z3.solver_set_params(context, solver, limits)
  Z3.solver_from_string(
    context,
    solver,
    query.replace(CAST, (_, value: string, bits: string) => `(mod ${value} ${2n ** BigInt(bits)})`),
  )
  const verdict = await Z3.solver_check(context, solver)
  Z3.params_dec_ref(context, limits)
  Z3.solver_dec_ref(context, solver)
  Z3.del_context(context)
  return verdict === 1 ? "sat\n" : verdict === -1 ? "unsat\n" : "unknown\n"
}
