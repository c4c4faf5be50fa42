// npm run check -- builds   builds each contract and the timelock twice from nothing, and each contract once more by the
//                           bare compiler with the input in deployments/build; all must give the code that the SDK deploys
import { readFile, rm } from "node:fs/promises"
import { createRequire } from "node:module"
import { join } from "node:path"

import { buildRecord, sha256 } from "../../scripts/generate/buildRecord.ts"
import { buildPeriphery, buildProduction, buildTimelock, type Production } from "../../scripts/production.ts"
import { root } from "../../scripts/support/root.ts"
import { escrowBytecode } from "../../sdk/generated/escrowBytecode.ts"
import { mandateBytecode } from "../../sdk/generated/mandateBytecode.ts"
import { routerBytecode } from "../../sdk/generated/routerBytecode.ts"

const contracts = [
  {
    contract: "RentalEscrow",
    source: "RentalEscrow.sol",
    folder: "",
    cache: "production",
    build: buildProduction,
    deployed: escrowBytecode,
  },
  {
    contract: "RentalRouter",
    source: "periphery/RentalRouter.sol",
    folder: "router/",
    cache: "periphery/RentalRouter",
    build: () => buildPeriphery("RentalRouter"),
    deployed: routerBytecode,
  },
  {
    contract: "RentalMandate",
    source: "periphery/RentalMandate.sol",
    folder: "mandate/",
    cache: "periphery/RentalMandate",
    build: () => buildPeriphery("RentalMandate"),
    deployed: mandateBytecode,
  },
] as const

const problems: string[] = []
for (const one of contracts) {
  const { contract, source, folder, deployed } = one
  const first = await buildClean(one)
  // Stays in the cache, where other checks read it.
  const second = await buildClean(one)
  if (JSON.stringify(first) !== JSON.stringify(second)) problems.push(`Two clean builds of ${contract} differ.`)
  if (first.creation !== deployed) problems.push(`The SDK deploys another ${contract}. Run \`npm run generate\`.`)
  for (const { path, text } of buildRecord({ contract, folder, ...first })) {
    const recorded = await readFile(join(root, path), "utf8").catch(() => "")
    if (recorded !== text) problems.push(`${path} is stale. Run \`npm run generate\`.`)
  }
  const bare = compileBare(JSON.stringify(first.input), source, contract)
  if (bare !== first.creation) problems.push(`The bare compiler gives another ${contract} for the standard input.`)
  console.log(
    `${contract}, two clean builds and the bare compiler, solc ${first.compiler}: creation code sha256 ${sha256(first.creation)}`,
  )
}
const timelocks = [await buildTimelockClean(), await buildTimelockClean()]
if (timelocks[0] !== timelocks[1]) problems.push("Two clean builds of the timelock differ.")
for (const problem of problems) console.error(problem)
process.exitCode = problems.length > 0 ? 1 : 0

/** Compiles as an explorer does when it verifies a contract. */
function compileBare(standardInput: string, source: string, contract: string): string {
  const solc: { compile(input: string): string } = createRequire(import.meta.url)("solc")
  const { contracts } = JSON.parse(solc.compile(standardInput))
  return `0x${contracts[`project/contracts/${source}`][contract].evm.bytecode.object}`
}

type Clean = { readonly contract: string; readonly cache: string; readonly build: () => Promise<Production> }

async function buildClean({ contract, cache, build }: Clean) {
  await rm(join(root, "cache", cache), { recursive: true, force: true })
  const { artifact, input, compiler } = await build()
  const { bytecode, deployedBytecode } = await artifact(contract)
  return { creation: bytecode, runtime: deployedBytecode, input, compiler }
}

async function buildTimelockClean(): Promise<string> {
  await rm(join(root, "cache/timelock"), { recursive: true, force: true })
  return (await buildTimelock()).bytecode
}
