// Written by `npm run generate`. Do not edit.

"use client"

import type { CountedHostRecord, GetHostRecordParameters } from "../../core/watch/getHostRecord.ts"
import { type UseReadParameters, type UseReadResult, useRead } from "../../react/useRead.ts"
import { getHostRecordQuery } from "./getHostRecord.ts"

/**
 * Counts a host's record from the chain's events: rentals, seconds served of those promised, no-shows, interruptions,
 * disputes, and the fees paid. Only closed rentals count, each once. A rental that the renter cancelled before the
 * start counts as nothing promised. A rental that the renter ended early was promised only until then. Refunded seconds
 * were not served. Of a rental with a ruling, the ruling's share was served. A host can rent from itself and pays only
 * the platform's fee for it, so weigh a record by `feesPaid`.
 *
 * @example
 * import { useHostRecord } from "@gpuflow/escrow/react"
 *
 * export function useShown() {
 *   const { data, error } = useHostRecord({ escrow: "0x…", host: "0x…", fromBlock: 70_000_000n })
 *   return { data, error }
 * }
 *
 * @param parameters The parameters of `getHostRecord`, which may be undefined yet, `chainId`, and TanStack Query's options in `query`
 * @returns TanStack Query's result
 */
export function useHostRecord<selected = useHostRecord.Data>(
  parameters: useHostRecord.Parameters<selected>,
): UseReadResult<selected> {
  return useRead(getHostRecordQuery, parameters)
}

export declare namespace useHostRecord {
  type Parameters<selected = Data> = UseReadParameters<GetHostRecordParameters, CountedHostRecord, selected>
  type Data = CountedHostRecord
}
