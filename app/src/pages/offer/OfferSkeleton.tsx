import { useTexts } from "../../texts/TextsProvider.tsx"
import { Skeleton } from "../../ui/Skeleton.tsx"
import { offerGrid } from "./offerGrid.ts"

export function OfferSkeleton() {
  const { offer } = useTexts()
  return (
    <div role="status">
      <span className="sr-only">{offer.loading}</span>
      <Skeleton className="mb-5 h-5 w-40" />
      <Skeleton className="mb-2 h-8 w-72 max-w-full" />
      <Skeleton className="mb-5 h-[22px] w-96 max-w-full" />
      <div className={offerGrid}>
        <div className="grid gap-4">
          <Skeleton className="h-56 w-full" />
          <Skeleton className="h-[440px] w-full" />
          <Skeleton className="h-44 w-full" />
        </div>
        <div className="max-lg:order-first">
          <Skeleton className="h-[620px] w-full" />
        </div>
      </div>
    </div>
  )
}
