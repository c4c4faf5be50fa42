import type { ResolvedOptions } from "./keeperOptions.ts"
import type { MandateBook } from "./mandates/mandateBook.ts"
import type { AccessLists } from "./plan/accessLists.ts"
import type { TokenPrices } from "./plan/tokenPrices.ts"
import type { Sender } from "./send/sender.ts"
import type { Metrics } from "./serve/metrics.ts"
import type { Store } from "./store/store.ts"

/** What every step of a poll works with. */
export type KeeperContext = Sender & {
  readonly options: ResolvedOptions
  readonly store: Store
  readonly metrics: Metrics
  readonly accessLists: AccessLists
  readonly mandates: MandateBook
  readonly prices: TokenPrices
}

/** The block that a poll works on. */
export type LatestBlock = {
  readonly number: bigint
  readonly timestamp: bigint
  readonly baseFee: bigint
}
