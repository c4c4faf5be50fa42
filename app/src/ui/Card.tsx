import type { ReactNode } from "react"

import { classes } from "./classes.ts"

type CardProps = {
  /** An `h2`. Without one, give the card a label. */
  readonly title?: string
  readonly label?: string
  /** Right of the title. */
  readonly aside?: ReactNode
  /** Rows reach to the edges. */
  readonly isFlush?: boolean
  readonly children: ReactNode
}

export function Card({ title, label, aside, isFlush = false, children }: CardProps) {
  return (
    <section aria-label={title ?? label} className="min-w-0 rounded-lg border border-border bg-card">
      {title && (
        <header className="flex flex-wrap items-center justify-between gap-x-3 gap-y-2 px-5 pt-4 max-md:px-4">
          <h2 className="text-lg font-semibold tracking-[-0.01em]">{title}</h2>
          {aside}
        </header>
      )}
      <div className={classes(isFlush ? title && "mt-3" : "p-5 max-md:p-4", !isFlush && title && "pt-2.5")}>
        {children}
      </div>
    </section>
  )
}
