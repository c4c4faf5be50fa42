// npm run check -- builds   builds the escrow and the timelock twice from nothing, and the escrow once more by the bare
//                           compiler with the input in deployments/build; all must give the code that the SDK deploys
import { readFile, rm } from "node:fs/promises"
import { createRequire } from "node:module"
import { join } from "node:path"

import { buildTimelock } from "../../scripts/deploy/build.ts"
import { buildRecord, sha256 } from "../../scripts/generate/buildRecord.ts"
import { buildProduction } from "../../scripts/production.ts"
import { root } from "../../scripts/support/root.ts"
import { escrowBytecode } from "../../sdk/generated/escrowBytecode.ts"

const first = await buildClean()
// Stays in the cache, where other checks read it.
const second = await buildClean()
const problems: string[] = []
if (JSON.stringify(first) !== JSON.stringify(second)) problems.push("Two clean builds of the escrow differ.")
const timelocks = [await buildTimelockClean(), await buildTimelockClean()]
if (timelocks[0] !== timelocks[1]) problems.push("Two clean builds of the timelock differ.")
if (first.creation !== escrowBytecode) problems.push("The SDK deploys other code. Run `npm run generate`.")
for (const { path, text } of buildRecord(first)) {
  const recorded = await readFile(join(root, path), "utf8").catch(() => "")
  if (recorded !== text) problems.push(`${path} is stale. Run \`npm run generate\`.`)
}
const bare = compileBare(JSON.stringify(first.input))
if (bare !== first.creation) problems.push("The bare compiler gives other code for the standard input.")
console.log(
  `Two clean builds and the bare compiler, solc ${first.compiler}: creation code sha256 ${sha256(first.creation)}`,
)
for (const problem of problems) console.error(problem)
process.exitCode = problems.length > 0 ? 1 : 0

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
