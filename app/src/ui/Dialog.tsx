import { X } from "lucide-react"
import { type ReactNode, useId, useLayoutEffect, useRef } from "react"

import { useTexts } from "../texts/TextsProvider.tsx"
import { Button } from "./Button.tsx"
import { classes } from "./classes.ts"

type DialogProps = {
  /** The verb: "Stop this rental?" */
  readonly title: string
  readonly isOpen: boolean
  readonly onClose: () => void
  /** `drawer`: along the left edge, for filters. */
  readonly look?: "dialog" | "drawer"
  readonly children: ReactNode
  /** Its buttons. The harmless one has `autoFocus`. */
  readonly actions?: ReactNode
}

/** A modal dialog of the browser: it keeps the focus inside, closes with Escape, and gives the focus back. */
export function Dialog({ title, isOpen, onClose, look = "dialog", children, actions }: DialogProps) {
  const dialog = useRef<HTMLDialogElement>(null)
  const texts = useTexts()
  const id = useId()
  useLayoutEffect(() => {
    const { current } = dialog
    if (!isOpen || !current) return
    current.showModal()
    firstOf(current)?.focus()
    // Also one that is taken off the page while it is open gives the focus back.
    return () => current.close()
  }, [isOpen])
  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents: Escape closes a dialog of the browser by itself.
    <dialog
      ref={dialog}
      aria-labelledby={id}
      onCancel={(event) => {
        if (event.target !== dialog.current) return
        // Closed at once, and not by an event that comes later: it may be opened again before.
        event.preventDefault()
        onClose()
      }}
      onClose={() => {
        if (!dialog.current?.open) onClose()
      }}
      onClick={({ target }) => {
        if (target === dialog.current) onClose()
      }}
      className={classes(
        // It may stand in a cell of a table, whose text is of another form.
        "border border-border bg-popover text-left whitespace-normal shadow-float",
        look === "dialog"
          ? "m-auto w-[min(28rem,calc(100vw-2rem))] rounded-lg"
          : "my-0 mr-auto ml-0 h-dvh max-h-dvh w-[min(20rem,calc(100vw-3rem))]",
      )}
    >
      {isOpen && (
        <div className="grid gap-4 p-5 pb-0">
          <div className="flex items-center justify-between gap-3">
            <h2 id={id} className="text-lg font-semibold tracking-[-0.01em]">
              {title}
            </h2>
            <Button look="ghost" size="small" square aria-label={texts.ui.close} onClick={onClose}>
              <X aria-hidden className="size-4" />
            </Button>
          </div>
          {children}
          <div className="sticky bottom-0 -mx-5 flex flex-wrap justify-end gap-2 bg-popover px-5 pb-5 not-empty:border-t not-empty:border-border not-empty:pt-4">
            {actions}
          </div>
        </div>
      )}
    </dialog>
  )
}

/** What has the focus first: what is to be filled in, or the harmless button. A touch would bring a keyboard over the rest. */
function firstOf(dialog: HTMLDialogElement): HTMLElement | null {
  const field = matchMedia("(pointer: coarse)").matches ? null : dialog.querySelector<HTMLElement>(FIELDS)
  return field ?? dialog.querySelector<HTMLElement>("[data-first]")
}

const FIELDS = "input, select, textarea"
