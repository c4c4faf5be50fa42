// Written by `npm run generate`. Do not edit.

"use client"

import type { GetMachineHistoryParameters, MachineHistory } from "../../core/watch/getMachineHistory.ts"
import { type UseReadParameters, type UseReadResult, useRead } from "../../react/useRead.ts"
import { getMachineHistoryQuery } from "./getMachineHistory.ts"

/**
 * Lists a machine's rentals, the newest first. No search is needed: the machine knows the block of its latest deposit,
 * and each deposit the block of the one before. One block is read for each rental.
 *
 * @example
 * import { useMachineHistory } from "@gpuflow/escrow/react"
 *
 * export function useShown() {
 *   const { data, error } = useMachineHistory({ escrow: "0x…", host: "0x…", machine: "0x…", limit: 10 })
 *   return { data, error }
 * }
 *
 * @param parameters The parameters of `getMachineHistory`, which may be undefined yet, `chainId`, and TanStack Query's options in `query`
 * @returns TanStack Query's result
 */
export function useMachineHistory<selected = useMachineHistory.Data>(
  parameters: useMachineHistory.Parameters<selected>,
): UseReadResult<selected> {
  return useRead(getMachineHistoryQuery, parameters)
}

export declare namespace useMachineHistory {
  type Parameters<selected = Data> = UseReadParameters<GetMachineHistoryParameters, MachineHistory, selected>
  type Data = MachineHistory
}
