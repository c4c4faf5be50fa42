import { Link } from "@tanstack/react-router"
import { ChevronRight } from "lucide-react"
import type { ReactNode } from "react"

import { useTexts } from "../texts/TextsProvider.tsx"

/** Where a page lies below the market. */
export function Crumbs({ children }: { children: ReactNode }) {
  const { shell } = useTexts()
  return (
    <nav aria-label={shell.path} className="mb-3 flex items-center gap-1.5 text-sm text-muted-foreground">
      <Link to="/" className="py-1 hover:text-foreground">
        {shell.market}
      </Link>
      <ChevronRight aria-hidden className="size-4" />
      <span className="min-w-0 truncate">{children}</span>
    </nav>
  )
}
