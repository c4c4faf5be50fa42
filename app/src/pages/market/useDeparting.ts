// A machine that was taken while the list is shown stays for a moment, struck out, so that nothing moves under the pointer.
import { useEffect, useRef, useState } from "react"

import type { MarketRow } from "./marketRow.ts"

const STAY = 3_000

type Departing = { readonly row: MarketRow; readonly index: number; readonly until: number }

/**
 * Adds the rows that have just left. `scope` names what is shown: where it changes, rows leave because others were asked
 * for. While `isHeld`, none of them goes.
 */
export function useDeparting(
  rows: readonly MarketRow[],
  { scope, isHeld }: { scope: string; isHeld: boolean },
): readonly { readonly row: MarketRow; readonly isTaken: boolean }[] {
  const before = useRef({ scope, rows })
  const [departing, setDeparting] = useState<readonly Departing[]>([])
  useEffect(() => {
    const { scope: shown, rows: last } = before.current
    before.current = { scope, rows }
    if (shown !== scope) {
      setDeparting([])
      return
    }
    const keys = new Set(rows.map(({ key }) => key))
    const left = last.flatMap((row, index) => (keys.has(row.key) ? [] : [{ row, index, until: Date.now() + STAY }]))
    if (left.length > 0) setDeparting((others) => [...others.filter(({ row }) => !keys.has(row.key)), ...left])
  }, [rows, scope])
  useEffect(() => {
    if (departing.length === 0 || isHeld) return
    const next = Math.min(...departing.map(({ until }) => until))
    const timer = setTimeout(
      () => {
        setDeparting((all) => all.filter(({ until }) => until > Date.now()))
      },
      Math.max(0, next - Date.now()),
    )
    return () => clearTimeout(timer)
  }, [departing, isHeld])
  const keys = new Set(rows.map(({ key }) => key))
  const shown: { row: MarketRow; isTaken: boolean }[] = rows.map((row) => ({ row, isTaken: false }))
  for (const { row, index } of departing.toSorted((a, b) => a.index - b.index)) {
    if (!keys.has(row.key)) shown.splice(index, 0, { row, isTaken: true })
  }
  return shown
}
