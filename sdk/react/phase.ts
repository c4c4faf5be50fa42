"use client"

// How far a mutation has come, for a page to show.
import { useCallback, useRef, useState } from "react"

import type { Progress } from "../core/progress.ts"

/**
 * How far a mutation has come. `idle`: it has not begun. `planning`: the steps are found out. Then as the reports of the
 * SDK: `checking`, `step`, `wallet`, `sent`, `included`, `confirmed`, `final`. At the end `done`, `failed`, or
 * `cancelled` by the page.
 */
export type Phase = "idle" | "planning" | Progress["phase"] | "done" | "failed" | "cancelled"

type Tracked = { readonly phase: Phase; readonly progress: Progress | undefined }

const IDLE: Tracked = { phase: "idle", progress: undefined }

/** One run of a mutation. */
export type Run = {
  readonly signal: AbortSignal
  readonly onProgress: (progress: Progress) => void
  readonly show: (phase: Phase) => void
}

/** The state of the latest run. Reports of earlier runs come too late. */
export function usePhase() {
  const [{ phase, progress }, setTracked] = useState(IDLE)
  const current = useRef<AbortController>(undefined)

  const begin = useCallback((first: Phase): Run => {
    const control = new AbortController()
    current.current = control
    const set = (change: (before: Tracked) => Tracked) => {
      if (current.current === control) setTracked(change)
    }
    set(() => ({ phase: first, progress: undefined }))
    return {
      signal: control.signal,
      onProgress: (report) => set(() => ({ phase: report.phase, progress: report })),
      show: (next) =>
        set((before) => ({ ...before, phase: control.signal.aborted && next === "failed" ? "cancelled" : next })),
    }
  }, [])
  const cancel = useCallback(() => current.current?.abort(), [])
  const reset = useCallback(() => {
    current.current = undefined
    setTracked(IDLE)
  }, [])
  return { phase, progress, begin, cancel, reset }
}
