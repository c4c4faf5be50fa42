// npm run audit                    everything that can be said for the contracts, in one table, which it writes into docs/evidence.md
// npm run audit -- --quick         what fits into a quarter of an hour; writes nothing
// npm run audit -- --only proofs   one line of it, or several: a pattern; the other lines of the table stay as they are
// Each line is a command of its own. What it prints is kept in cache/audit.
import { spawn } from "node:child_process"
import { createWriteStream, readFileSync, writeFileSync } from "node:fs"
import { mkdir } from "node:fs/promises"
import { join } from "node:path"
import { stripVTControlCharacters } from "node:util"

import { Command } from "@commander-js/extra-typings"
import Table from "cli-table3"
import { pattern } from "../scripts/options.ts"
import { type Run, type Step, steps } from "./audit/steps.ts"
import { root } from "./solidity/sources.ts"

const { quick, only } = new Command("audit")
  .option("--quick", "what fits into a quarter of an hour")
  .option("--only <pattern>", "the lines whose name matches", pattern, /(?:)/)
  .parse()
  .opts()
const logs = join(root, "cache", "audit")
const evidence = join(root, "docs", "evidence.md")

/** The Solidity runner takes all cores otherwise, also the one on which another command runs: both lose by it. */
const ONE_THREAD = { RAYON_NUM_THREADS: "1" }

/** Without what would make random tests shorter, or others, than the table says. */
const {
  INVARIANT_RUNS: _runs,
  INVARIANT_DEPTH: _depth,
  FUZZ_RUNS: _fuzzRuns,
  FUZZ_SEED: _seed,
  ...environment
} = process.env

interface Line {
  readonly step: Step
  readonly how: string
  readonly command: string
  readonly ok: boolean
  readonly figure: string
  readonly minutes: number
}

interface Task extends Run {
  readonly step: Step
}

const chosen = steps
  .filter(({ name }) => only.test(name))
  .flatMap((step): Task[] => {
    const task = quick ? step.quick : step.full
    return task ? [{ step, ...task }] : []
  })
if (chosen.length === 0) {
  const names = steps.filter((step) => !quick || step.quick).map(({ name }) => name)
  throw new Error(`--only: no line has such a name. There are ${names.join(", ")}.`)
}
await mkdir(logs, { recursive: true })
const lines: Line[] = []
for (const task of chosen.filter(({ alone }) => alone)) await take(task)
// Each command builds what it needs; two that build at once would take each other's files away.
const { ok: built } = await run("build", ["run", "--silent", "build"])
if (!built) throw new Error("The contracts do not build: see cache/audit/build.log.")
// Two at a time, as many as the smallest machine has cores.
const queue = chosen.filter(({ alone }) => !alone).sort((a, b) => (b.minutes ?? 0) - (a.minutes ?? 0))
await Promise.all([drain(queue), drain(queue)])
lines.sort((a, b) => steps.indexOf(a.step) - steps.indexOf(b.step))

console.log(table())
const failed = lines.filter(({ ok }) => !ok)
console.log(`${lines.length - failed.length} of ${lines.length} claims hold`)
process.exitCode = failed.length > 0 ? 1 : 0

async function drain(todo: Task[]): Promise<void> {
  for (let task = todo.shift(); task; task = todo.shift()) await take(task)
}

async function take({ step, how = step.how, command: [script = "", ...args], alone }: Task): Promise<void> {
  const command = `npm run ${script}${args.length > 0 ? ` -- ${args.join(" ")}` : ""}`
  console.log(`${step.name}: ${command}`)
  const began = Date.now()
  const { ok, output } = await run(step.name, ["run", "--silent", script, "--", ...args], alone ? {} : ONE_THREAD)
  const figure = step.figure(output)
  const minutes = (Date.now() - began) / 60_000
  // A command that says nothing of what it did has shown nothing.
  lines.push({ step, how, command, ok: ok && figure !== undefined, figure: figure ?? "failed", minutes })
  if (!quick) write()
  console.log(`${step.name}: ${ok ? (figure ?? "printed no figure") : `failed, see cache/audit/${step.name}.log`}`)
}

/** Runs npm; what it prints goes into a file, and is read. */
function run(
  name: string,
  args: readonly string[],
  variables: Readonly<Record<string, string>> = {},
): Promise<{ ok: boolean; output: string }> {
  return new Promise((resolve, reject) => {
    const log = createWriteStream(join(logs, `${name}.log`))
    const child = spawn("npm", args, { cwd: root, env: { ...environment, NO_COLOR: "1", ...variables } })
    let output = ""
    for (const stream of [child.stdout, child.stderr]) {
      stream.setEncoding("utf8").on("data", (chunk: string) => {
        output += chunk
        log.write(chunk)
      })
    }
    child.on("error", reject)
    child.on("close", (code) => {
      log.end()
      resolve({ ok: code === 0, output: stripVTControlCharacters(output) })
    })
  })
}

function table(): string {
  const shown = new Table({
    head: ["claim", "how", "how much", "result", "min"],
    colWidths: [42, 30, 38, 8, 6],
    wordWrap: true,
    style: { head: [], border: [] },
  })
  for (const { step, how, figure, ok, minutes } of lines) {
    shown.push([step.claim, how, figure, ok ? "holds" : "FAILS", minutes.toFixed(1)])
  }
  return `\n${shown.toString()}`
}

/** After every step, so that a run which is cut off keeps what it found. Lines of other steps stay as they were. */
function write(): void {
  const text = readFileSync(evidence, "utf8")
  const [before, rest] = text.split("<!-- audit -->\n")
  const [old = "", after] = rest?.split("<!-- /audit -->") ?? []
  if (before === undefined || after === undefined)
    throw new Error("docs/evidence.md has lost the marks around its table.")
  const kept = old.split("\n")
  const rows = steps.flatMap((step) => {
    const line = lines.find((done) => done.step === step)
    if (!line) return kept.filter((row) => row.endsWith(`<!-- ${step.name} -->`))
    const cells = [step.claim, line.how, `\`${line.command}\``, line.figure, line.ok ? "holds" : "**fails**"]
    return [`| ${cells.join(" | ")} | <!-- ${step.name} -->`]
  })
  const head = ["| claim | how it was checked | command | how much | result |", "|---|---|---|---|---|"]
  writeFileSync(evidence, `${before}<!-- audit -->\n${[...head, ...rows].join("\n")}\n<!-- /audit -->${after}`)
}
