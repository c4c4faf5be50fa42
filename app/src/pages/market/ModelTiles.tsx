import { fromMicroDollars } from "../../format/microDollars.ts"
import { useFormats } from "../../format/useFormats.ts"
import { useTexts } from "../../texts/TextsProvider.tsx"
import { Skeleton } from "../../ui/Skeleton.tsx"
import type { MarketRow } from "./marketRow.ts"

type ModelTilesProps = {
  /** Undefined while they are loaded. */
  readonly rows: readonly MarketRow[] | undefined
  readonly chosen: string | undefined
  readonly onChoose: (model: string | undefined) => void
}

/** The models on offer, each with its lowest price. Pressing the chosen one again shows all of them. */
export function ModelTiles({ rows, chosen, onChoose }: ModelTilesProps) {
  const { market } = useTexts()
  const formats = useFormats()
  const models = [...Map.groupBy(rows ?? [], ({ model }) => model)]
    .filter(([model]) => model !== "")
    .toSorted(([, a], [, b]) => b.length - a.length)
  // A chosen model stays, also when its last machine is taken.
  if (chosen !== undefined && rows && !models.some(([model]) => model === chosen)) models.unshift([chosen, []])
  return (
    <div
      role="group"
      aria-label={market.model}
      className="-mx-6 -mt-px mb-4.75 flex gap-2 overflow-x-auto scroll-px-6 px-6 py-1 [scrollbar-width:none] max-md:-mx-4 max-md:scroll-px-4 max-md:px-4"
    >
      {rows === undefined && TILES.map((tile) => <Skeleton key={tile} className="h-13.75 w-36 shrink-0" />)}
      {models.map(([model, its]) => {
        const lowest = its
          .map(({ dollars }) => dollars.perGpu)
          .filter((price) => price !== undefined)
          .reduce<bigint | undefined>(
            (least, price) => (least === undefined || price < least ? price : least),
            undefined,
          )
        const price = lowest === undefined ? "–" : formats.dollars(fromMicroDollars(lowest))
        return (
          <button
            key={model}
            type="button"
            aria-pressed={model === chosen}
            onClick={() => onChoose(model === chosen ? undefined : model)}
            className="grid min-w-32 shrink-0 gap-px rounded-lg border border-border bg-card px-3.5 py-2 text-left hover:border-input aria-pressed:border-primary aria-pressed:bg-primary-subtle aria-pressed:ring-1 aria-pressed:ring-primary aria-pressed:ring-inset"
          >
            <b className="font-semibold whitespace-nowrap">{model}</b>
            <span className="text-xs whitespace-nowrap text-muted-foreground">
              {its.length === 0 ? market.noneNow : market.onOffer(formats.count(its.length), price)}
            </span>
          </button>
        )
      })}
    </div>
  )
}

const TILES = [1, 2, 3, 4, 5]
