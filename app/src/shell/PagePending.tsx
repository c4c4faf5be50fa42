import { useTexts } from "../texts/TextsProvider.tsx"
import { Skeleton } from "../ui/Skeleton.tsx"

/** While a page's program is loaded, or what it shows. It is as high as the window, so that nothing below it jumps. */
export function PagePending() {
  const { shell } = useTexts()
  return (
    <div role="status" className="min-h-dvh">
      <Skeleton className="mb-2 h-8 w-56" />
      <p className="mb-6 max-w-[76ch] text-muted-foreground">{shell.reading}</p>
      <Skeleton className="h-96 w-full" />
    </div>
  )
}
