import { CircleCheck, CircleMinus, CircleX } from "lucide-react"
import type { ReactNode } from "react"

import { classes } from "../../ui/classes.ts"
import type { CheckState } from "./checks.ts"

const looks = {
  held: { color: "text-success", Icon: CircleCheck },
  failed: { color: "text-destructive", Icon: CircleX },
  unread: { color: "text-warning", Icon: CircleMinus },
} as const

/** Whether something holds, in a word. */
export function StateMark({ state, children }: { state: CheckState; children: ReactNode }) {
  const { color, Icon } = looks[state]
  return (
    <span className={classes("inline-flex items-center gap-1.5", color)}>
      <Icon aria-hidden className="size-4 shrink-0" />
      {children}
    </span>
  )
}
