import { EscrowError } from "./core/escrowError.ts"
import { deployments } from "./generated/deploymentTable.ts"
import type { Address, Deployment } from "./types.ts"

/**
 * Returns where the escrow is deployed on a chain.
 *
 * @example
 * import { getDeployment } from "@gpuflow/escrow/deployments"
 *
 * const { address, blockNumber } = getDeployment(137)
 *
 * @param chainId The chain
 * @returns The escrow's address, the block to read events from, and the hash of its code
 * @throws {DeploymentUnknownError} for a chain without one
 */
export function getDeployment(chainId: number): Deployment {
  const deployment = deployments[chainId]
  if (!deployment) throw new DeploymentUnknownError({ chainId })
  return deployment
}

/**
 * Returns the deployment that an escrow belongs to. Its router and mandate contract are those of this escrow alone.
 *
 * @example
 * import { findDeployment } from "@gpuflow/escrow/deployments"
 *
 * console.log(findDeployment({ chainId: 137, escrow: "0x…" })?.router ?? "not known")
 *
 * @param parameters The chain and the escrow on it
 * @returns Nothing for an escrow that is not in the list of deployments
 */
export function findDeployment({ chainId, escrow }: findDeployment.Parameters): Deployment | undefined {
  const known = deployments[chainId]
  return known?.address.toLowerCase() === escrow.toLowerCase() ? known : undefined
}

export declare namespace findDeployment {
  type Parameters = { readonly chainId: number; readonly escrow: Address }
}

export { deployments } from "./generated/deploymentTable.ts"
export type { Deployment } from "./types.ts"

/** The SDK does not know a deployment on this chain. */
export class DeploymentUnknownError extends EscrowError<"DeploymentUnknown", { readonly chainId: number }> {
  constructor(args: DeploymentUnknownError["args"], options?: ErrorOptions) {
    super(
      "DeploymentUnknown",
      "No deployment is known on this chain. Pass the escrow's address yourself.",
      args,
      options,
    )
  }
}
