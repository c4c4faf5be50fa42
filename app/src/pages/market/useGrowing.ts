// A long list that appears in parts, so that a slow device answers its reader between them.
import { startTransition, useEffect, useState } from "react"

/** More than a screen shows. */
const PART = 12

/** How many rows of a list are shown: at first those in sight, and soon all of them. */
export function useGrowing(length: number): number {
  const [shown, setShown] = useState(PART)
  useEffect(() => {
    if (shown >= length) return
    const timer = setTimeout(() => startTransition(() => setShown(shown + PART)))
    return () => clearTimeout(timer)
  }, [shown, length])
  return shown
}
