import type { Sender } from "../send/sender.ts"
import type { Store } from "../store/store.ts"
import type { FeeBook } from "./feeBook.ts"
import type { RelayerMetrics } from "./relayerMetrics.ts"
import type { ResolvedRelayerOptions } from "./relayerOptions.ts"

/** What the polls and the server of a relayer work with. */
export type RelayerContext = Sender & {
  readonly options: ResolvedRelayerOptions
  readonly store: Store
  readonly metrics: RelayerMetrics
  readonly feeBook: FeeBook
}
