import { useState } from "react"

type First<row> = {
  readonly shown: readonly row[]
  readonly isWhole: boolean
  /** Undefined where there is no more to show. */
  readonly toggle: (() => void) | undefined
}

/** The first rows of a list, and the rest on request. */
export function useFirst<row>(rows: readonly row[], count: number): First<row> {
  const [isWhole, setWhole] = useState(false)
  return {
    shown: isWhole ? rows : rows.slice(0, count),
    isWhole,
    toggle: rows.length > count ? () => setWhole(!isWhole) : undefined,
  }
}
