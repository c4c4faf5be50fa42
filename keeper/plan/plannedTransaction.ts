import type { PreparedRequest } from "@gpuflow/escrow/requests"
import type { Hex } from "viem"
import type { Work } from "../store/transactionTable.ts"

/** A transaction whose simulation succeeded. */
export type PlannedTransaction = {
  readonly work: Work
  readonly items: readonly Hex[]
  readonly request: PreparedRequest
  readonly gas: bigint
}

/** What one kind of work may plan. */
export type Capacity = {
  /** The number of transactions that may still be sent. */
  readonly slots: number
  /** The items of transactions that wait for a block. */
  readonly pendingItems: ReadonlySet<Hex>
}
