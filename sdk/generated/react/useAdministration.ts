// Written by `npm run generate`. Do not edit.

"use client"

import type { Administration } from "../../core/admin/getAdministration.ts"
import type { ReadParameters } from "../../core/rental/escrowRead.ts"
import { type UseReadParameters, type UseReadResult, useRead } from "../../react/useRead.ts"
import { getAdministrationQuery } from "./getAdministration.ts"

/**
 * Reads the accounts that administer an escrow: owner, pending owner, guardian and treasury, all at one block.
 *
 * @example
 * import { useAdministration } from "@gpuflow/escrow/react"
 *
 * export function useShown() {
 *   const { data, error } = useAdministration({ escrow: "0x…" })
 *   return { data, error }
 * }
 *
 * @param parameters The parameters of `getAdministration`, which may be undefined yet, `chainId`, and TanStack Query's options in `query`
 * @returns TanStack Query's result
 */
export function useAdministration<selected = useAdministration.Data>(
  parameters: useAdministration.Parameters<selected>,
): UseReadResult<selected> {
  return useRead(getAdministrationQuery, parameters)
}

export declare namespace useAdministration {
  type Parameters<selected = Data> = UseReadParameters<ReadParameters, Administration, selected>
  type Data = Administration
}
