import { EscrowError } from "./core/escrowError.ts"
import { deployments } from "./generated/deploymentTable.ts"
import type { Deployment } from "./types.ts"

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
