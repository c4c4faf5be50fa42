// The bars of the earnings: by day or by month, and within them by machine or by token.
import type { Hex } from "viem"

import type { PayoutGroup } from "../../server/payoutGroups.ts"
import type { TokenInfo } from "../../server/tokensOf.ts"
import { type BarSeries, MOST_SERIES } from "../../ui/chart/BarChart.tsx"

export type Split = "machine" | "token"

/** Sums of a series in each bar, the largest series first. What is beyond the colours is one series. */
export function earningsSeries(
  { rows }: PayoutGroup,
  {
    bars,
    split,
    machineName,
    tokens,
    others,
  }: {
    /** Beginnings of days: "2026-01-31", or of months: "2026-01". */
    readonly bars: readonly string[]
    readonly split: Split
    readonly machineName: (machine: Hex) => string
    readonly tokens: readonly TokenInfo[]
    readonly others: string
  },
): readonly BarSeries[] {
  const series = new Map<string, { label: string; values: bigint[]; total: bigint }>()
  for (const { day, machine, token, value } of rows) {
    const index = bars.findIndex((bar) => day.startsWith(bar))
    if (index < 0) continue
    const key = split === "token" ? token.toLowerCase() : (machine ?? "")
    const symbol = tokens.find(({ address }) => address.toLowerCase() === token.toLowerCase())?.symbol ?? token
    const label = split === "token" ? symbol : machine ? machineName(machine) : others
    const one = series.get(key) ?? { label, values: bars.map(() => 0n), total: 0n }
    one.values[index] = (one.values[index] ?? 0n) + value
    series.set(key, { ...one, total: one.total + value })
  }
  const sorted = [...series].toSorted(([a, first], [b, second]) => {
    if ((a === "") !== (b === "")) return a === "" ? 1 : -1
    return first.total === second.total ? 0 : first.total < second.total ? 1 : -1
  })
  const shown = sorted.slice(0, MOST_SERIES).map(([key, { label, values }]) => ({ key, label, values }))
  const rest = sorted.slice(MOST_SERIES)
  const last = shown.at(-1)
  if (rest.length === 0 || !last) return shown
  const values = bars.map((_, index) =>
    rest.reduce((sum, [, one]) => sum + (one.values[index] ?? 0n), last.values[index] ?? 0n),
  )
  return [...shown.slice(0, -1), { key: "", label: others, values }]
}
