// What is deployed: the production build of the escrow and of OpenZeppelin's timelock.
import { readFile } from "node:fs/promises"
import { createHardhatRuntimeEnvironment } from "hardhat/hre"
import { type Hex, isHex } from "viem"

import config, { timelock, withoutTransientWarning } from "../../hardhat.config.ts"
import { buildProduction } from "../production.ts"
import { root } from "../support/root.ts"

export type Built = {
  readonly creation: Hex
  /** The runtime code as compiled: zeros in place of immutables. */
  readonly runtime: Hex
  /** The places of the immutables. */
  readonly immutables: readonly { readonly start: number; readonly length: number }[]
}

export type Build = { readonly escrow: Built; readonly timelock: Built; readonly compiler: string }

type Artifact = {
  readonly bytecode: string
  readonly deployedBytecode: string
  readonly immutableReferences?: { readonly [id: string]: Built["immutables"] }
}

export function builtOf({ bytecode, deployedBytecode, immutableReferences = {} }: Artifact): Built {
  if (!isHex(bytecode) || !isHex(deployedBytecode)) throw new Error("The build has no code.")
  return { creation: bytecode, runtime: deployedBytecode, immutables: Object.values(immutableReferences).flat() }
}

/** Builds both contracts, or reads them from the cache. */
export async function buildDeployment(): Promise<Build> {
  const { artifact, compiler } = await buildProduction()
  return { escrow: builtOf(await artifact("RentalEscrow")), timelock: builtOf(await buildTimelock()), compiler }
}

/** Builds the timelock in a folder of its own, so that it is not part of the escrow's standard JSON input. */
export async function buildTimelock(): Promise<Artifact> {
  const paths = { sources: "contracts", artifacts: "cache/timelock/artifacts", cache: "cache/timelock/cache" }
  const hre = await createHardhatRuntimeEnvironment({ ...config, plugins: [withoutTransientWarning], paths }, {}, root)
  const files = [`npm:${timelock}`]
  const result = await hre.solidity.build(files, { buildProfile: "production", isolated: false, quiet: true })
  if (!hre.solidity.isSuccessfulBuildResult(result)) throw new Error(result.formattedReason)
  const path = await hre.artifacts.getArtifactPath("TimelockController")
  return JSON.parse(await readFile(path, "utf8"))
}
