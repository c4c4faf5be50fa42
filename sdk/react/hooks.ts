import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query"
import { useEffect, useState } from "react"
import type { Client } from "viem"
import { useClient, useConfig } from "wagmi"
import { getConnectorClient } from "wagmi/actions"
import type { RentalDetails } from "../core/rental/getRental.ts"
import type { AnyEscrowError } from "../generated/anyEscrowError.ts"
import type { SendingActionName } from "../generated/rentalActions.ts"
import type { getClaims } from "../generated/viem/getClaims.ts"
import type { getHostRecord } from "../generated/viem/getHostRecord.ts"
import type { getMachine } from "../generated/viem/getMachine.ts"
import type { getMarket } from "../generated/viem/getMarket.ts"
import type { getRental } from "../generated/viem/getRental.ts"
import { accrued } from "../math.ts"
import { type RentalActions, rentalActions } from "../viem/viemActions.ts"
import { claimsQuery, hostRecordQuery, machineQuery, marketQuery, rentalQuery } from "./queries.ts"

/** The escrow's errors are typed. Errors of a wallet or a node are passed on unchanged. */
export type ActionError = AnyEscrowError | Error

/** The client of wagmi's configuration for the current chain. */
function useReader(): Client {
  const client = useClient()
  if (!client) throw new TypeError("wagmi has no client for this chain. Add the chain to its configuration.")
  return client
}

/**
 * Reads a rental by its id and keeps it fresh.
 *
 * @example
 * import { useRental } from "@gpuflow/escrow/react"
 *
 * export function Status() {
 *   const { data } = useRental({ escrow: "0x…", id: "0x…" })
 *   return data?.state.status ?? "…"
 * }
 *
 * @param parameters The parameters of `getRental`
 * @returns TanStack Query's result
 */
export function useRental(parameters: getRental.Parameters) {
  return useQuery(rentalQuery(useReader(), parameters))
}

/**
 * Reads the payments of rentals and keeps them fresh.
 *
 * @example
 * import type { Rental } from "@gpuflow/escrow"
 * import { useClaims } from "@gpuflow/escrow/react"
 *
 * export function Due({ rentals }: { rentals: Rental[] }) {
 *   const { data = [] } = useClaims({ escrow: "0x…", rentals })
 *   return `${data.filter(({ isDue }) => isDue).length} rentals can be settled`
 * }
 *
 * @param parameters The parameters of `getClaims`
 * @returns TanStack Query's result
 */
export function useClaims(parameters: getClaims.Parameters) {
  return useQuery(claimsQuery(useReader(), parameters))
}

/**
 * Reads a machine and keeps it fresh.
 *
 * @example
 * import { useMachine } from "@gpuflow/escrow/react"
 *
 * export function Free() {
 *   const { data } = useMachine({ escrow: "0x…", host: "0x…", machine: "0x…" })
 *   return data && data.busyUntil < BigInt(Math.floor(Date.now() / 1_000)) ? "free" : "rented"
 * }
 *
 * @param parameters The parameters of `getMachine`
 * @returns TanStack Query's result
 */
export function useMachine(parameters: getMachine.Parameters) {
  return useQuery(machineQuery(useReader(), parameters))
}

/**
 * Reads a token's market and keeps it fresh.
 *
 * @example
 * import { useMarket } from "@gpuflow/escrow/react"
 *
 * export function Fee() {
 *   const { data } = useMarket({ escrow: "0x…", token: "0x…" })
 *   return `${Number(data?.feeBps ?? 0n) / 100} %`
 * }
 *
 * @param parameters The parameters of `getMarket`
 * @returns TanStack Query's result
 */
export function useMarket(parameters: getMarket.Parameters) {
  return useQuery(marketQuery(useReader(), parameters))
}

/**
 * Reads a host's record and keeps it fresh.
 *
 * @example
 * import { useHostRecord } from "@gpuflow/escrow/react"
 *
 * export function Reliability() {
 *   const { data } = useHostRecord({ escrow: "0x…", host: "0x…", fromBlock: 70_000_000n })
 *   return data?.servedBps === undefined ? "new" : `${Number(data.servedBps) / 100} % served`
 * }
 *
 * @param parameters The parameters of `getHostRecord`
 * @returns TanStack Query's result
 */
export function useHostRecord(parameters: getHostRecord.Parameters) {
  return useQuery(hostRecordQuery(useReader(), parameters))
}

/**
 * Computes the meter of a running rental once a second, by the contract's arithmetic and the clock of the device,
 * without requests to the chain. The final payment follows the chain's clock.
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
 * @returns Base units accrued
 */
export function useMeter(found: Pick<RentalDetails, "rental" | "state"> | undefined): bigint {
  const [now, setNow] = useState(() => Date.now())
  const runs = found?.state.status === "Active"
  useEffect(() => {
    if (!runs) return
    const timer = setInterval(() => setNow(Date.now()), 1_000)
    return () => clearInterval(timer)
  }, [runs])
  return found ? accrued(found.rental.offer, found.state, BigInt(Math.floor(now / 1_000))) : 0n
}

/**
 * Runs a verb as a mutation with the connected wallet. On success, every query of the escrow is refetched.
 *
 * @example
 * import type { Rental } from "@gpuflow/escrow"
 * import { useRentalAction } from "@gpuflow/escrow/react"
 *
 * export function useStopButton(rental: Rental) {
 *   const stop = useRentalAction("stop")
 *   return { onClick: () => stop.mutate({ escrow: "0x…", rental }), label: stop.error?.message ?? "Stop" }
 * }
 *
 * @param name The verb, by its name in Solidity; also `signOffer`, `signPermit`
 * @returns TanStack Query's mutation
 */
export function useRentalAction<const name extends SendingActionName>(name: name) {
  type Variables = Parameters<RentalActions[name]>[0]
  type Data = RentalActions[name] extends (...given: never[]) => Promise<infer result> ? result : never
  const config = useConfig()
  const queries = useQueryClient()
  return useMutation<Data, ActionError, Variables>({
    mutationFn: async (parameters) => {
      const client = await getConnectorClient(config)
      // The compiler cannot see that a verb and its parameters belong together once they are a union.
      const action = rentalActions()(client).rental[name] as (parameters: Variables) => Promise<Data>
      return action(parameters)
    },
    onSuccess: () => queries.invalidateQueries({ queryKey: ["rentalEscrow"] }),
  })
}
