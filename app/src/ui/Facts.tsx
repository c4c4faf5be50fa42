import type { ReactNode } from "react"

import { classes } from "./classes.ts"

type Fact = { readonly key?: string; readonly name: ReactNode; readonly value: ReactNode }

type FactsProps = {
  readonly facts: readonly Fact[]
  /** Without lines between them. */
  readonly isPlain?: boolean
}

/** Names on the left, values on the right. */
export function Facts({ facts, isPlain = false }: FactsProps) {
  return (
    <dl className={classes("grid", isPlain && "text-sm")}>
      {facts.map(({ key, name, value }, index) => (
        <div
          key={key ?? (typeof name === "string" ? name : index)}
          className={classes(
            "flex items-baseline justify-between gap-5",
            isPlain ? "py-1" : "border-t border-border py-2 first:border-t-0",
          )}
        >
          <dt className="shrink-0 text-muted-foreground max-md:max-w-[60%] max-md:shrink max-md:wrap-anywhere">
            {name}
          </dt>
          <dd className="text-right wrap-anywhere">{value}</dd>
        </div>
      ))}
    </dl>
  )
}
