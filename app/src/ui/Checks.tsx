import { Check as CheckMark } from "lucide-react"

type CheckProps = {
  readonly label: string
  readonly isChecked: boolean
  readonly onChange: (isChecked: boolean) => void
  /** What it would leave. */
  readonly count?: string | undefined
}

function Check({ label, isChecked, onChange, count }: CheckProps) {
  return (
    <label className="flex min-h-7 items-center gap-2.5">
      <span className="relative grid size-4 shrink-0">
        <input
          type="checkbox"
          checked={isChecked}
          onChange={({ target }) => onChange(target.checked)}
          className="peer size-4 appearance-none rounded-[4px] border border-input bg-card checked:border-primary checked:bg-primary forced-colors:appearance-auto"
        />
        <CheckMark
          aria-hidden
          strokeWidth={3}
          className="pointer-events-none absolute inset-0.5 hidden size-3 text-primary-foreground peer-checked:block forced-colors:hidden!"
        />
      </span>
      <span>{label}</span>
      {count !== undefined && <span className="ml-auto text-sm text-muted-foreground">{count}</span>}
    </label>
  )
}

type ChecksProps = { readonly legend: string; readonly checks: readonly CheckProps[] }

/** Checks under one heading. */
export function Checks({ legend, checks }: ChecksProps) {
  return (
    <fieldset className="grid min-w-0 gap-1">
      <legend className="mb-1 text-sm font-medium">{legend}</legend>
      {checks.map((check) => (
        <Check key={check.label} {...check} />
      ))}
    </fieldset>
  )
}
