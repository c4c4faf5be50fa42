import { type ComponentProps, type ReactNode, useId } from "react"

import { classes } from "./classes.ts"

type FieldProps = {
  readonly label: string
  /** Behind the value: "hours". */
  readonly unit?: string
  readonly hint?: string
  /** What is wrong with the value. */
  readonly problem?: string | undefined
}

const inputClasses =
  "min-h-(--control) w-full min-w-0 rounded-sm border border-input bg-card px-2.5 aria-invalid:border-destructive"

/** A label with what belongs to it, and the ids that tie them together. */
function Labelled({
  label,
  hint,
  problem,
  children,
}: FieldProps & { children: (ids: { id: string; describedBy: string | undefined }) => ReactNode }) {
  const id = useId()
  const describedBy = [hint && `${id}-hint`, problem && `${id}-problem`].filter(Boolean).join(" ") || undefined
  return (
    <div className="grid gap-1.5">
      <label htmlFor={id} className="text-sm font-medium">
        {label}
      </label>
      {children({ id, describedBy })}
      {hint && (
        <p id={`${id}-hint`} className="text-xs text-muted-foreground">
          {hint}
        </p>
      )}
      {problem && (
        <p id={`${id}-problem`} role="alert" className="text-xs text-destructive">
          {problem}
        </p>
      )}
    </div>
  )
}

export function Field({ label, unit, hint, problem, className, ...input }: FieldProps & ComponentProps<"input">) {
  return (
    <Labelled label={label} {...(hint && { hint })} problem={problem}>
      {({ id, describedBy }) => (
        <div className="relative">
          <input
            id={id}
            aria-describedby={describedBy}
            aria-invalid={problem !== undefined}
            {...input}
            className={classes(inputClasses, unit && "pr-16", className)}
          />
          {unit && (
            <span className="pointer-events-none absolute inset-y-0 right-2.5 flex items-center text-sm text-muted-foreground">
              {unit}
            </span>
          )}
        </div>
      )}
    </Labelled>
  )
}

export function TextField({ label, hint, problem, className, ...area }: FieldProps & ComponentProps<"textarea">) {
  return (
    <Labelled label={label} {...(hint && { hint })} problem={problem}>
      {({ id, describedBy }) => (
        <textarea
          id={id}
          aria-describedby={describedBy}
          aria-invalid={problem !== undefined}
          {...area}
          className={classes(inputClasses, "py-2", className)}
        />
      )}
    </Labelled>
  )
}

export function SelectField({ label, hint, problem, className, ...select }: FieldProps & ComponentProps<"select">) {
  return (
    <Labelled label={label} {...(hint && { hint })} problem={problem}>
      {({ id, describedBy }) => (
        <select id={id} aria-describedby={describedBy} {...select} className={classes(inputClasses, className)} />
      )}
    </Labelled>
  )
}
