import type { ReactNode } from "react"

import { classes } from "./classes.ts"

const tones = {
  neutral: "bg-muted text-muted-foreground",
  running: "bg-primary-subtle text-primary",
  ready: "bg-success-subtle text-success",
  attention: "bg-warning-subtle text-warning",
  failed: "bg-destructive-subtle text-destructive",
} as const

export type ChipTone = keyof typeof tones

/** A state in a word. */
export function Chip({ tone = "neutral", children }: { tone?: ChipTone; children: ReactNode }) {
  return (
    <span
      className={classes(
        "inline-flex min-h-5.5 items-center gap-1.5 rounded-full px-2 text-xs font-medium",
        tones[tone],
      )}
    >
      {children}
    </span>
  )
}
