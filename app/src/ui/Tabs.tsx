import { classes } from "./classes.ts"

type TabsProps<value extends string> = {
  readonly label: string
  readonly options: readonly { readonly value: value; readonly label: string }[]
  readonly value: value
  readonly onChange: (value: value) => void
}

/** A choice of a few, of which one is always taken. */
export function Tabs<value extends string>({ label, options, value, onChange }: TabsProps<value>) {
  return (
    <div role="group" aria-label={label} className="inline-flex w-fit flex-wrap gap-0.5 rounded-[8px] bg-muted p-0.5">
      {options.map((option) => (
        <button
          key={option.value}
          type="button"
          aria-pressed={option.value === value}
          onClick={() => onChange(option.value)}
          className={classes(
            "flex min-h-[calc(var(--control-sm)-2px)] items-center rounded-sm px-2.5 text-sm font-medium whitespace-nowrap",
            option.value === value ? "bg-card text-foreground ring-1 ring-border" : "text-muted-foreground",
          )}
        >
          {option.label}
        </button>
      ))}
    </div>
  )
}
