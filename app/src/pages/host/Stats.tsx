import type { ReactNode } from "react"

import { Skeleton } from "../../ui/Skeleton.tsx"

export type Stat = {
  readonly title: string
  /** Undefined while it is loaded. */
  readonly value: string | undefined
  readonly detail?: ReactNode
}

/** The few figures that a host looks at first. */
export function Stats({ stats }: { stats: readonly Stat[] }) {
  return (
    <dl className="grid grid-cols-2 rounded-lg border border-border bg-card lg:grid-cols-4">
      {stats.map(({ title, value, detail }) => (
        <div
          key={title}
          className="border-border px-5 py-4 even:border-l max-lg:nth-[n+3]:border-t max-md:px-4 lg:not-first:border-l"
        >
          <dt className="text-sm text-muted-foreground">{title}</dt>
          <dd className="min-h-7 max-md:min-h-11">
            {value === undefined ? (
              <Skeleton className="my-1 h-5 w-3/5" />
            ) : (
              <span className="mr-2 text-xl font-semibold max-md:text-lg">{value}</span>
            )}
            <span className="text-sm text-muted-foreground max-md:block">{detail}</span>
          </dd>
        </div>
      ))}
    </dl>
  )
}
