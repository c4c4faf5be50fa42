import type { ResolvedOptions } from "./keeperOptions.ts"
import type { Log } from "./log.ts"
import type { Metrics } from "./serve/metrics.ts"
import type { Store } from "./store/store.ts"

/** What every step of a poll works with. */
export type KeeperContext = {
  readonly options: ResolvedOptions
  readonly store: Store
  readonly log: Log
  readonly metrics: Metrics
}

/** The block that a poll works on. */
export type LatestBlock = {
  readonly number: bigint
  readonly timestamp: bigint
  readonly baseFee: bigint
}
