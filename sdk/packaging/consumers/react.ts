// A typed page on React. Each `@ts-expect-error` marks code that the compiler must reject.
import { type Rental, stop } from "@gpuflow/escrow"
import type { DepositPlan } from "@gpuflow/escrow/plan"
import {
  getMarketQueryOptions,
  getRentalQueryKey,
  useEvents,
  useMeter,
  usePlanDeposit,
  useRent,
  useRental,
  useRentalAction,
} from "@gpuflow/escrow/react"
import type { QueryClient } from "@tanstack/react-query"
import type { Client } from "viem"
import type { Config } from "wagmi"

export function useStop(escrow: `0x${string}`, id: `0x${string}` | undefined) {
  const { data } = useRental({ escrow, id, chainId: 137, query: { refetchInterval: 1_000 } })
  const { data: status } = useRental({ escrow, id, query: { select: ({ state }) => state.status } })
  const meter: bigint = useMeter(data)
  const stopping = useRentalAction(stop)
  const { events } = useEvents({ escrow, events: ["Closed"] })
  // @ts-expect-error only closings are followed
  events[0]?.eventName satisfies "Deposited" | undefined
  // @ts-expect-error there is no verb of this name
  useRentalAction("stop")
  // @ts-expect-error an id is hexadecimal
  useRental({ escrow, id: "17" })
  // @ts-expect-error a status is one of the contract's
  status satisfies "Paused" | undefined
  return {
    meter,
    status: status satisfies "None" | "Funded" | "Active" | "Interrupted" | "Disputed" | "Closed" | undefined,
    press: (rental: Rental) => stopping.mutate({ escrow, rental }),
    closed: stopping.data?.events.some(({ eventName }) => eventName === "Closed"),
    message: stopping.error?.message,
    phase: stopping.phase,
  }
}

export function useRenting(wanted: usePlanDeposit.Parameters) {
  const plan: DepositPlan | undefined = usePlanDeposit(wanted).data
  const renting = useRent()
  return { press: () => plan && renting.mutate({ plan }), id: renting.data?.id }
}

export async function prefetch(queries: QueryClient, client: Client, escrow: `0x${string}`, token: `0x${string}`) {
  const market = await queries.fetchQuery(getMarketQueryOptions(client, { escrow, token }))
  // @ts-expect-error a fee is a bigint
  market.feeBps satisfies number
  return market.open
}

export function fromCache(queries: QueryClient, config: Config, escrow: `0x${string}`, id: `0x${string}`) {
  void queries.prefetchQuery(getMarketQueryOptions(config, { escrow, token: id, chainId: 137 }))
  return queries.getQueryData(getRentalQueryKey({ chainId: 137, escrow, id }))?.state.status
}
