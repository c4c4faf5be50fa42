// The chain's clock. A device's own may be wrong, and the contract counts by the time of its blocks.

import { abortable } from "../core/abortable.ts"
import { latestBlock } from "../core/latestBlock.ts"
import { chainOf } from "../viem/viemPort.ts"
import { retryRead } from "./freshness.ts"
import { type ReadKey, readKey } from "./keys.ts"
import type { ReadOptions } from "./readQuery.ts"
import { chainIdOf, clientOf, type QuerySource } from "./source.ts"

/** The time of a block, and how far the device's clock is from it. */
export type ChainTime = {
  /** Timestamp of the latest block. */
  readonly timestamp: bigint
  /** Seconds to add to the clock of the device that read the block. */
  readonly offset: bigint
  /** The page that read it. The clock of another device, such as a server, is another one. */
  readonly page: number
}

/** Parameters of `getChainTimeQueryOptions`. */
export type ChainTimeParameters = {
  /** The chain. Default: Polygon, or else the first of wagmi's configuration. */
  readonly chainId?: number | undefined
}

const MINUTE = 60_000

/**
 * TanStack Query's options for the chain's clock, by which `useMeter` counts. It is read once a minute, for all meters
 * of a page. Prefetch it on a server, so that the page is sent with the meter of that moment.
 *
 * @example
 * import { getChainTimeQueryOptions } from "@gpuflow/escrow/react"
 * import { QueryClient } from "@tanstack/react-query"
 * import { createPublicClient, http } from "viem"
 * import { polygon } from "viem/chains"
 *
 * const client = createPublicClient({ chain: polygon, transport: http() })
 * const { timestamp } = await new QueryClient().fetchQuery(getChainTimeQueryOptions(client))
 *
 * @param source A viem client, or wagmi's configuration
 * @param parameters The chain
 * @returns The key, the function, and when it is repeated
 */
export function getChainTimeQueryOptions(
  source: QuerySource,
  parameters: ChainTimeParameters = {},
): ReadOptions<ChainTime> {
  const chainId = chainIdOf(source, parameters)
  return {
    queryKey: chainTimeKey(chainId),
    queryFn: async ({ signal }) => {
      const { timestamp } = await latestBlock(abortable(chainOf(clientOf(source, chainId)), signal))
      return { timestamp, offset: timestamp - secondOfDevice(), page: performance.timeOrigin }
    },
    staleTime: ({ state }) => (isOfThisPage(state.data) ? MINUTE : 0),
    refetchInterval: () => MINUTE,
    retry: retryRead,
    enabled: true,
  }
}

function chainTimeKey(chainId: number): ReadKey<ChainTime> {
  return readKey("chainTime", chainId, {})
}

/** Whether the offset is that of this device. */
export function isOfThisPage(time: ChainTime | undefined): time is ChainTime {
  return time?.page === performance.timeOrigin
}

export function secondOfDevice(): bigint {
  return BigInt(Math.floor(Date.now() / 1_000))
}
