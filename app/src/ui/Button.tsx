import { type ComponentProps, useId } from "react"

import { classes } from "./classes.ts"
import { Spinner } from "./Spinner.tsx"

const looks = {
  primary: "border-primary bg-primary text-primary-foreground hover:border-primary-hover hover:bg-primary-hover",
  plain: "border-border bg-card hover:bg-muted",
  ghost: "border-transparent text-muted-foreground hover:bg-muted hover:text-foreground",
  destructive: "border-destructive bg-destructive text-destructive-foreground",
} as const

const sizes = {
  normal: "min-h-(--control) px-3.5",
  small: "min-h-(--control-sm) px-2.5 text-sm",
  large: "min-h-12 w-full px-3.5 text-lg font-semibold",
} as const

export type ButtonProps = Omit<ComponentProps<"button">, "disabled" | "autoFocus"> & {
  readonly look?: keyof typeof looks
  readonly size?: keyof typeof sizes
  /** As wide as it is high, for an icon. Give it an `aria-label`. */
  readonly square?: boolean
  /** What it does is under way. Its words and its width stay. */
  readonly waiting?: boolean
  /** Why it cannot be pressed now, which is shown beside it. It stays reachable by keyboard. */
  readonly reason?: string | undefined
  /** A dialog opens with the focus on it. */
  readonly autoFocus?: boolean
}

export function buttonClasses({ look = "plain", size = "normal", square = false }: Partial<ButtonProps> = {}): string {
  return classes(
    "inline-flex max-w-full shrink-0 items-center justify-center gap-2 rounded-sm border font-medium transition-colors duration-100",
    looks[look],
    sizes[size],
    square && (size === "small" ? "w-(--control-sm) px-0" : "w-(--control) px-0"),
  )
}

export function Button(props: ButtonProps) {
  const { look, size, square, waiting, reason, autoFocus, className, onClick, children, ...rest } = props
  const id = useId()
  const isOff = waiting || reason !== undefined
  const button = (
    <button
      type="button"
      {...rest}
      {...(isOff && { "aria-disabled": true })}
      {...(autoFocus && { "data-first": true })}
      {...(reason && { "aria-describedby": id })}
      {...(waiting && { "aria-busy": true })}
      className={classes(
        buttonClasses({
          ...(look && { look: reason ? "plain" : look }),
          ...(size && { size }),
          ...(square && { square }),
        }),
        reason !== undefined && "cursor-not-allowed bg-muted text-muted-foreground",
        "relative",
        className,
      )}
      onClick={(event) => {
        if (isOff) event.preventDefault()
        else onClick?.(event)
      }}
    >
      {waiting && (
        <span className="absolute inset-0 grid place-content-center">
          <Spinner />
        </span>
      )}
      <span className={classes("inline-flex items-center gap-2", waiting && "opacity-30")}>{children}</span>
    </button>
  )
  // The same element with a reason and without one: otherwise the button would be made anew, and lose the focus.
  return (
    <span className={reason ? "inline-flex flex-wrap items-center gap-x-3 gap-y-1" : "contents"}>
      {button}
      {reason && (
        <span id={id} className="text-sm text-muted-foreground">
          {reason}
        </span>
      )}
    </span>
  )
}
