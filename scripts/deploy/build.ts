// What is deployed: the production builds of the escrow, of the contracts around it, and of OpenZeppelin's timelock.
import { type Hex, isHex } from "viem"

import { type Artifact, buildPeriphery, buildPermit2, buildProduction, buildTimelock } from "../production.ts"

export type Built = {
  readonly creation: Hex
  /** The runtime code as compiled: zeros in place of immutables. */
  readonly runtime: Hex
  /** The places of the immutables. */
  readonly immutables: readonly { readonly start: number; readonly length: number }[]
}

/** A contract of a deployment. Permit2 is not deployed, but the router relies on it. */
export type ContractName = "escrow" | "timelock" | "router" | "mandate" | "permit2"

export type Build = Readonly<Record<ContractName, Built>> & { readonly compiler: string }

export function builtOf({ bytecode, deployedBytecode, immutableReferences = {} }: Artifact): Built {
  if (!isHex(bytecode) || !isHex(deployedBytecode)) throw new Error("The build has no code.")
  return { creation: bytecode, runtime: deployedBytecode, immutables: Object.values(immutableReferences).flat() }
}

/** Builds every contract, or reads them from the cache. */
export async function buildDeployment(): Promise<Build> {
  const { artifact, compiler } = await buildProduction()
  const [router, mandate] = [await buildPeriphery("RentalRouter"), await buildPeriphery("RentalMandate")]
  return {
    escrow: builtOf(await artifact("RentalEscrow")),
    timelock: builtOf(await buildTimelock()),
    router: builtOf(await router.artifact("RentalRouter")),
    mandate: builtOf(await mandate.artifact("RentalMandate")),
    permit2: builtOf(await buildPermit2()),
    compiler,
  }
}
