import { Check, X } from "lucide-react"
import type { ReactNode } from "react"

import { useTexts } from "../texts/TextsProvider.tsx"
import { classes } from "./classes.ts"

export type Step = {
  readonly title: string
  readonly state: "done" | "now" | "waiting" | "failed"
  readonly detail?: ReactNode
  /** When it was, or will be. */
  readonly time?: ReactNode
}

const marks = {
  done: "border-transparent bg-success-subtle text-success",
  now: "border-2 border-primary text-primary",
  waiting: "border-border bg-card text-muted-foreground",
  failed: "border-transparent bg-destructive-subtle text-destructive",
} as const

/** What happens one after the other. */
export function Steps({ steps }: { steps: readonly Step[] }) {
  const { ui } = useTexts()
  return (
    <ol className="grid">
      {steps.map(({ title, state, detail, time }, index) => (
        <li
          key={title}
          {...(state === "now" && { "aria-current": "step" as const })}
          className={classes(
            "relative grid grid-cols-[24px_minmax(0,1fr)_auto] gap-x-3 pb-4 last:pb-0",
            index < steps.length - 1 &&
              "before:absolute before:top-6 before:bottom-0 before:left-[11.5px] before:w-px before:bg-border",
          )}
        >
          <span
            aria-hidden="true"
            className={classes(
              "grid size-6 place-content-center rounded-full border text-xs font-semibold",
              marks[state],
            )}
          >
            {state === "done" && <Check className="size-3.5" />}
            {state === "failed" && <X className="size-3.5" />}
            {(state === "now" || state === "waiting") && index + 1}
          </span>
          <div>
            <h3
              className={classes(
                "leading-6",
                state === "waiting" ? "font-medium text-muted-foreground" : "font-semibold",
              )}
            >
              {title}
              <span className="sr-only">, {ui[state]}</span>
            </h3>
            {detail && <div className="text-sm text-muted-foreground">{detail}</div>}
          </div>
          {/* Some of them run, and are not read out each second. */}
          <div aria-live="off" className="text-xs leading-6 text-muted-foreground">
            {time}
          </div>
        </li>
      ))}
    </ol>
  )
}
