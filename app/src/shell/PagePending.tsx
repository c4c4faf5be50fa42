import { useTexts } from "../texts/TextsProvider.tsx"
import { Skeleton } from "../ui/Skeleton.tsx"

/** While a page's program is loaded. */
export function PagePending() {
  const { shell } = useTexts()
  return (
    <div role="status">
      <span className="sr-only">{shell.loading}</span>
      <Skeleton className="mb-2 h-8 w-56" />
      <Skeleton className="mb-6 h-5 w-full max-w-120" />
      <Skeleton className="h-96 w-full" />
    </div>
  )
}
