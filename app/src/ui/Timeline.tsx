import type { ReactNode } from "react"

import { useTexts } from "../texts/TextsProvider.tsx"
import { classes } from "./classes.ts"

export type TimelineEntry = {
  readonly key: string
  readonly time: ReactNode
  readonly title: string
  readonly detail?: ReactNode
  readonly place: "past" | "now" | "ahead"
  /** Only the host claims it. */
  readonly isClaimed?: boolean
  /** A link to the transaction. */
  readonly aside?: ReactNode
}

const marks = {
  past: "bg-foreground",
  now: "bg-primary ring-4 ring-primary-subtle",
  ahead: "border-2 border-input bg-card",
} as const

/** A life in order: what was, what is, and what will be. */
export function Timeline({ entries }: { entries: readonly TimelineEntry[] }) {
  const { ui } = useTexts()
  return (
    <ol className="grid text-sm">
      {entries.map(({ key, time, title, detail, place, isClaimed, aside }, index) => (
        <li
          key={key}
          {...(place === "now" && { "aria-current": "step" as const })}
          className={classes(
            "relative grid grid-cols-[11px_minmax(0,1fr)_auto] gap-x-3 pb-3.5 last:pb-0 md:grid-cols-[92px_11px_minmax(0,1fr)_auto]",
            place === "ahead" && "text-muted-foreground",
          )}
        >
          <span className="text-muted-foreground max-md:col-start-2 max-md:row-start-2">{time}</span>
          <span className="relative max-md:col-start-1 max-md:row-start-1">
            <i aria-hidden="true" className={classes("mt-1.5 ml-px block size-[9px] rounded-full", marks[place])} />
            {index < entries.length - 1 && (
              <i aria-hidden="true" className="absolute top-4 -bottom-4 left-[5px] w-px bg-border" />
            )}
          </span>
          <div className="max-md:col-start-2 max-md:row-start-1">
            <b className="font-semibold">{title}</b>
            {isClaimed && <span className="text-muted-foreground"> · {ui.hostSays}</span>}
            {detail && <div className="text-muted-foreground">{detail}</div>}
          </div>
          {aside && <div className="max-md:col-start-3 max-md:row-start-1">{aside}</div>}
        </li>
      ))}
    </ol>
  )
}
