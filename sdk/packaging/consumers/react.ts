// A typed page on React. Each `@ts-expect-error` marks code that the compiler must reject.
import type { Rental } from "@gpuflow/escrow"
import { marketQuery, useMeter, useRental, useRentalAction } from "@gpuflow/escrow/react"
import type { QueryClient } from "@tanstack/react-query"
import type { Client } from "viem"

export function useStop(escrow: `0x${string}`, id: `0x${string}`) {
  const { data } = useRental({ escrow, id })
  const meter: bigint = useMeter(data)
  const stop = useRentalAction("stop")
  // @ts-expect-error there is no verb of this name
  useRentalAction("stopp")
  // @ts-expect-error an id is hexadecimal
  useRental({ escrow, id: "17" })
  return {
    meter,
    status: data?.state.status,
    press: (rental: Rental) => stop.mutate({ escrow, rental }),
    closed: stop.data?.events.some(({ eventName }) => eventName === "Closed"),
    message: stop.error?.message,
  }
}

export async function prefetch(queries: QueryClient, client: Client, escrow: `0x${string}`, token: `0x${string}`) {
  const market = await queries.fetchQuery(marketQuery(client, { escrow, token }))
  // @ts-expect-error a fee is a bigint
  return market.feeBps satisfies number
}
