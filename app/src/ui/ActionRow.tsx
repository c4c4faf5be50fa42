import type { ReactNode } from "react"

type ActionRowProps = {
  readonly title: string
  /** What follows, in figures. What matters most is in bold. */
  readonly children: ReactNode
  readonly action: ReactNode
}

/** One thing that this person may do now, and what follows from it. */
export function ActionRow({ title, children, action }: ActionRowProps) {
  return (
    <div className="grid items-center gap-x-4 gap-y-0.5 border-t border-border px-5 py-3.5 max-md:px-4 md:grid-cols-[minmax(0,1fr)_auto]">
      <h3 className="font-semibold">{title}</h3>
      <div className="text-sm text-muted-foreground [&_b]:font-semibold [&_b]:text-foreground">{children}</div>
      <div className="grid max-md:mt-2 md:col-start-2 md:row-span-2 md:row-start-1 md:min-w-26">{action}</div>
    </div>
  )
}
