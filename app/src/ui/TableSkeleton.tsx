import { useTexts } from "../texts/TextsProvider.tsx"
import { Skeleton } from "./Skeleton.tsx"

/** A table while it is loaded, as high as its rows will be. */
export function TableSkeleton({ rows, columns }: { rows: number; columns: number }) {
  const { shell } = useTexts()
  return (
    <div aria-busy="true" className="pb-2">
      <span role="status" className="sr-only">
        {shell.loading}
      </span>
      <div className="h-8 border-b border-border max-md:hidden" />
      {numbers(rows).map((row) => (
        <div key={row} className="flex h-14 items-center gap-6 border-b border-border px-5 last:border-b-0 max-md:px-4">
          {numbers(columns).map((column) => (
            <Skeleton key={column} className="h-3.5 flex-1 nth-[n+3]:max-md:hidden" />
          ))}
        </div>
      ))}
    </div>
  )
}

function numbers(count: number): readonly number[] {
  return Array.from({ length: count }, (_, index) => index)
}
