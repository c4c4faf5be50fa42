import { useTexts } from "../../texts/TextsProvider.tsx"
import { Skeleton } from "../../ui/Skeleton.tsx"
import { offerGrid } from "./offerGrid.ts"

export function OfferSkeleton() {
  const { shell } = useTexts()
  return (
    <div role="status">
      <Skeleton className="mb-2 h-8 w-56" />
      <p className="mb-6 max-w-[76ch] text-muted-foreground">{shell.reading}</p>
      <div className={offerGrid}>
        <div className="lg:order-last">
          <Skeleton className="h-[620px] w-full" />
        </div>
        <div className="grid gap-4">
          <Skeleton className="h-56 w-full" />
          <Skeleton className="h-[440px] w-full" />
          <Skeleton className="h-44 w-full" />
        </div>
      </div>
    </div>
  )
}
