import { classes } from "./classes.ts"

/** Stands where something will be, at its final height. */
export function Skeleton({ className }: { className?: string }) {
  return (
    <span
      aria-hidden="true"
      className={classes("block animate-breathe rounded-[4px] bg-skeleton", className ?? "h-3")}
    />
  )
}
