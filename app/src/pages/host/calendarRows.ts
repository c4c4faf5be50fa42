// The machines of a host, and when each was, is and will be rented.
import { closesAt, type Offer } from "@gpuflow/escrow"
import type { Hex } from "viem"

import type { ListedRental } from "../../server/rentalList.ts"

export type CalendarBlock = {
  readonly id: Hex
  readonly kind: "past" | "running" | "waiting" | "disputed"
  /** Seconds since 1970, within the window. */
  readonly from: bigint
  readonly to: bigint
  readonly one: ListedRental
}

export type CalendarRow = {
  readonly machine: Hex
  readonly spec: Hex
  readonly blocks: readonly CalendarBlock[]
  /** The rental that holds the machine now. */
  readonly current: ListedRental | undefined
  /** Its live offer. */
  readonly offer: Offer | undefined
}

type Window = { readonly from: bigint; readonly to: bigint; readonly now: bigint }

export function calendarRows(
  rentals: readonly ListedRental[],
  offers: readonly Offer[],
  window: Window,
): readonly CalendarRow[] {
  const machines = new Map<Hex, { rentals: ListedRental[]; offer: Offer | undefined }>()
  for (const one of rentals) {
    const { machine } = one.rental.offer
    machines.set(machine, { rentals: [...(machines.get(machine)?.rentals ?? []), one], offer: undefined })
  }
  for (const offer of offers) {
    machines.set(offer.machine, { rentals: machines.get(offer.machine)?.rentals ?? [], offer })
  }
  const rows = [...machines].map(([machine, { rentals: own, offer }]): CalendarRow => {
    const newest = own.toSorted((a, b) => Number(b.state.depositBlock - a.state.depositBlock))
    const blocks = own.flatMap((one) => blockOf(one, window) ?? [])
    const current = newest.find(({ state }) => state.status !== "Closed")
    return { machine, spec: offer?.spec ?? newest[0]?.rental.offer.spec ?? machine, blocks, current, offer }
  })
  // A machine of which nothing is to be seen here is not shown.
  return rows.filter(({ blocks, offer, current }) => blocks.length > 0 || offer || current)
}

/** Undefined outside the window, and where the times are not known. */
function blockOf(one: ListedRental, { from, to, now }: Window): CalendarBlock | undefined {
  const times = timesOf(one, now)
  if (!times || times.to <= from || times.from >= to) return undefined
  const { status } = one.state
  const kind =
    status === "Disputed"
      ? "disputed"
      : status === "Funded"
        ? "waiting"
        : status === "Active" && now < times.to
          ? "running"
          : "past"
  return { id: one.id, kind, from: max(times.from, from), to: min(times.to, to), one }
}

function timesOf({ rental: { offer }, state, startedAt, ending }: ListedRental, now: bigint) {
  const { status, since, duration, billedSeconds } = state
  if (status === "Funded") return { from: since, to: closesAt(offer, state) }
  if (startedAt === undefined) return undefined
  if (status === "Active") return { from: startedAt, to: startedAt + duration }
  if (status === "Disputed") return { from: startedAt, to: max(startedAt + billedSeconds, now) }
  const to = startedAt + billedSeconds
  return { from: startedAt, to: ending && ending.at < to ? ending.at : to }
}

function max(a: bigint, b: bigint): bigint {
  return a > b ? a : b
}

function min(a: bigint, b: bigint): bigint {
  return a < b ? a : b
}
