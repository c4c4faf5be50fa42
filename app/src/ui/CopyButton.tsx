import { Check, Copy } from "lucide-react"

import { useTexts } from "../texts/TextsProvider.tsx"
import { useCopy } from "./useCopy.ts"

export function CopyButton({ text, label }: { text: string; label: string }) {
  const { ui } = useTexts()
  const { isCopied, copy } = useCopy(text)
  const Icon = isCopied ? Check : Copy
  return (
    <button
      type="button"
      aria-label={`${ui.copy}: ${label}`}
      onClick={copy}
      className="-my-1 inline-grid size-6 place-content-center rounded-[4px] text-muted-foreground hover:bg-muted hover:text-foreground"
    >
      <Icon aria-hidden className="size-3.5" />
      <span role="status" className="sr-only">
        {isCopied && ui.copied}
      </span>
    </button>
  )
}
