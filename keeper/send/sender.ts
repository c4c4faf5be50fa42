import type { TransactionReceipt } from "viem"
import type { ResolvedOptions } from "../keeperOptions.ts"
import type { Log } from "../log.ts"
import type { SenderMetrics } from "../serve/senderMetrics.ts"
import type { failureTable } from "../store/failureTable.ts"
import type { transactionTable } from "../store/transactionTable.ts"
import type { Deliveries } from "./deliveries.ts"
import type { NodeLimits } from "./nodeLimits.ts"

/** The account that sends, its chain, and its limits. */
type SenderOptions = Pick<
  ResolvedOptions,
  | "account"
  | "chainId"
  | "bumpAfter"
  | "confirmations"
  | "maxCostPerDay"
  | "maxCostPerTransaction"
  | "maxFeePerGas"
  | "maxInFlight"
  | "minTip"
  | "pollInterval"
>

/** What the sender stores. */
type SenderStore = ReturnType<typeof transactionTable> &
  ReturnType<typeof failureTable> & {
    /** When the file was created, Unix seconds. */
    time(name: "createdAt"): number
  }

/** What sends transactions of one account and never loses one, whatever they do. */
export type Sender = {
  readonly options: SenderOptions
  readonly store: SenderStore
  readonly log: Log
  readonly metrics: SenderMetrics
  readonly nodeLimits: NodeLimits
  readonly deliveries: Deliveries
  /** Counts what an included transaction did. */
  readonly countIncluded: (receipt: TransactionReceipt) => void
}

/** The most that one transaction may cost, in wei: the sender's own limit, or a node's if that is lower. */
export function maxCostPerTransaction({ options, nodeLimits }: Pick<Sender, "options" | "nodeLimits">): bigint {
  const { maxCostPerTransaction: own } = options
  const accepted = nodeLimits.maxCost()
  return accepted !== undefined && accepted < own ? accepted : own
}
