import { appendFileSync, existsSync, readFileSync } from "node:fs"
import { createRequire } from "node:module"
import { join } from "node:path"
import { readFile, rename, writeFile } from "node:fs/promises"
import { optimized } from "../hardhat.config.ts"
import { root } from "../scripts/support/root.ts"
import { mutantsOf, planted } from "./mutants/operators.ts"
import { parse } from "./solidity/compiler.ts"
import { loadSources, type Sources } from "./solidity/sources.ts"
import { WorkingCopy } from "./solidity/workingCopy.ts"

const ENTRY = "contracts/periphery/RentalMandate.sol"
const ARTIFACT = `artifacts/${ENTRY}/RentalMandate.json`
const solc = createRequire(import.meta.url)("solc")
const quick = { ...optimized.settings, optimizer: { enabled: false }, debug: { debugInfo: [] } }
function compile(sources: Sources): string | undefined {
  const out = JSON.parse(solc.compile(JSON.stringify({ language: "Solidity", sources, settings: { ...quick, metadata: { appendCBOR: false }, outputSelection: { [ENTRY]: { RentalMandate: ["evm.bytecode.object"] } } } })))
  if (out.errors?.some((e: any) => e.severity === "error")) return undefined
  return "0x" + out.contracts[ENTRY].RentalMandate.evm.bytecode.object
}
const sources = await loadSources(ENTRY)
const all = mutantsOf(sources, parse(sources)).filter((m) => m.file === ENTRY)
const [, , place = "0", of = "1", from = "0"] = process.argv
console.log(all.length, "mutants", all.filter((m) => m.guard).length, "guards")
if (of === "0") process.exit(0)
const copy = await WorkingCopy.open(join(root, "cache", "tmpmutants", place))
const original = compile(sources)
if (!original) throw new Error("original")
const seen = new Set([original])
const groups = [
  ["test/unit/mandate/execute.t.sol", "test/unit/mandate/constructor.t.sol", "test/unit/mandate/revoke.t.sol", "test/unit/mandate/revokeAll.t.sol"],
  ["test/unit/mandate/payment.t.sol", "test/unit/mandate/nextExtension.t.sol", "test/unit/mandate/signature.t.sol"],
  ["test/fuzz/mandates.t.sol"],
]
async function plant(code: string) {
  const path = copy.path(ARTIFACT)
  const artifact = JSON.parse(await readFile(path, "utf8"))
  await writeFile(path + ".x", JSON.stringify({ ...artifact, bytecode: code }))
  await rename(path + ".x", path)
}
await plant(original)
for (const group of groups) {
  const failed = await copy.failuresIn(group, { FUZZ_RUNS: "64" })
  if (failed.length) throw new Error(JSON.stringify(failed))
}
const log = join(root, "cache", `tmpmutants-${place}.txt`)
for (const [i, m] of all.entries()) {
  if (i % Number(of) !== Number(place) || i < Number(from)) continue
  const what = `${i} ${m.line} ${m.where} ${m.operator}${m.guard ? " GUARD" : ""}: ${m.original.replace(/\s+/g, " ").slice(0, 80)} -> ${m.text.replace(/\s+/g, " ").slice(0, 80)}`
  const code = compile(planted(sources, m))
  if (!code) { appendFileSync(log, `nocompile ${what}\n`); continue }
  if (seen.has(code)) { appendFileSync(log, `same ${what}\n`); continue }
  seen.add(code)
  await plant(code)
  let by = ""
  for (const group of groups) {
    const [first] = await copy.failuresIn(group, { FUZZ_RUNS: "64" })
    if (first) { by = first.name; break }
  }
  appendFileSync(log, `${by ? `killed by ${by}` : "SURVIVED"} ${what}\n`)
}
