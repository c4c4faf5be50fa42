import type { LucideIcon } from "lucide-react"
import type { ReactNode } from "react"

type EmptyProps = {
  readonly Icon: LucideIcon
  readonly title: string
  readonly children?: ReactNode
  /** The first step. */
  readonly actions?: ReactNode
}

/** Nothing is here yet, and what to do about it. */
export function Empty({ Icon, title, children, actions }: EmptyProps) {
  return (
    <div className="grid justify-items-center gap-1.5 px-7 py-10 text-center">
      <span className="mb-1.5 grid size-10 place-content-center rounded-full bg-muted text-muted-foreground">
        <Icon aria-hidden className="size-4" />
      </span>
      <h2 className="text-lg font-semibold">{title}</h2>
      {children && <div className="max-w-[44ch] text-muted-foreground">{children}</div>}
      {actions && <div className="mt-2.5 flex flex-wrap justify-center gap-2">{actions}</div>}
    </div>
  )
}
