import { type Deployment, deployments } from "@gpuflow/escrow/deployments"

/** While `body` runs, the SDK's list of deployments names this one. */
export async function withDeployment<result>(
  chainId: number,
  deployment: Deployment,
  body: () => result | Promise<result>,
): Promise<result> {
  if (deployments[chainId]) throw new Error(`A deployment on chain ${chainId} is known already. Take another chain.`)
  Object.assign(deployments, { [chainId]: deployment })
  try {
    return await body()
  } finally {
    Reflect.deleteProperty(deployments, chainId)
  }
}
