"use client"

import { useQuery } from "@tanstack/react-query"
import { useSyncExternalStore } from "react"
import { useConfig } from "wagmi"

import type { RentalDetails } from "../core/rental/getRental.ts"
import { accrued } from "../math.ts"
import { type ChainTimeParameters, getChainTimeQueryOptions, isOfThisPage, secondOfDevice } from "./chainTime.ts"

/**
 * Computes the meter of a running rental once a second, by the contract's arithmetic and the chain's clock. A tick costs
 * no call: the clock is read once a minute, for all meters of a page. On a server, and until the page has read the
 * clock, the meter stands at the last time that is known.
 *
 * @example
 * import { useMeter, useRental } from "@gpuflow/escrow/react"
 * import { formatUnits } from "viem"
 *
 * export function Meter() {
 *   const { data } = useRental({ escrow: "0x…", id: "0x…" })
 *   return formatUnits(useMeter(data), 6)
 * }
 *
 * @param found The rental, as `useRental` returns it. Undefined: the result is 0
 * @param parameters The chain
 * @returns Base units accrued
 */
export function useMeter(
  found: Pick<RentalDetails, "rental" | "state"> | undefined,
  parameters: ChainTimeParameters = {},
): bigint {
  const runs = found?.state.status === "Active"
  const { data: time } = useQuery({ ...getChainTimeQueryOptions(useConfig(), parameters), enabled: runs })
  const second = useSyncExternalStore(runs ? subscribe : ignore, secondOfDevice, () => undefined)
  if (!found) return 0n
  const { rental, state } = found
  // While a page takes over from a server, it shows what the server showed.
  const isTicking = second !== undefined && isOfThisPage(time)
  const now = isTicking ? second + time.offset : (time?.timestamp ?? state.since)
  return accrued(rental.offer, state, now)
}

const listeners = new Set<() => void>()
let timer: ReturnType<typeof setInterval> | undefined

/** One timer for all meters. */
function subscribe(listener: () => void): () => void {
  listeners.add(listener)
  timer ??= setInterval(() => {
    for (const tick of listeners) tick()
  }, 1_000)
  return () => {
    listeners.delete(listener)
    if (listeners.size > 0) return
    clearInterval(timer)
    timer = undefined
  }
}

function ignore(): () => void {
  return () => undefined
}
