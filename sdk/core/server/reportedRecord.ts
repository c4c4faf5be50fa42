import { isObject } from "../strictJson.ts"

/** What a board says of an offer's host. No one but the board answers for it. */
export type ReportedRecord = {
  /** Place among the hosts by the fees that their rentals paid. */
  readonly rank: number | undefined
  readonly feesPaidDollars: string | undefined
  readonly rentals: number | undefined
  /** Seconds served of those promised, basis points. */
  readonly servedBps: number | undefined
}

export function recordFrom(value: unknown): ReportedRecord | undefined {
  if (!isObject(value)) return undefined
  const number = (field: unknown) => (Number.isSafeInteger(field) ? Number(field) : undefined)
  const { rank, feesPaidDollars, rentals, servedBps } = value
  return {
    rank: number(rank),
    feesPaidDollars:
      typeof feesPaidDollars === "string" && /^\d{1,30}(\.\d{1,18})?$/.test(feesPaidDollars)
        ? feesPaidDollars
        : undefined,
    rentals: number(rentals),
    servedBps: number(servedBps),
  }
}
