// Asks z3 whether the negation of one lemma of proofs/lemmas/ can be met, and prints the lemma's sentence and the verdict
// as JSON: a program of its own, so that its parent can end a solver that hangs.
import { readFileSync } from "node:fs"

import { init } from "z3-solver"

import type { Verdict } from "./check.ts"

const text = readFileSync(process.argv[2] ?? "", "utf8")
// The sentence is the comment up to its first full stop.
const comment = text.slice(0, text.search(/^[^;]/m)).replaceAll(/^; ?/gm, "")
const sentence = comment.slice(0, comment.indexOf(".") + 1).replaceAll("\n", " ")
if (sentence === "" || !text.includes("(check-sat)")) throw new Error("Not a lemma: no sentence, or nothing to check.")

const conclusion = text.lastIndexOf("(assert (not ")
const { Z3 } = await init()
// Premises that nothing meets would prove anything.
if ((await ask(text.slice(0, conclusion))) !== 1) throw new Error("The lemma's premises cannot be met together.")
const answer = await ask(text)
const verdict: Verdict = answer === -1 ? "proven" : answer === 1 ? "violated" : "unknown"

process.stdout.write(JSON.stringify({ sentence, verdict }))
process.exit()

async function ask(script: string): Promise<number> {
  const context = Z3.mk_context(Z3.mk_config())
  const solver = Z3.mk_solver(context)
  Z3.solver_inc_ref(context, solver)
  // Not `eval_smtlib2_string`: it reads the text in a thread that the call does not wait for, when it may be overwritten.
  Z3.solver_from_string(context, solver, script)
  return await Z3.solver_check(context, solver)
}
