// The client that reads the chain: from the first endpoint that answers, and belongs to the chain.
import { WrongChainError } from "@gpuflow/escrow"
import type { Log } from "@gpuflow/keeper/service"
import { BaseError, type Client, createClient, defineChain, fallback, http, type Transport } from "viem"
import { getChainId } from "viem/actions"
import { polygon } from "viem/chains"
import type { ServerMetrics } from "./monitoring/serverMetrics.ts"
import type { ServerSettings } from "./settings.ts"

/** Requests that are sent to an endpoint as one. Public endpoints take no more. */
const BATCH = 50
/** Milliseconds after which an endpoint is asked for its chain again. Another node may answer at its address by then. */
const CHECK_EVERY = 30_000

type ClientSettings = Pick<ServerSettings, "chainId" | "pollInterval" | "requestTimeout" | "rpcUrls">
type ClientContext = { readonly log: Log; readonly metrics: Pick<ServerMetrics, "rpcRequests"> }

export function createChainClient(
  { rpcUrls, chainId, requestTimeout, pollInterval }: ClientSettings,
  { log, metrics }: ClientContext,
): Client {
  const chain = defineChain({ ...polygon, id: chainId, name: `chain ${chainId}` })
  const transports = rpcUrls.map((url) => {
    const endpoint = new URL(url).host
    // viem's time-out ends with the first byte of the answer; this one also covers a body that never ends.
    const fetchFn: typeof fetch = (input, init) => {
      metrics.rpcRequests.inc({ endpoint })
      return fetch(input, { ...init, signal: AbortSignal.timeout(requestTimeout) })
    }
    const transport = http(url, { retryCount: 0, timeout: requestTimeout, fetchFn, batch: { batchSize: BATCH } })
    return onChain(transport, chainId, (error) => {
      log.warn("an endpoint is of another chain, and is not used", { endpoint, reason: error.message })
    })
  })
  return createClient({ chain, transport: fallback(transports, { retryCount: 0 }), pollingInterval: pollInterval })
}

/** Sends requests only while the endpoint belongs to the chain. It is asked again after a failure, and now and then. */
function onChain(transport: Transport, expected: number, onWrong: (error: WrongChainError) => void): Transport {
  return (options) => {
    const opened = transport(options)
    let check: Promise<void> | undefined
    let checkedAt = 0

    async function readChain(): Promise<void> {
      const chainId = Number(await opened.request({ method: "eth_chainId" }))
      if (chainId === expected) return
      const error = new WrongChainError({ chainId, expected })
      onWrong(error)
      throw error
    }

    function requireChain(): Promise<void> {
      if (!check || Date.now() - checkedAt > CHECK_EVERY) {
        checkedAt = Date.now()
        const reading = readChain()
        check = reading
        reading.catch(() => {
          if (check === reading) check = undefined
        })
      }
      return check
    }

    const request: typeof opened.request = async (asked) => {
      await requireChain()
      try {
        return await opened.request(asked)
      } catch (error) {
        // What answers next may be another node. An error that a node answers is no reason for doubt.
        if (/^(HttpRequestError|TimeoutError)$/.test(String(Object(error).name))) check = undefined
        throw error
      }
    }
    return { ...opened, request }
  }
}

/** Refuses endpoints of which none is of the chain. One that does not answer now may answer later. */
export async function requireChain(client: Client): Promise<void> {
  await getChainId(client).catch((error: unknown) => {
    const wrong = error instanceof BaseError ? error.walk((cause) => cause instanceof WrongChainError) : error
    if (wrong instanceof WrongChainError) throw wrong
  })
}
