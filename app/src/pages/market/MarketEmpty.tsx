import { SearchX, Server } from "lucide-react"

import { fromMicroDollars } from "../../format/microDollars.ts"
import { useFormats } from "../../format/useFormats.ts"
import { useTexts } from "../../texts/TextsProvider.tsx"
import { Button } from "../../ui/Button.tsx"
import { Empty } from "../../ui/Empty.tsx"
import { bestToLoosen, type Filter } from "./marketFilters.ts"
import { type MarketRow, sortRows } from "./marketRow.ts"

type MarketEmptyProps = {
  readonly rows: readonly MarketRow[]
  readonly filters: readonly Filter[]
  readonly onRemove: (name: Filter["name"]) => void
  readonly onClear: () => void
}

/** No offer fits: which filter to loosen, and what that gains. */
export function MarketEmpty({ rows, filters, onRemove, onClear }: MarketEmptyProps) {
  const { market } = useTexts()
  const formats = useFormats()
  const best = bestToLoosen(rows, filters)
  const price = best && sortRows(best.gained, "price")[0]?.dollars.perGpu
  if (filters.length === 0) {
    return (
      <div className="rounded-lg border border-border bg-card">
        <Empty Icon={Server} title={market.emptyAll}>
          {market.emptyAllMeaning}
        </Empty>
      </div>
    )
  }
  return (
    <div className="rounded-lg border border-border bg-card">
      <Empty
        Icon={SearchX}
        title={market.empty}
        actions={
          <>
            {best && (
              <Button look="primary" onClick={() => onRemove(best.filter.name)}>
                {market.loosen(best.filter.label)}
              </Button>
            )}
            <Button onClick={onClear}>{market.clear}</Button>
          </>
        }
      >
        {best && price !== undefined
          ? market.emptyGain(
              best.filter.label,
              best.gained.length,
              formats.count(best.gained.length),
              formats.dollars(fromMicroDollars(price)),
            )
          : market.emptyNothing}
      </Empty>
    </div>
  )
}
