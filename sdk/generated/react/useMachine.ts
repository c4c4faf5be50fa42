// Written by `npm run generate`. Do not edit.

"use client"

import type { MachineReadParameters } from "../../core/rental/escrowRead.ts"
import { type UseReadParameters, type UseReadResult, useRead } from "../../react/useRead.ts"
import type { Machine } from "../../types.ts"
import { getMachineQuery } from "./getMachine.ts"

/**
 * Reads a host's machine: when it is free, and the nonce that its offers must have.
 *
 * @example
 * import { useMachine } from "@gpuflow/escrow/react"
 *
 * export function useShown() {
 *   const { data, error } = useMachine({ escrow: "0x…", host: "0x…", machine: "0x…" })
 *   return { data, error }
 * }
 *
 * @param parameters The parameters of `getMachine`, which may be undefined yet, `chainId`, and TanStack Query's options in `query`
 * @returns TanStack Query's result
 */
export function useMachine<selected = useMachine.Data>(
  parameters: useMachine.Parameters<selected>,
): UseReadResult<selected> {
  return useRead(getMachineQuery, parameters)
}

export declare namespace useMachine {
  type Parameters<selected = Data> = UseReadParameters<MachineReadParameters, Machine, selected>
  type Data = Machine
}
