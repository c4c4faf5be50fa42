// The contracts of `@gpuflow/escrow/testing`, as code that is placed at an address of a local chain.
import { createHardhatRuntimeEnvironment } from "hardhat/hre"

import config from "../../hardhat.config.ts"
import { buildPermit2 } from "../production.ts"
import { root } from "../support/root.ts"
import { type GeneratedFile, generatedSource } from "./files.ts"

const FOLDER = "sdk/testing/contracts"
const NAMES = ["Multicall3", "PolygonToken", "PriceFeed", "WalletAccount"] as const

/** Builds them apart from the escrow, whose build and its record stay as they are. */
export async function testContracts(): Promise<GeneratedFile> {
  const paths = { sources: FOLDER, artifacts: "cache/testing/artifacts", cache: "cache/testing/cache" }
  const hre = await createHardhatRuntimeEnvironment({ ...config, plugins: [], paths }, {}, root)
  const files = NAMES.map((name) => `${root}${FOLDER}/${name}.sol`)
  const result = await hre.solidity.build(files, { buildProfile: "production", isolated: false, quiet: true })
  if (!hre.solidity.isSuccessfulBuildResult(result)) throw new Error(result.formattedReason)
  const artifacts = await Promise.all(
    NAMES.map(async (name) => [name, (await hre.artifacts.readArtifact(name)).deployedBytecode] as const),
  )
  const codes = [...artifacts, ["Permit2", (await buildPermit2()).deployedBytecode] as const].map(
    ([name, code]) => `  ${name}:\n    "${code}",`,
  )
  const body = `import type { Hex } from "../types.ts"\n\n/** The runtime code of each contract in ${FOLDER}, and of Permit2. */\nexport const testContracts = {\n${codes.join("\n")}\n} as const satisfies Readonly<Record<string, Hex>>`
  return generatedSource("sdk/generated/testContracts.ts", body)
}
