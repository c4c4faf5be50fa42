// Where the keyboard's focus goes when what had it is gone. Browsers look after that between documents. Within one, they
// begin again at its top, and readers of a screen hear nothing.
import { useEffect } from "react"

/** What a reader can be in: a part of a page with a name. */
const PLACES = "dialog[open], section, aside, main"

/** Whether a reader is on the way to another page, and has not moved the focus since. */
let isLeaving = false

/** A reader leaves for another page. */
export function leave(): void {
  isLeaving = true
  for (const move of ["keydown", "pointerdown"]) addEventListener(move, stay, { once: true })
}

/** The page is there. Its title takes the focus, unless the reader has gone on meanwhile. Nothing scrolls. */
export function arrive(title: HTMLElement): void {
  if (isLeaving) title.focus({ preventScroll: true })
  isLeaving = false
}

function stay(): void {
  isLeaving = false
}

/** If what has the focus vanishes, the part of the page in which it stood takes it: the reader goes on from there. */
export function useKeptFocus(): void {
  useEffect(() => {
    let path: readonly Element[] = []
    const remember = ({ target }: FocusEvent) => {
      if (!(target instanceof Element)) return
      path = withParents(target)
      // Browsers leave what is half in sight as it is.
      if (target.matches(":focus-visible")) target.scrollIntoView({ block: "nearest", inline: "nearest" })
    }
    const observer = new MutationObserver(() => {
      const [last, ...around] = path
      if (isLeaving || !last || last.isConnected || document.activeElement !== document.body) return
      path = []
      focusPlace(around.find((one) => one.isConnected && one.matches(PLACES)) ?? document.querySelector("main"))
    })
    addEventListener("focusin", remember)
    observer.observe(document.body, { childList: true, subtree: true })
    return () => {
      removeEventListener("focusin", remember)
      observer.disconnect()
    }
  }, [])
}

function withParents(element: Element): readonly Element[] {
  const path: Element[] = []
  for (let one: Element | null = element; one; one = one.parentElement) path.push(one)
  return path
}

/** A place takes the focus by program alone, now and when the toasts give it back, so it is no stop of the Tab key. */
function focusPlace(place: Element | null): void {
  if (!(place instanceof HTMLElement)) return
  if (!place.hasAttribute("tabindex")) place.tabIndex = -1
  place.focus({ preventScroll: true })
}
