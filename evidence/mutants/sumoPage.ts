// What a campaign with SuMo's changes prints, and its part of docs/mutants.md.
import { markdownTable } from "../../scripts/support/pages.ts"
import type { Candidate } from "./candidates.ts"
import { HEAD, row, survivorsTable, type Verdicts } from "./page.ts"

/** SuMo's operators, and whether this repository has one that makes the same changes. */
const OPERATORS: Readonly<Record<string, readonly [what: string, ours: "the same" | "in part" | "none"]>> = {
  AOR: ["`+=` becomes `-=`, `*=`, `/=`, `%=`, or `=`", "in part"],
  AVR: ["an assigned address becomes the contract's own, or zero", "none"],
  BLR: ["`true` becomes `false`", "the same"],
  BOR: ["a comparison or an operation becomes others of its kind", "in part"],
  CCD: ["constructor dropped", "none"],
  CSC: ["the condition of an `if` becomes `true` or `false`", "the same"],
  DOD: ["`delete` dropped", "the same"],
  EED: ["event dropped", "the same"],
  EHC: ["`require` dropped", "the same"],
  GVR: ["`block.timestamp` or `msg.value` becomes another value of the block or the call", "none"],
  ILR: ["a number becomes one higher or one lower", "the same"],
  LSC: ["the condition of a loop becomes `true` or `false`", "none"],
  MCR: ["`keccak256` becomes `sha256`", "none"],
  MOC: ["modifiers in another order", "none"],
  MOD: ["modifier dropped", "the same"],
  MOI: ["modifier added", "none"],
  MOR: ["modifier exchanged", "none"],
  PKD: ["`payable` dropped", "none"],
  RSD: ["`return` dropped", "the same"],
  RVS: ["returned values in another order", "none"],
  SLR: ["a text becomes empty", "in part"],
  TOR: ["`msg.sender` becomes `tx.origin`", "the same"],
  UORD: ["`!` or `++` dropped, or `++` becomes `--`", "in part"],
  VUR: ["a unit of time becomes another", "none"],
}

export function sumoBlock(verdicts: Verdicts, made: readonly Candidate[]): string[] {
  const operators = [...new Set(made.map(({ mutant }) => mutant.operator))].sort()
  const head = ["operator", "change", "among the changes above", "possible", "drawn", ...HEAD.slice(2)]
  const of = (operator: string) => verdicts.filter(({ mutant }) => mutant.operator === operator)
  const possible = (operator: string) => made.filter(({ mutant }) => mutant.operator === operator).length
  const line = (name: string, what: string, ours: string, all: number, drawn: Verdicts) => {
    const [, ...figures] = row(name, drawn)
    return [name, what, ours, String(all), ...figures]
  }
  const rows = [
    ...operators.map((operator) => {
      const [what, ours] = OPERATORS[operator] ?? ["", ""]
      return line(operator, what, ours, possible(operator), of(operator))
    }),
    line("**all**", "", "", made.length, verdicts),
  ]
  const alive = survivorsTable(verdicts)
  return [
    ...markdownTable(head, rows, head.slice(3)),
    "",
    ...(alive.length > 2 ? ["These survived:", "", ...alive] : ["None survived."]),
  ]
}
