// npm run check -- builds             builds production and the timelock twice from nothing, and the escrow once more by the
//                                 bare compiler from the standard JSON input in deployments/build: all must give the
//                                 bytes that the SDK deploys
// `npm run generate` writes deployments/build.
import { readFile, rm } from "node:fs/promises"
import { createRequire } from "node:module"
import { fileURLToPath } from "node:url"
import { buildTimelock } from "../scripts/deploy/build.ts"
import { buildRecord, sha256 } from "../scripts/generate/buildRecord.ts"
import { buildProduction } from "../scripts/production.ts"
import { escrowBytecode } from "../sdk/generated/escrowBytecode.ts"

const root = fileURLToPath(new URL("..", import.meta.url))

const first = await buildClean()
const second = await buildClean()
const problems: string[] = []
if (JSON.stringify(first) !== JSON.stringify(second)) problems.push("Two clean builds differ.")
const timelocks = [await buildTimelockClean(), await buildTimelockClean()]
if (timelocks[0] !== timelocks[1]) problems.push("Two clean builds of the timelock differ.")
if (first.creation !== escrowBytecode) problems.push("The SDK deploys other code: run `npm run generate`.")
const files = buildRecord(first)
for (const { path, text } of files) {
  const committed = await readFile(root + path, "utf8").catch(() => "")
  if (committed !== text) problems.push(`${path} is stale: run \`npm run generate\`.`)
}
const bare = compileBare(JSON.stringify(first.input))
if (bare !== first.creation) problems.push("The bare compiler gives other code for the standard input.")
console.log(
  `Two clean builds and the bare compiler, solc ${first.compiler}: creation code sha256 ${sha256(first.creation)}`,
)
for (const problem of problems) console.error(problem)
process.exitCode = problems.length > 0 ? 1 : 0

/** What an explorer does to verify a contract. */
function compileBare(input: string): string {
  const solc: { compile(input: string): string } = createRequire(import.meta.url)("solc")
  const { contracts } = JSON.parse(solc.compile(input))
  return `0x${contracts["project/contracts/RentalEscrow.sol"].RentalEscrow.evm.bytecode.object}`
}

async function buildClean() {
  await rm(`${root}cache/production`, { recursive: true, force: true })
  const { artifact, input, compiler } = await buildProduction()
  const { bytecode, deployedBytecode } = await artifact("RentalEscrow")
  return { creation: bytecode, runtime: deployedBytecode, input, compiler }
}

async function buildTimelockClean(): Promise<string> {
  await rm(`${root}cache/timelock`, { recursive: true, force: true })
  return (await buildTimelock()).bytecode
}
