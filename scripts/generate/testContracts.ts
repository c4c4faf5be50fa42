// The contracts of `@gpuflow/escrow/testing`, as code that is placed at an address of a local chain.
import { createHardhatRuntimeEnvironment } from "hardhat/hre"

import config, { permit2 } from "../../hardhat.config.ts"
import { root } from "../support/root.ts"
import { type GeneratedFile, generatedSource } from "./files.ts"

const FOLDER = "sdk/testing/contracts"
const NAMES = ["Multicall3", "PolygonToken", "PriceFeed", "WalletAccount"] as const

/** Builds them apart from the escrow, whose build and its record stay as they are. */
export async function testContracts(): Promise<GeneratedFile> {
  const paths = { sources: FOLDER, artifacts: "cache/testing/artifacts", cache: "cache/testing/cache" }
  const hre = await createHardhatRuntimeEnvironment({ ...config, plugins: [], paths }, {}, root)
  const own = NAMES.map((name) => `${root}${FOLDER}/${name}.sol`)
  // Permit2 has a compiler of its own, which only the default profile has.
  for (const [buildProfile, files] of [
    ["production", own],
    ["default", [`npm:${permit2}`]],
  ] as const) {
    const result = await hre.solidity.build([...files], { buildProfile, isolated: false, quiet: true })
    if (!hre.solidity.isSuccessfulBuildResult(result)) throw new Error(result.formattedReason)
  }
  const codes = await Promise.all(
    [...NAMES, "Permit2"].map(async (name) => {
      const { deployedBytecode } = await hre.artifacts.readArtifact(name)
      return `  ${name}:\n    "${deployedBytecode}",`
    }),
  )
  const body = `import type { Hex } from "../types.ts"\n\n/** The runtime code of each contract in ${FOLDER}, and of Permit2. */\nexport const testContracts = {\n${codes.join("\n")}\n} as const satisfies Readonly<Record<string, Hex>>`
  return generatedSource("sdk/generated/testContracts.ts", body)
}
