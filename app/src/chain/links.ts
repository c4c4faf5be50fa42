// Addresses within the page, where a link names more than its route.
import type { Offer } from "@gpuflow/escrow"
import type { Hex } from "viem"

/** The page of a machine's offer, with the duration that was looked for. */
export function offerLinkOf({ host, machine }: Pick<Offer, "host" | "machine">, { hours }: { hours: number }): string {
  return `#/offer/${host}/${machine}?hours=${hours}`
}

export function rentalLinkOf(id: Hex): string {
  return `#/rental/${id}`
}
