// npm run check -- builds   builds each contract and the timelock twice from nothing, and each contract once more by the
//                           bare compiler with the input in deployments/build; all must give the code that the SDK deploys
import { readFile, rm } from "node:fs/promises"
import { createRequire } from "node:module"
import { join } from "node:path"

import { buildRecord, sha256 } from "../../scripts/generate/buildRecord.ts"
import { buildTimelock } from "../../scripts/production.ts"
import { root } from "../../scripts/support/root.ts"
import { escrowBytecode } from "../../sdk/generated/escrowBytecode.ts"
import { mandateBytecode } from "../../sdk/generated/mandateBytecode.ts"
import { routerBytecode } from "../../sdk/generated/routerBytecode.ts"
import { type Contract, contracts } from "../solidity/contracts.ts"

/** The code that the SDK deploys. */
const deployed: Readonly<Record<string, string>> = {
  RentalEscrow: escrowBytecode,
  RentalRouter: routerBytecode,
  RentalMandate: mandateBytecode,
}

const problems: string[] = []
for (const one of contracts) {
  const { name, record } = one
  const first = await buildClean(one)
  // Stays in the cache, where other checks read it.
  const second = await buildClean(one)
  if (JSON.stringify(first) !== JSON.stringify(second)) problems.push(`Two clean builds of ${name} differ.`)
  if (first.creation !== deployed[name]) problems.push(`The SDK deploys another ${name}. Run \`npm run generate\`.`)
  for (const { path, text } of buildRecord({ contract: name, folder: record, ...first })) {
    const recorded = await readFile(join(root, path), "utf8").catch(() => "")
    if (recorded !== text) problems.push(`${path} is stale. Run \`npm run generate\`.`)
  }
  const bare = compileBare(JSON.stringify(first.input), one)
  if (bare !== first.creation) problems.push(`The bare compiler gives another ${name} for the standard input.`)
  console.log(
    `${name}, two clean builds and the bare compiler, solc ${first.compiler}: creation code sha256 ${sha256(first.creation)}`,
  )
}
const timelocks = [await buildTimelockClean(), await buildTimelockClean()]
if (timelocks[0] !== timelocks[1]) problems.push("Two clean builds of the timelock differ.")
for (const problem of problems) console.error(problem)
process.exitCode = problems.length > 0 ? 1 : 0

/** Compiles as an explorer does when it verifies a contract. */
function compileBare(standardInput: string, { name, entry }: Contract): string {
  const solc: { compile(input: string): string } = createRequire(import.meta.url)("solc")
  const { contracts: compiled } = JSON.parse(solc.compile(standardInput))
  return `0x${compiled[`project/${entry}`][name].evm.bytecode.object}`
}

async function buildClean({ name, cache, build }: Contract) {
  await rm(join(root, "cache", cache), { recursive: true, force: true })
  const { artifact, input, compiler } = await build()
  const { bytecode, deployedBytecode } = await artifact(name)
  return { creation: bytecode, runtime: deployedBytecode, input, compiler }
}

async function buildTimelockClean(): Promise<string> {
  await rm(join(root, "cache/timelock"), { recursive: true, force: true })
  return (await buildTimelock()).bytecode
}
