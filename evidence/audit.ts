// npm run audit                    shows everything that is claimed of the contracts, and writes it into docs/evidence.md
// npm run audit -- --quick         shows what takes a quarter of an hour, and writes nothing
// npm run audit -- --only proofs   shows the claims with a matching name; the other rows of the table stay
// npm run audit -- --only periphery   shows every claim about router and mandate
// Each claim is shown by a command of its own, whose output is kept in cache/audit.
import { createWriteStream } from "node:fs"
import { mkdir } from "node:fs/promises"
import { availableParallelism, cpus } from "node:os"
import { join } from "node:path"
import { stripVTControlCharacters } from "node:util"

import { Command } from "@commander-js/extra-typings"
import Table from "cli-table3"

import { pattern } from "../scripts/support/options.ts"
import { markdownRow, markdownTable, updateBlock } from "../scripts/support/pages.ts"
import { run } from "../scripts/support/processes.ts"
import { root } from "../scripts/support/root.ts"
import { type Claim, claims, type Demonstration } from "./audit/claims.ts"

const { quick, only } = new Command("npm run audit --")
  .description("Shows everything that is claimed of the contracts. Writes the table in docs/evidence.md.")
  .option("--quick", "only what takes a quarter of an hour; writes nothing", false)
  .option(
    "--only <pattern>",
    "only the claims with a matching name or part; the other rows of the table stay",
    pattern,
    /(?:)/,
  )
  .parse()
  .opts()
const logs = join(root, "cache", "audit")
const [day = ""] = new Date().toISOString().split("T")

/** By default the Solidity runner takes all cores, and would share one with the command beside it. */
const ONE_THREAD = { RAYON_NUM_THREADS: "1" }

/** Leaves out the variables that would make random tests shorter, or others, than the table states. */
const {
  INVARIANT_RUNS: _runs,
  INVARIANT_DEPTH: _depth,
  FUZZ_RUNS: _fuzzRuns,
  FUZZ_SEED: _seed,
  ...environment
} = process.env

interface Task extends Demonstration {
  readonly claim: Claim
}

interface Result {
  readonly claim: Claim
  readonly how: string
  readonly command: string
  readonly ok: boolean
  readonly figure: string
  readonly minutes: number
}

const tasks = claims
  .filter(({ name, parts = [] }) => [name, ...parts].some((word) => only.test(word)))
  .flatMap((claim): Task[] => {
    const demonstration = quick ? claim.quick : claim.full
    return demonstration ? [{ claim, ...demonstration }] : []
  })
if (tasks.length === 0) {
  const names = claims.filter((claim) => !quick || claim.quick).map(({ name }) => name)
  throw new Error(
    `No claim has a matching name. Pass --only with a pattern for some of ${names.join(", ")}, or for core or periphery.`,
  )
}
await mkdir(logs, { recursive: true })
const results: Result[] = []
const began = Date.now()
for (const task of tasks.filter(({ alone }) => alone)) await show(task)
// Built before, so that no command builds what another one reads.
const { ok: built } = await runNpm("build", ["run", "--silent", "build"])
if (!built) throw new Error("The contracts do not compile: see cache/audit/build.log.")
// Two at a time: the smallest machine has two cores.
const queue = tasks.filter(({ alone }) => !alone).sort((a, b) => (b.minutes ?? 0) - (a.minutes ?? 0))
await Promise.all([showAll(queue), showAll(queue)])
results.sort((a, b) => claims.indexOf(a.claim) - claims.indexOf(b.claim))

console.log(table())
const failed = results.filter(({ ok }) => !ok)
console.log(`${results.length - failed.length} of ${results.length} claims hold`)
if (!quick && tasks.length === claims.length) writeWhole(`${results.length - failed.length} of ${results.length}`)
process.exitCode = failed.length > 0 ? 1 : 0

async function showAll(todo: Task[]): Promise<void> {
  for (let task = todo.shift(); task; task = todo.shift()) await show(task)
}

async function show({ claim, how = claim.how, command: [script = "", ...args], alone }: Task): Promise<void> {
  const command = `npm run ${script}${args.length > 0 ? ` -- ${args.map(quoted).join(" ")}` : ""}`
  console.log(`${claim.name}: ${command}`)
  const began = Date.now()
  const variables = alone ? {} : ONE_THREAD
  const { ok, output } = await runNpm(claim.name, ["run", "--silent", script, "--", ...args], variables)
  const figure = claim.figure(output)
  const minutes = (Date.now() - began) / 60_000
  // A command that does not report how much it did has shown nothing.
  results.push({ claim, how, command, ok: ok && figure !== undefined, figure: figure ?? "failed", minutes })
  if (!quick) write()
  console.log(`${claim.name}: ${ok ? (figure ?? "printed no figure") : `failed, see cache/audit/${claim.name}.log`}`)
}

/** Runs npm and keeps what it prints, also in a file. */
async function runNpm(name: string, args: readonly string[], variables: NodeJS.ProcessEnv = {}) {
  const log = createWriteStream(join(logs, `${name}.log`))
  const env = { ...environment, NO_COLOR: "1", ...variables }
  const { ok, output } = await run("npm", args, { env, onOutput: (chunk) => log.write(chunk) })
  log.end()
  return { ok, output: stripVTControlCharacters(output) }
}

/** An argument as a shell takes it. */
function quoted(arg: string): string {
  return /^[\w./:=-]+$/.test(arg) ? arg : `'${arg}'`
}

function table(): string {
  const shown = new Table({
    head: ["claim", "how", "how much", "result", "min"],
    colWidths: [42, 30, 38, 8, 6],
    wordWrap: true,
    style: { head: [], border: [] },
  })
  for (const { claim, how, figure, ok, minutes } of results) {
    shown.push([claim.sentence, how, figure, ok ? "holds" : "FAILS", minutes.toFixed(1)])
  }
  return `\n${shown.toString()}`
}

/** Called after every claim, so that an interrupted run keeps what it found. */
function write(): void {
  updateBlock("docs/evidence.md", "audit", (lines) => {
    const rows = claims.flatMap((claim) => {
      const mark = `<!-- ${claim.name} -->`
      const result = results.find((one) => one.claim === claim)
      if (!result) return lines.filter((line) => line.endsWith(mark))
      const { how, command, figure, minutes, ok } = result
      const cells = [claim.sentence, how, `\`${command}\``, figure, minutes.toFixed(1), day, ok ? "holds" : "**fails**"]
      return [`${markdownRow(cells)} ${mark}`]
    })
    const head = ["claim", "how it was checked", "command", "how much", "minutes", "day", "result"]
    return [...markdownTable(head, [], ["minutes"]), ...rows]
  })
}

/** Called at the end of a run of all claims. */
function writeWhole(held: string): void {
  const minutes = Math.ceil((Date.now() - began) / 60_000)
  const machine = `${availableParallelism()} cores (${cpus()[0]?.model.trim()}) with Node ${process.version}`
  const sentence = `All claims were last shown in one run on ${day}, in ${minutes} minutes on ${machine}: ${held} hold.`
  updateBlock("docs/evidence.md", "whole audit", () => [sentence])
}
