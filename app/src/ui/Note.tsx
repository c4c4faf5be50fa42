import { CircleCheck, CircleX, Info, TriangleAlert } from "lucide-react"
import type { ReactNode } from "react"

import { classes } from "./classes.ts"

const tones = {
  info: { ground: "bg-primary-subtle", mark: "text-primary", Icon: Info },
  success: { ground: "bg-success-subtle", mark: "text-success", Icon: CircleCheck },
  warning: { ground: "bg-warning-subtle", mark: "text-warning", Icon: TriangleAlert },
  error: { ground: "bg-destructive-subtle", mark: "text-destructive", Icon: CircleX },
} as const

type NoteProps = {
  readonly tone: keyof typeof tones
  /** What is so, in bold. */
  readonly fact: string
  /** What it means for the money. */
  readonly children?: ReactNode
  /** One button: the way on. */
  readonly action?: ReactNode
}

/** Something is in the way, or good to know. Errors are announced at once, the rest when the reader pauses. */
export function Note({ tone, fact, children, action }: NoteProps) {
  const { ground, mark, Icon } = tones[tone]
  return (
    <div
      role={tone === "error" ? "alert" : "status"}
      className={classes("flex flex-wrap items-center gap-x-3 gap-y-2.5 rounded-lg px-4 py-3 text-sm", ground)}
    >
      <Icon aria-hidden className={classes("size-4 mt-0.5 shrink-0 self-start md:mt-0 md:self-center", mark)} />
      <p className="min-w-0 flex-1 basis-48">
        <b className="font-semibold">{fact}</b> {children}
      </p>
      {action && <div className="max-md:ml-7">{action}</div>}
    </div>
  )
}
