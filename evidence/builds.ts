// npm run check -- builds             builds production and the timelock twice from nothing, and the escrow once more by the
//                                 bare compiler from the standard JSON input in deployments/build: all must give the
//                                 bytes that the SDK deploys
// npm run generate  writes deployments/build
import { createHash } from "node:crypto"
import { mkdir, readFile, rm, writeFile } from "node:fs/promises"
import { createRequire } from "node:module"
import { fileURLToPath } from "node:url"
import { parseArgs } from "node:util"
import { buildTimelock } from "../scripts/deploy/build.ts"
import { buildProduction } from "../scripts/production.ts"
import { escrowBytecode } from "../sdk/generated/escrowBytecode.ts"

const { values } = parseArgs({ options: { write: { type: "boolean", default: false } } })
const root = fileURLToPath(new URL("..", import.meta.url))
const folder = `${root}deployments/build/`

const first = await buildClean()
const second = await buildClean()
const files: Record<string, string> = {
  "standard-input.json": `${JSON.stringify(first.input, null, 2)}\n`,
  "build.json": `${JSON.stringify(
    {
      contract: "RentalEscrow",
      compiler: first.compiler,
      creationCode: digest(first.creation),
      runtimeCode: digest(first.runtime),
      runtimeBytes: first.runtime.length / 2 - 1,
    },
    null,
    2,
  )}\n`,
}

const problems: string[] = []
if (JSON.stringify(first) !== JSON.stringify(second)) problems.push("Two clean builds differ.")
const timelocks = [await buildTimelockClean(), await buildTimelockClean()]
if (timelocks[0] !== timelocks[1]) problems.push("Two clean builds of the timelock differ.")
if (first.creation !== escrowBytecode) problems.push("The SDK deploys other code: run `npm run generate`.")
if (values.write) {
  await mkdir(folder, { recursive: true })
  for (const [name, text] of Object.entries(files)) await writeFile(folder + name, text)
} else {
  for (const [name, text] of Object.entries(files)) {
    const committed = await readFile(folder + name, "utf8").catch(() => "")
    if (committed !== text) problems.push(`deployments/build/${name} is stale: run \`npm run generate\`.`)
  }
}
const bare = compileBare(files["standard-input.json"] ?? "")
if (bare !== first.creation) problems.push("The bare compiler gives other code for the standard input.")
console.log(
  `Two clean builds and the bare compiler, solc ${first.compiler}: creation code sha256 ${digest(first.creation)}`,
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

function digest(code: string): string {
  return createHash("sha256")
    .update(Buffer.from(code.slice(2), "hex"))
    .digest("hex")
}
