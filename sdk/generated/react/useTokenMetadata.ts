// Written by `npm run generate`. Do not edit.

"use client"

import type { GetTokenMetadataParameters, TokenMetadata } from "../../core/plan/getTokenMetadata.ts"
import { type UseReadParameters, type UseReadResult, useRead } from "../../react/useRead.ts"
import { getTokenMetadataQuery } from "./getTokenMetadata.ts"

/**
 * Reads what a token's contract says of itself. Anything may be missing: a contract that reverts or answers nonsense is
 * not an error. Symbols and names are not unique, and owners can change them. Identify a token by its address.
 *
 * @example
 * import { useTokenMetadata } from "@gpuflow/escrow/react"
 *
 * export function useShown() {
 *   const { data, error } = useTokenMetadata({ token: "0x…" })
 *   return { data, error }
 * }
 *
 * @param parameters The parameters of `getTokenMetadata`, which may be undefined yet, `chainId`, and TanStack Query's options in `query`
 * @returns TanStack Query's result
 */
export function useTokenMetadata<selected = useTokenMetadata.Data>(
  parameters: useTokenMetadata.Parameters<selected>,
): UseReadResult<selected> {
  return useRead(getTokenMetadataQuery, parameters)
}

export declare namespace useTokenMetadata {
  type Parameters<selected = Data> = UseReadParameters<GetTokenMetadataParameters, TokenMetadata, selected>
  type Data = TokenMetadata
}
