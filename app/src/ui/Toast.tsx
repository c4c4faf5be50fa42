import { Ban, CircleCheck, CircleHelp, CircleX, Repeat2 } from "lucide-react"
import type { ReactNode } from "react"

import { Spinner } from "./Spinner.tsx"

const icons = { done: CircleCheck, refused: Ban, failed: CircleX, replaced: Repeat2, unknown: CircleHelp } as const

type ToastProps = {
  readonly state: "waiting" | keyof typeof icons
  /** What is so: "Confirm in your wallet". */
  readonly title: string
  readonly children?: ReactNode
  readonly action?: ReactNode
}

/** One transaction, until it is final. */
export function Toast({ state, title, children, action }: ToastProps) {
  const Icon = state === "waiting" ? undefined : icons[state]
  return (
    <div role="status" className="flex items-start gap-3 rounded-lg bg-popover px-4 py-3.5 text-sm shadow-float">
      <span className="mt-0.5 text-muted-foreground">
        {Icon ? <Icon aria-hidden className="size-4" /> : <Spinner />}
      </span>
      <div className="min-w-0 flex-1">
        <b className="font-semibold">{title}</b>
        {children && <div className="text-muted-foreground">{children}</div>}
      </div>
      {action}
    </div>
  )
}

/** Where toasts stand: bottom right, and on a phone below the header. */
export function ToastRegion({ label, children }: { label: string; children: ReactNode }) {
  return (
    <section
      aria-label={label}
      className="pointer-events-none fixed z-20 grid gap-2 *:pointer-events-auto max-md:inset-x-4 max-md:top-16 md:right-6 md:bottom-6 md:w-90"
    >
      {children}
    </section>
  )
}
