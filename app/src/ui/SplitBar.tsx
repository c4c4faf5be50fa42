import { classes } from "./classes.ts"

/** Whose money it is. Order and look are the same on every page. */
export type Part = "host" | "fee" | "you" | "bond" | "open"

export const partClasses: Readonly<Record<Part, string>> = {
  host: "part-host",
  fee: "part-fee",
  you: "part-you",
  bond: "part-bond",
  open: "part-open",
}

const ORDER: readonly Part[] = ["host", "fee", "you", "bond", "open"]

type SplitBarProps = {
  /** Base units of each part. */
  readonly parts: Partial<Readonly<Record<Part, bigint>>>
  /** The bar as a sentence. */
  readonly sentence: string
  readonly isTall?: boolean
}

/** Where each part of the money is. Words and figures stand beside it. */
export function SplitBar({ parts, sentence, isTall = false }: SplitBarProps) {
  const total = ORDER.reduce((sum, part) => sum + (parts[part] ?? 0n), 0n)
  return (
    <div
      role="img"
      aria-label={sentence}
      className={classes("flex gap-0.5 overflow-hidden rounded-full bg-muted", isTall ? "h-3.5" : "h-2.5")}
    >
      {ORDER.map((part) => {
        const amount = parts[part] ?? 0n
        if (amount <= 0n) return null
        // A share of 10 000 is as fine as a screen.
        const grow = Number((amount * 10_000n) / total)
        return (
          <i key={part} className={classes("block h-full min-w-0.5", partClasses[part])} style={{ flexGrow: grow }} />
        )
      })}
    </div>
  )
}

/** The square of a part, for the legend and for tables. */
export function PartKey({ part, label }: { part: Part; label?: string }) {
  return (
    <span className="inline-flex items-center gap-1.5 text-xs text-muted-foreground">
      <i aria-hidden="true" className={classes("size-2.5 shrink-0 rounded-[3px]", partClasses[part])} />
      {label}
    </span>
  )
}
