import { useEffect, useState } from "react"

/** Milliseconds for which a button says that it has copied. */
const SHOWN = 2_000

/** Copies a text, and says for a moment that it has. */
export function useCopy(text: string): { readonly isCopied: boolean; readonly copy: () => void } {
  const [isCopied, setCopied] = useState(false)
  useEffect(() => {
    if (!isCopied) return
    const timer = setTimeout(() => setCopied(false), SHOWN)
    return () => clearTimeout(timer)
  }, [isCopied])
  return { isCopied, copy: () => void write(text).then(setCopied) }
}

/** Resolves with whether it was copied. Browsers have no clipboard for pages that come without TLS, and may refuse it. */
async function write(text: string): Promise<boolean> {
  try {
    await navigator.clipboard.writeText(text)
    return true
  } catch {
    return writeSelected(text)
  }
}

/** The way of before: copies what is selected. A dialog that is open takes the focus back, so the field stands in it. */
function writeSelected(text: string): boolean {
  const field = document.createElement("textarea")
  field.value = text
  field.className = "fixed opacity-0"
  const focused = document.activeElement
  ;(document.querySelector("dialog[open]") ?? document.body).append(field)
  field.select()
  const isCopied = document.execCommand("copy")
  field.remove()
  if (focused instanceof HTMLElement) focused.focus()
  return isCopied
}
