// The latest block of the node, and how old it is: by it, readers judge everything else.
import { useQuery } from "@tanstack/react-query"
import { getBlock } from "viem/actions"
import { useConfig } from "wagmi"

import { useDeployment } from "../settings/SettingsProvider.tsx"
import { useNow } from "./useNow.ts"

export type Head = {
  readonly number: bigint
  /** Seconds since 1970, of the chain's clock. */
  readonly timestamp: bigint
  /** When the page read it, in milliseconds of the device's clock. */
  readonly readAt: number
}

const INTERVAL = 4_000

export function useHead() {
  const config = useConfig()
  const { chainId } = useDeployment()
  return useQuery({
    queryKey: ["head", chainId],
    queryFn: async (): Promise<Head> => {
      const { number, timestamp } = await getBlock(config.getClient({ chainId }), { includeTransactions: false })
      return { number, timestamp, readAt: Date.now() }
    },
    refetchInterval: INTERVAL,
    retry: 1,
    // A head that is not the latest any more says so by its age.
    staleTime: INTERVAL,
  })
}

/** Seconds since the block's time, once a second. A chain whose clock was moved ahead is as old as the page's reading. */
export function useAge(head: Head | undefined): number | undefined {
  const now = useNow()
  if (!head) return undefined
  const sinceRead = (now - head.readAt) / 1_000
  const behind = head.readAt / 1_000 - Number(head.timestamp)
  return Math.max(0, Math.floor(sinceRead + Math.max(0, behind)))
}

/** The time of the chain at this moment, seconds since 1970: that of its latest block, and what has passed since. */
export function useChainNow(): bigint {
  const { data } = useHead()
  const now = useNow()
  if (!data) return BigInt(Math.floor(now / 1_000))
  return data.timestamp + BigInt(Math.max(0, Math.floor((now - data.readAt) / 1_000)))
}
