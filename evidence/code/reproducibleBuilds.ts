// npm run check -- builds   builds the escrow and the timelock twice from nothing, and the escrow once more by the bare
//                           compiler with the input in deployments/build; all must give the code that the SDK deploys
// npm run generate          writes deployments/build
import { createHash } from "node:crypto"
import { mkdir, readFile, rm, writeFile } from "node:fs/promises"
import { createRequire } from "node:module"
import { join } from "node:path"

import { Command } from "@commander-js/extra-typings"

import { buildTimelock } from "../../scripts/deploy/build.ts"
import { buildProduction } from "../../scripts/production.ts"
import { root } from "../../scripts/support/root.ts"
import { escrowBytecode } from "../../sdk/generated/bytecode.ts"

const { write } = new Command("npm run check -- builds")
  .option("--write", "write deployments/build instead of comparing it", false)
  .parse()
  .opts()

const first = await buildClean()
// Stays in the cache, where other checks read it.
const second = await buildClean()
const problems: string[] = []
if (JSON.stringify(first) !== JSON.stringify(second)) problems.push("Two clean builds of the escrow differ.")
const timelocks = [await buildTimelockClean(), await buildTimelockClean()]
if (timelocks[0] !== timelocks[1]) problems.push("Two clean builds of the timelock differ.")
if (first.creation !== escrowBytecode) problems.push("The SDK deploys other code. Run `npm run generate`.")
const input = `${JSON.stringify(first.input, null, 2)}\n`
for (const [name, text] of [
  ["standard-input.json", input],
  ["build.json", `${JSON.stringify(summary(), null, 2)}\n`],
] as const) {
  const path = join(root, "deployments/build", name)
  if (write) await writeWhole(path, text)
  else if ((await readFile(path, "utf8").catch(() => "")) !== text) {
    problems.push(`deployments/build/${name} is stale. Run \`npm run generate\`.`)
  }
}
if (compileBare(input) !== first.creation) problems.push("The bare compiler gives other code for the standard input.")
console.log(
  `Two clean builds and the bare compiler, solc ${first.compiler}: creation code sha256 ${digest(first.creation)}`,
)
for (const problem of problems) console.error(problem)
process.exitCode = problems.length > 0 ? 1 : 0

function summary() {
  const { compiler, creation, runtime } = first
  return {
    contract: "RentalEscrow",
    compiler,
    creationCode: digest(creation),
    runtimeCode: digest(runtime),
    runtimeBytes: runtime.length / 2 - 1,
  }
}

async function writeWhole(path: string, text: string): Promise<void> {
  await mkdir(join(path, ".."), { recursive: true })
  await writeFile(path, text)
}

/** Compiles as an explorer does when it verifies a contract. */
function compileBare(standardInput: string): string {
  const solc: { compile(input: string): string } = createRequire(import.meta.url)("solc")
  const { contracts } = JSON.parse(solc.compile(standardInput))
  return `0x${contracts["project/contracts/RentalEscrow.sol"].RentalEscrow.evm.bytecode.object}`
}

async function buildClean() {
  await rm(join(root, "cache/production"), { recursive: true, force: true })
  const { artifact, input, compiler } = await buildProduction()
  const { bytecode, deployedBytecode } = await artifact("RentalEscrow")
  return { creation: bytecode, runtime: deployedBytecode, input, compiler }
}

async function buildTimelockClean(): Promise<string> {
  await rm(join(root, "cache/timelock"), { recursive: true, force: true })
  return (await buildTimelock()).bytecode
}

function digest(code: string): string {
  return createHash("sha256")
    .update(Buffer.from(code.slice(2), "hex"))
    .digest("hex")
}
