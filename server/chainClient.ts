// The client that reads the chain: from the first endpoint that answers.
import { WrongChainError } from "@gpuflow/escrow"
import { type Client, createClient, defineChain, fallback, http } from "viem"
import { getChainId } from "viem/actions"
import { polygon } from "viem/chains"
import type { ServerMetrics } from "./monitoring/serverMetrics.ts"
import type { ServerSettings } from "./settings.ts"

/** Requests that are sent to an endpoint as one. Public endpoints take no more. */
const BATCH = 50

type ClientSettings = Pick<ServerSettings, "chainId" | "pollInterval" | "requestTimeout" | "rpcUrls">

export function createChainClient(
  { rpcUrls, chainId, requestTimeout, pollInterval }: ClientSettings,
  { rpcRequests }: Pick<ServerMetrics, "rpcRequests">,
): Client {
  const chain = defineChain({ ...polygon, id: chainId, name: `chain ${chainId}` })
  const transports = rpcUrls.map((url) => {
    const endpoint = new URL(url).host
    // viem's time-out ends with the first byte of the answer; this one also covers a body that never ends.
    const fetchFn: typeof fetch = (input, init) => {
      rpcRequests.inc({ endpoint })
      return fetch(input, { ...init, signal: AbortSignal.timeout(requestTimeout) })
    }
    return http(url, { retryCount: 0, timeout: requestTimeout, fetchFn, batch: { batchSize: BATCH } })
  })
  return createClient({ chain, transport: fallback(transports, { retryCount: 0 }), pollingInterval: pollInterval })
}

/** Refuses endpoints of another chain. One that does not answer now may answer later. */
export async function requireChain(client: Client, expected: number): Promise<void> {
  const chainId = await getChainId(client).catch(() => expected)
  if (chainId !== expected) throw new WrongChainError({ chainId, expected })
}
