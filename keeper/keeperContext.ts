import type { ResolvedOptions } from "./keeperOptions.ts"
import type { Log } from "./log.ts"
import type { AccessLists } from "./plan/accessLists.ts"
import type { Deliveries } from "./send/deliveries.ts"
import type { NodeLimits } from "./send/nodeLimits.ts"
import type { Metrics } from "./serve/metrics.ts"
import type { Store } from "./store/store.ts"

/** What every step of a poll works with. */
export type KeeperContext = {
  readonly options: ResolvedOptions
  readonly store: Store
  readonly log: Log
  readonly metrics: Metrics
  readonly accessLists: AccessLists
  readonly nodeLimits: NodeLimits
  readonly deliveries: Deliveries
}

/** The block that a poll works on. */
export type LatestBlock = {
  readonly number: bigint
  readonly timestamp: bigint
  readonly baseFee: bigint
}

/** The most that one transaction may cost, in wei: the keeper's own limit, or a node's if that is lower. */
export function maxCostPerTransaction({ options, nodeLimits }: KeeperContext): bigint {
  const { maxCostPerTransaction: own } = options
  const accepted = nodeLimits.maxCost()
  return accepted !== undefined && accepted < own ? accepted : own
}
