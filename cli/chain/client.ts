import { type Chain, createClient, defineChain, fallback, type Transport } from "viem"

import type { Session } from "../session.ts"
import { assertEndpoint, endpointTransport, readEndpoints } from "./endpoints.ts"

const names = new Map([
  [137, "Polygon PoS"],
  [80_002, "Polygon Amoy"],
])
/** Milliseconds. Polygon produces a block about every two seconds. */
const POLLING_INTERVAL = 1_000

/** The native coin of every chain that the program works on. */
export const POL = { name: "POL", symbol: "POL", decimals: 18 } as const

function makeChain(id: number): Chain {
  return defineChain({
    id,
    name: names.get(id) ?? `chain ${id}`,
    nativeCurrency: POL,
    rpcUrls: { default: { http: [] } },
  })
}

/** A client that uses the first endpoint, and the following ones while it fails. */
export function openClient(session: Session, chainId: number) {
  const urls = readEndpoints(session)
  for (const [index, url] of urls.entries()) assertEndpoint(url, index + 1)
  return clientOf(
    chainId,
    urls.map((url, index) => endpointTransport(session, url, index + 1)),
  )
}

/** A client of some of the endpoints. */
export function clientOf(chainId: number, transports: readonly Transport[]) {
  return createClient({
    chain: makeChain(chainId),
    transport: fallback(transports),
    pollingInterval: POLLING_INTERVAL,
  })
}

export type ChainClient = ReturnType<typeof openClient>
