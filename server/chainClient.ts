// The client that reads the chain: from the first endpoint that answers, and belongs to the chain.
import type { Log } from "@gpuflow/keeper/service"
import { type Address, BaseError, type Client, createClient, defineChain, fallback, http, type Transport } from "viem"
import { getChainId } from "viem/actions"
import type { ServerMetrics } from "./monitoring/serverMetrics.ts"
import type { ServerSettings } from "./settings.ts"

/** Requests that are sent to an endpoint as one. Public endpoints take no more. */
const BATCH = 50
/** Milliseconds after which an endpoint is asked for its chain again. Another node may answer at its address by then. */
const CHECK_EVERY = 30_000

/** The same on every chain that has it. */
export const MULTICALL3: Address = "0xcA11bde05977b3631167028862bE2a173976CA11"

type ClientSettings = Pick<ServerSettings, "chainId" | "escrow" | "pollInterval" | "requestTimeout" | "rpcUrls">
type ClientContext = { readonly log: Log; readonly metrics: Pick<ServerMetrics, "rpcRequests"> }

/** Reads the chain, and knows why it cannot. */
export interface ChainClient {
  readonly client: Client
  /** Why none of the endpoints is used; undefined while one of them may answer. */
  readonly obstacle: () => string | undefined
}

export function createChainClient(
  { rpcUrls, chainId, escrow, requestTimeout, pollInterval }: ClientSettings,
  { log, metrics }: ClientContext,
): ChainClient {
  const faults = new Map<string, string>()
  // Polygon is not imported from viem's list of chains, which loads seven hundred others.
  const chain = defineChain({
    id: chainId,
    name: `chain ${chainId}`,
    nativeCurrency: { name: "POL", symbol: "POL", decimals: 18 },
    // Each transport has its own address.
    rpcUrls: { default: { http: [] } },
    contracts: { multicall3: { address: MULTICALL3 } },
  })
  const transports = rpcUrls.map((url) => {
    const endpoint = new URL(url).host
    // viem's time-out ends with the first byte of the answer; this one also covers a body that never ends.
    const fetchFn: typeof fetch = (input, init) => {
      metrics.rpcRequests.inc({ endpoint })
      return fetch(input, { ...init, signal: AbortSignal.timeout(requestTimeout) })
    }
    const transport = http(url, { retryCount: 0, timeout: requestTimeout, fetchFn, batch: { batchSize: BATCH } })
    return onChain(transport, { chainId, escrow }, (error) => {
      if (error === undefined) faults.delete(url)
      else {
        faults.set(url, error.message)
        log.warn("an endpoint is of another chain, and is not used", { endpoint, reason: error.message })
      }
    })
  })
  return {
    client: createClient({ chain, transport: fallback(transports, { retryCount: 0 }), pollingInterval: pollInterval }),
    obstacle: () => (faults.size < new Set(rpcUrls).size ? undefined : [...new Set(faults.values())].join(" ")),
  }
}

/** Thrown for a node of another chain: by its id, or because the escrow is not on it. */
class WrongNodeError extends Error {
  override readonly name = "WrongNodeError"

  constructor(what: string) {
    super(`${what} Check GPUFLOW_RPC_URL, GPUFLOW_CHAIN and GPUFLOW_ESCROW: the node may be of another chain.`)
  }
}

/** Sends requests only while the endpoint belongs to the chain. It is asked again after a failure, and now and then. */
function onChain(
  transport: Transport,
  { chainId: expected, escrow }: { readonly chainId: number; readonly escrow: Address },
  /** Called with what is wrong after each check, or without anything. */
  onChecked: (error?: WrongNodeError) => void,
): Transport {
  // Outside of the transport, because `fallback` opens it anew for each request.
  let check: Promise<void> | undefined
  let checkedAt = 0
  let known: unknown

  return (options) => {
    const opened = transport(options)

    async function findFault(): Promise<WrongNodeError | undefined> {
      const [chainId, code] = await Promise.all([
        opened.request({ method: "eth_chainId" }),
        opened.request({ method: "eth_getCode", params: [escrow, "latest"] }),
      ])
      if (Number(chainId) !== expected) {
        return new WrongNodeError(`The node is of chain ${Number(chainId)}, and the server of chain ${expected}.`)
      }
      if (code === "0x") return new WrongNodeError(`There is no contract at ${escrow}.`)
      known ??= code
      return code === known ? undefined : new WrongNodeError(`There is another contract than before at ${escrow}.`)
    }

    async function readChain(): Promise<void> {
      const fault = await findFault()
      onChecked(fault)
      if (fault) throw fault
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

/** Refuses endpoints of which none is of the chain with the escrow. One that does not answer now may answer later. */
export async function requireChain(client: Client): Promise<void> {
  await getChainId(client).catch((error: unknown) => {
    const isWrong = (cause: unknown) => cause instanceof WrongNodeError
    const wrong = error instanceof BaseError ? error.walk(isWrong) : error
    if (isWrong(wrong)) throw wrong
  })
}
