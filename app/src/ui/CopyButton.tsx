import { Check, Copy } from "lucide-react"
import { useEffect, useState } from "react"

import { useTexts } from "../texts/TextsProvider.tsx"

export function CopyButton({ text, label }: { text: string; label: string }) {
  const { ui } = useTexts()
  const [isCopied, setCopied] = useState(false)
  useEffect(() => {
    if (!isCopied) return
    const timer = setTimeout(() => setCopied(false), 2_000)
    return () => clearTimeout(timer)
  }, [isCopied])
  const Icon = isCopied ? Check : Copy
  return (
    <button
      type="button"
      aria-label={`${ui.copy}: ${label}`}
      onClick={() => void navigator.clipboard.writeText(text).then(() => setCopied(true))}
      className="inline-grid size-6 place-content-center rounded-[4px] text-muted-foreground hover:bg-muted hover:text-foreground"
    >
      <Icon aria-hidden className="size-3.5" />
      <span role="status" className="sr-only">
        {isCopied && ui.copied}
      </span>
    </button>
  )
}
