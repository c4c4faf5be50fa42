// Looks for the node before anything is built, so that a wrong endpoint fails at once.
import { WrongChainError } from "@gpuflow/escrow"
import { createClient, http } from "viem"
import { getChainId } from "viem/actions"

import { describeNodeFailure } from "../../cli/chain/nodeFailure.ts"
import { NodeNotFoundError } from "./errors.ts"
import type { NetworkName } from "./networks.ts"

/** Milliseconds. A node that can serve a deployment answers within this time. */
const TIMEOUT = 10_000

/** The environment variables that hold the networks' endpoints. */
const variables: Readonly<Record<NetworkName, string>> = {
  polygon: "POLYGON_RPC_URL",
  amoy: "AMOY_RPC_URL",
  local: "LOCAL_RPC_URL",
}

/** Refuses an endpoint that does not answer, and one of another chain. The error does not contain its URL. */
export async function requireNode(network: NetworkName, url: string, expected: number, timeout = TIMEOUT) {
  const client = createClient({ transport: http(url, { retryCount: 1, timeout }) })
  const chainId = await getChainId(client).catch((error: unknown) => {
    throw new NodeNotFoundError({ network, variable: variables[network], failure: describeNodeFailure(error) })
  })
  if (chainId !== expected) throw new WrongChainError({ chainId, expected })
}
