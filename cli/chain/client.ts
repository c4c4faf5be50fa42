import { type Chain, createClient, defineChain, fallback, http } from "viem"

import { UsageError } from "../errors.ts"
import type { Session } from "../session.ts"
import { isHttpUrl } from "../text/httpUrl.ts"

const names = new Map([
  [137, "Polygon PoS"],
  [80_002, "Polygon Amoy"],
])
/** Milliseconds. Polygon produces a block about every two seconds. */
const POLLING_INTERVAL = 1_000

/** Wei. Polygon's nodes reject a lower priority fee, and the SDK never sends one. */
export const MIN_PRIORITY_FEE = 25_000_000_000n

const POL = { name: "POL", symbol: "POL", decimals: 18 } as const

export function makeChain(id: number): Chain {
  return defineChain({
    id,
    name: names.get(id) ?? `chain ${id}`,
    nativeCurrency: POL,
    rpcUrls: { default: { http: [] } },
  })
}

/** URLs of endpoints often contain an access key, so they are read only from the environment. */
export function readEndpoints({ env }: Session): readonly string[] {
  const urls = (env["GPUFLOW_RPC_URL"] ?? "").split(",").map((url) => url.trim())
  const given = urls.filter((url) => url !== "")
  if (given.length === 0) {
    throw new UsageError(
      "No RPC endpoint is configured. Set GPUFLOW_RPC_URL to a JSON-RPC URL of the chain, or to several, separated by commas.",
    )
  }
  const invalid = given.findIndex((url) => !isHttpUrl(url) || !URL.canParse(url))
  if (invalid >= 0) {
    throw new UsageError(`Endpoint ${invalid + 1} of GPUFLOW_RPC_URL is not an http or https URL. Correct it.`)
  }
  return given
}

/** A client that uses the first endpoint, and the following ones while it fails. */
export function openClient(session: Session, chainId: number) {
  const transports = readEndpoints(session).map((url) => http(url))
  return createClient({
    chain: makeChain(chainId),
    transport: fallback(transports),
    pollingInterval: POLLING_INTERVAL,
  })
}

export type ChainClient = ReturnType<typeof openClient>
