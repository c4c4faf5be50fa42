import { type Chain, createClient, defineChain, fallback, http } from "viem"

import { UsageError } from "../errors.ts"
import type { Session } from "../session.ts"

const names = new Map([
  [137, "Polygon PoS"],
  [80_002, "Polygon Amoy"],
])
/** Milliseconds between two looks: blocks come every other second. */
const POLLING_INTERVAL = 1_000

/** Polygon's nodes refuse lower tips, and the SDK sends no lower one. */
export const TIP_FLOOR = 25_000_000_000n

export const POL = { name: "POL", symbol: "POL", decimals: 18 } as const

export function chainNamed(id: number): Chain {
  return defineChain({
    id,
    name: names.get(id) ?? `chain ${id}`,
    nativeCurrency: POL,
    rpcUrls: { default: { http: [] } },
  })
}

/** Endpoints are secrets as a rule, and so come from the environment alone. */
export function endpointsOf({ env }: Session): readonly string[] {
  const urls = (env["GPUFLOW_RPC_URL"] ?? "").split(",").map((url) => url.trim())
  const given = urls.filter((url) => url !== "")
  if (given.length === 0) {
    throw new UsageError("Set GPUFLOW_RPC_URL to a JSON-RPC endpoint of the chain, or to several, separated by commas.")
  }
  const wrong = given.findIndex((url) => !/^https?:\/\//.test(url) || !URL.canParse(url))
  if (wrong >= 0) throw new UsageError(`Endpoint ${wrong + 1} of GPUFLOW_RPC_URL is no http or https address.`)
  return given
}

/** Asks the first endpoint, and the next ones while it fails. */
export function clientOf(session: Session, chainId: number) {
  const transports = endpointsOf(session).map((url) => http(url))
  return createClient({
    chain: chainNamed(chainId),
    transport: fallback(transports),
    pollingInterval: POLLING_INTERVAL,
  })
}

export type ChainClient = ReturnType<typeof clientOf>
