import { ArrowUp } from "lucide-react"
import { useState } from "react"

import { useChainNow } from "../../chain/useHead.ts"
import { useFormats } from "../../format/useFormats.ts"
import { useTexts } from "../../texts/TextsProvider.tsx"
import { classes } from "../../ui/classes.ts"
import { Skeleton } from "../../ui/Skeleton.tsx"
import type { MarketRow } from "./marketRow.ts"
import type { Sort } from "./marketSearch.ts"
import { OfferRow, offerColumns } from "./OfferRow.tsx"
import { useDeparting } from "./useDeparting.ts"

type OfferListProps = {
  readonly rows: readonly MarketRow[]
  readonly ranges: ReadonlyMap<string, readonly [bigint, bigint]>
  readonly hours: number
  readonly isIndexed: boolean
  readonly sort: Sort
  readonly onSort: (sort: Sort) => void
  /** What is shown: filters, order, and duration. */
  readonly scope: string
}

export function OfferList({ rows, ranges, hours, isIndexed, sort, onSort, scope }: OfferListProps) {
  const { market } = useTexts()
  const now = useChainNow()
  const [isHeld, setHeld] = useState(false)
  const shown = useDeparting(rows, { scope, isHeld })
  return (
    <div
      className="rounded-lg border border-border bg-card"
      onPointerEnter={() => setHeld(true)}
      onPointerLeave={() => setHeld(false)}
    >
      <Headings {...{ hours, sort, onSort }} />
      <ul aria-label={market.offers}>
        {shown.map(({ row, isTaken }) => (
          <OfferRow key={row.key} {...{ row, hours, isIndexed, now, isTaken }} range={ranges.get(row.model)} />
        ))}
      </ul>
    </div>
  )
}

function Headings({ hours, sort, onSort }: Pick<OfferListProps, "hours" | "sort" | "onSort">) {
  const { market } = useTexts()
  const formats = useFormats()
  const heading = (by: Sort, label: string, className: string) => (
    <span className={className}>
      <button
        type="button"
        aria-pressed={sort === by}
        onClick={() => onSort(by)}
        className="inline-flex min-h-6.5 items-center gap-1 font-medium hover:text-foreground aria-pressed:text-foreground"
      >
        {label}
        {sort === by && <ArrowUp aria-hidden className="size-3" />}
      </button>
    </span>
  )
  return (
    <div
      role="group"
      aria-label={market.sortBy}
      className={classes(
        offerColumns,
        "h-9.5 border-b border-border text-xs font-medium text-muted-foreground max-md:hidden",
      )}
    >
      <span>{market.machine}</span>
      {heading("price", market.perHour, "text-right")}
      {heading("total", market.inAll(hours, formats.measure(hours)), "text-right whitespace-nowrap")}
      {heading("record", market.hostRecord, "lg:pl-3")}
      {heading("bond", market.hostBond, "")}
      {heading("start", market.starts, "max-lg:hidden")}
    </div>
  )
}

/** The list while it is loaded: as high as it will be. */
export function OfferListSkeleton() {
  const { market } = useTexts()
  return (
    <div aria-busy="true" className="rounded-lg border border-border bg-card">
      <span role="status" className="sr-only">
        {market.loading}
      </span>
      <div className="h-9.5 border-b border-border max-md:hidden" />
      {ROWS.map((row) => (
        <div
          key={row}
          className={classes(offerColumns, "min-h-16 border-b border-border py-2 last:border-b-0 max-md:h-28")}
        >
          {COLUMNS.map((column) => (
            <div key={column} className="grid gap-1.5 py-[3px] nth-[n+3]:max-md:hidden nth-[n+6]:max-lg:hidden">
              <Skeleton className="h-3.5 w-3/5 md:w-4/5" />
              <Skeleton className="h-2.5 w-2/5 md:w-3/5" />
            </div>
          ))}
        </div>
      ))}
    </div>
  )
}

const ROWS = [1, 2, 3, 4, 5, 6]
const COLUMNS = [1, 2, 3, 4, 5, 6]
