import { Ban, CircleCheck, CircleHelp, CircleX, Repeat2 } from "lucide-react"
import { type ReactNode, useEffect, useRef, useState } from "react"

import { Spinner } from "./Spinner.tsx"

const icons = { done: CircleCheck, refused: Ban, failed: CircleX, replaced: Repeat2, unknown: CircleHelp } as const

type ToastProps = {
  readonly state: "waiting" | keyof typeof icons
  /** What is so: "Confirm in your wallet". */
  readonly title: string
  readonly children?: ReactNode
  readonly action?: ReactNode
}

/** One transaction, until it is final. */
export function Toast({ state, title, children, action }: ToastProps) {
  const Icon = state === "waiting" ? undefined : icons[state]
  return (
    <div aria-atomic="true" className="flex items-start gap-3 rounded-lg bg-popover px-4 py-3.5 text-sm shadow-float">
      <span className="mt-0.5 text-muted-foreground">
        {Icon ? <Icon aria-hidden className="size-4" /> : <Spinner />}
      </span>
      <div className="min-w-0 flex-1">
        <b className="font-semibold">{title}</b>
        {children && <div className="text-muted-foreground">{children}</div>}
      </div>
      {action}
    </div>
  )
}

type ToastRegionProps = { readonly label: string; readonly count: number; readonly children: ReactNode }

/**
 * Where toasts stand: bottom right, and on a phone below the header. F8 leads there from anywhere, and Escape back. What
 * is new is read out once.
 */
export function ToastRegion({ label, count, children }: ToastRegionProps) {
  const region = useRef<HTMLElement>(null)
  const before = useRef<HTMLElement>(null)
  const [isPointed, setPointed] = useState(false)
  useEffect(() => {
    const enter = (event: KeyboardEvent) => {
      if (event.key !== "F8" || !region.current?.firstElementChild) return
      event.preventDefault()
      region.current.focus()
    }
    addEventListener("keydown", enter)
    return () => removeEventListener("keydown", enter)
  }, [])
  useEffect(() => {
    const section = region.current
    if (!section) return
    const observer = new ResizeObserver(() => {
      document.documentElement.style.setProperty("--toasts", `${section.offsetHeight}px`)
      // What has the focus may be below what has come up. Who has scrolled away from it stays there.
      const focused = document.querySelector(":focus-visible")
      const { top, bottom } = focused?.getBoundingClientRect() ?? { top: 0, bottom: 0 }
      const isSeen = bottom > 0 && top < innerHeight
      if (isSeen && !section.contains(focused)) focused?.scrollIntoView({ block: "nearest", inline: "nearest" })
    })
    observer.observe(section)
    return () => observer.disconnect()
  }, [])
  useEffect(() => {
    if (count === 0) setPointed(false)
    const { activeElement, body } = document
    // The last one has gone, and with it what had the focus.
    if (count === 0 && (activeElement === body || activeElement === region.current)) before.current?.focus()
  }, [count])
  return (
    <section
      ref={region}
      aria-label={label}
      aria-live="polite"
      aria-keyshortcuts="F8"
      tabIndex={-1}
      data-toasts={isPointed ? "pointed" : ""}
      // Not `:hover` alone: a toast may come up below a pointer that rests, and a finger leaves its last place hovered.
      onPointerMove={({ pointerType }) => setPointed(pointerType === "mouse")}
      onPointerLeave={() => setPointed(false)}
      onFocus={({ relatedTarget }) => {
        const isInside = region.current?.contains(relatedTarget)
        if (!isInside && relatedTarget instanceof HTMLElement) before.current = relatedTarget
      }}
      onBlur={({ relatedTarget }) => {
        if (relatedTarget && !region.current?.contains(relatedTarget)) before.current = null
      }}
      onKeyDown={({ key }) => {
        if (key === "Escape") before.current?.focus()
      }}
      className="pointer-events-none fixed z-20 grid gap-2 rounded-lg *:pointer-events-auto max-md:inset-x-4 max-md:top-16 md:right-6 md:bottom-6 md:w-90"
    >
      {children}
    </section>
  )
}

/** Whether a reader is at the toasts, which then stay. A press of a mouse leaves the focus there, and is no sign of it. */
export function areToastsRead(): boolean {
  const isFocused = "[data-toasts]:is(:focus-visible, :has(:focus-visible))"
  return document.querySelector(`${isFocused}, [data-toasts=pointed]:hover`) !== null
}
