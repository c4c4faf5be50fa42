// Asks z3 whether the negation of one lemma of proofs/lemmas/ is satisfiable, and prints the lemma's sentence and the verdict
// as JSON. It is a program of its own, so that its parent can kill a solver that hangs.
import { readFileSync } from "node:fs"

import { init } from "z3-solver"

import type { Verdict } from "./verdicts.ts"

const text = readFileSync(process.argv[2] ?? "", "utf8")
// The sentence is the first comment up to its first full stop.
const comment = text.slice(0, text.search(/^[^;]/m)).replaceAll(/^; ?/gm, "")
const sentence = comment.slice(0, comment.indexOf(".") + 1).replaceAll("\n", " ")
if (sentence === "" || !text.includes("(check-sat)"))
  throw new Error("This is not a lemma: it lacks a sentence in its first comment, or `(check-sat)`.")

const conclusion = text.lastIndexOf("(assert (not ")
const { Z3 } = await init()
// Contradictory premises would prove anything.
if ((await ask(text.slice(0, conclusion))) !== 1) throw new Error("The lemma's premises contradict each other.")
const answer = await ask(text)
const verdict: Verdict = answer === -1 ? "proven" : answer === 1 ? "violated" : "unknown"

process.stdout.write(JSON.stringify({ sentence, verdict }))
process.exit()

async function ask(script: string): Promise<number> {
  const context = Z3.mk_context(Z3.mk_config())
  const solver = Z3.mk_solver(context)
  Z3.solver_inc_ref(context, solver)
  // Not `eval_smtlib2_string`: it reads the text in another thread without waiting, when the text may be overwritten.
  Z3.solver_from_string(context, solver, script)
  return await Z3.solver_check(context, solver)
}
