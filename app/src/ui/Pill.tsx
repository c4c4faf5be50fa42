import { X } from "lucide-react"

import { useTexts } from "../texts/TextsProvider.tsx"

/** A filter that is set. Pressing it removes it. */
export function Pill({ label, onRemove }: { label: string; onRemove: () => void }) {
  const texts = useTexts()
  return (
    <button
      type="button"
      onClick={onRemove}
      className="inline-flex min-h-(--control-sm) items-center gap-1.5 rounded-full border border-border bg-card pr-2 pl-3 text-sm hover:border-input"
    >
      {label} <X aria-hidden className="size-4" />
      <span className="sr-only">, {texts.ui.remove}</span>
    </button>
  )
}
