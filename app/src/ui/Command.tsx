import { Check, Copy } from "lucide-react"

import { useTexts } from "../texts/TextsProvider.tsx"
import { Button } from "./Button.tsx"
import { useCopy } from "./useCopy.ts"

/** A line for a terminal, to copy. */
export function Command({ label, text }: { label: string; text: string }) {
  const { ui } = useTexts()
  const { isCopied, copy } = useCopy(text)
  const Icon = isCopied ? Check : Copy
  return (
    <div className="flex items-center gap-2 rounded-sm bg-muted py-1.5 pr-1.5 pl-3.5">
      <section
        aria-label={label}
        // biome-ignore lint/a11y/noNoninteractiveTabindex: A long command is read by scrolling it.
        tabIndex={0}
        // Without a width of its own, so that no frame becomes as wide as a long command.
        className="w-0 min-w-0 flex-1 overflow-x-auto font-mono text-sm whitespace-nowrap"
      >
        <code>{text}</code>
      </section>
      <Button size="small" onClick={copy}>
        <Icon aria-hidden className="size-4" />
        {isCopied ? ui.copied : ui.copy}
      </Button>
    </div>
  )
}
