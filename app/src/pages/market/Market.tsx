// The offers of the boards, compared: what a machine costs in all, what its host's word is worth, and when it starts.
import { useNavigate, useSearch } from "@tanstack/react-router"
import { SlidersHorizontal } from "lucide-react"
import { useDeferredValue, useMemo, useState } from "react"

import { useFormats } from "../../format/useFormats.ts"
import { MOST_OFFERS, useOffers } from "../../server/offersQuery.ts"
import { useBoardChanges } from "../../server/useBoardChanges.ts"
import { prefer, usePreferences } from "../../settings/preferences.ts"
import { useDeployment } from "../../settings/SettingsProvider.tsx"
import { PageHead } from "../../shell/PageHead.tsx"
import { useTexts } from "../../texts/TextsProvider.tsx"
import { Button } from "../../ui/Button.tsx"
import { Dialog } from "../../ui/Dialog.tsx"
import { Pill } from "../../ui/Pill.tsx"
import { CheckedLine } from "./CheckedLine.tsx"
import { MarketEmpty } from "./MarketEmpty.tsx"
import { MarketFilters } from "./MarketFilters.tsx"
import { MarketNotes } from "./MarketNotes.tsx"
import { ModelTiles } from "./ModelTiles.tsx"
import { filtersOf, passing, without } from "./marketFilters.ts"
import { marketRows, modelWord, priceRanges, sortRows } from "./marketRow.ts"
import type { MarketSearch } from "./marketSearch.ts"
import { OfferList, OfferListSkeleton } from "./OfferList.tsx"

const HOURS = 8

export function Market() {
  const texts = useTexts()
  const { market } = texts
  const formats = useFormats()
  const { boards } = useDeployment()
  const search = useSearch({ from: "/" })
  const navigate = useNavigate()
  const preferred = usePreferences().hours
  const hours = search.hours ?? preferred ?? HOURS
  const [isDrawerOpen, setDrawerOpen] = useState(false)
  useBoardChanges()

  const duration = BigInt(Math.round(hours * 3_600))
  const all = useOffers({ duration })
  // Where boards have more than is read at once, they are asked for the chosen model alone.
  const isCut = all.data?.sources.some((source) => source.hasMore) === true
  const offers = useOffers({ duration, model: isCut ? modelWord(search.model) : undefined })
  // Many rows are rendered in small pieces, between which the page answers its reader.
  const listed = useDeferredValue(offers.data)
  const everything = useDeferredValue(all.data)
  const rows = useMemo(() => listed && marketRows(listed, duration), [listed, duration])
  const allRows = useMemo(() => everything && marketRows(everything, duration), [everything, duration])
  const ranges = useMemo(() => priceRanges(rows ?? []), [rows])

  const change = (next: MarketSearch) => {
    if (next.hours !== undefined) prefer({ hours: next.hours })
    void navigate({ to: "/", search: next, replace: true, resetScroll: false })
  }
  const clear = () => change(search.sort ? { sort: search.sort } : {})
  const filters = filtersOf(search, { texts, formats })
  const found = sortRows(passing(rows ?? [], filters), search.sort ?? "price")
  const hasMore = listed?.sources.some((source) => source.hasMore) === true
  const isSilent = listed?.sources.every(({ error }) => error !== undefined) === true
  const form = <MarketFilters {...{ search, hours, filters }} rows={rows} onChange={change} />

  return (
    <>
      <PageHead title={market.title} lead={market.lead} />
      <ModelTiles
        rows={allRows ?? (boards.length > 0 && !all.error ? undefined : [])}
        chosen={search.model}
        onChoose={(model) => change(model === undefined ? without(search, "model") : { ...search, model })}
      />
      <div className="grid grid-cols-[minmax(0,1fr)] items-start gap-8 lg:grid-cols-[224px_minmax(0,1fr)]">
        <aside aria-label={market.filters} className="max-lg:hidden">
          {form}
        </aside>
        <section aria-labelledby="offers" className="min-w-0">
          <h2 id="offers" className="sr-only">
            {market.offers}
          </h2>
          <div className="mb-3 flex min-h-(--control-sm) flex-wrap items-center gap-2">
            <Button size="small" className="lg:hidden" onClick={() => setDrawerOpen(true)}>
              <SlidersHorizontal aria-hidden className="size-4" />
              {market.filters}
            </Button>
            {filters.map(({ name, label }) => (
              <Pill key={name} label={label} onRemove={() => change(without(search, name))} />
            ))}
            <span role="status" className="ml-auto text-sm text-muted-foreground">
              {rows && market.count(found.length, formats.count(found.length))}
            </span>
          </div>
          <div className="grid gap-3 empty:hidden not-empty:mb-3">
            <MarketNotes
              {...{ boards, listed }}
              error={listed ? undefined : offers.error}
              onRetry={() => void offers.refetch()}
            />
          </div>
          {!listed && !offers.error && boards.length > 0 && <OfferListSkeleton />}
          {listed && found.length > 0 && (
            <OfferList
              rows={found}
              {...{ ranges, hours }}
              isIndexed={listed.isIndexed}
              sort={search.sort ?? "price"}
              onSort={(sort) => change({ ...search, sort })}
              scope={JSON.stringify([search, hours])}
            />
          )}
          {listed && found.length === 0 && !isSilent && (
            <MarketEmpty
              rows={rows ?? []}
              filters={filters}
              onRemove={(name) => change(without(search, name))}
              onClear={clear}
            />
          )}
          {hasMore && <p className="mt-3 text-sm">{market.more(formats.count(MOST_OFFERS))}</p>}
          {listed && !isSilent && (
            <CheckedLine listed={listed} range={search.model === undefined ? undefined : ranges.get(search.model)} />
          )}
        </section>
      </div>
      <Dialog
        look="drawer"
        title={market.filters}
        isOpen={isDrawerOpen}
        onClose={() => setDrawerOpen(false)}
        actions={
          <>
            <Button onClick={clear}>{market.clear}</Button>
            <Button look="primary" onClick={() => setDrawerOpen(false)}>
              {market.showOffers(found.length, formats.count(found.length))}
            </Button>
          </>
        }
      >
        {form}
      </Dialog>
    </>
  )
}
