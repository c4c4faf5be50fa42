// The rentals as a table for spreadsheets: amounts exact, times in UTC.
import { formatUnits } from "viem"

import type { RentalList } from "../../server/rentalList.ts"

/** `titles` names the columns in their order. */
export function rentalsTable({ rentals }: RentalList, titles: readonly string[]): readonly (readonly string[])[] {
  const time = (at: bigint | undefined) => (at === undefined ? "" : new Date(Number(at) * 1_000).toISOString())
  return [
    titles,
    ...rentals.map(({ id, rental: { offer, renter }, state, startedAt, ending, token }) => {
      const amount = (value: bigint | undefined) => {
        return value === undefined ? "" : formatUnits(value, token?.decimals ?? 0)
      }
      return [
        id,
        offer.host,
        renter,
        offer.machine,
        ending?.reason ?? state.status,
        time(startedAt),
        time(ending?.at),
        String(state.duration),
        String(state.billedSeconds),
        token?.symbol ?? offer.token,
        amount(offer.pricePerHour),
        amount(ending && ending.toHost + ending.fee),
        amount(ending?.fee),
        amount(ending?.toRenter),
        amount(ending?.bondToRenter),
      ]
    }),
  ]
}
