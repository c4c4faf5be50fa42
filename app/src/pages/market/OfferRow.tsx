import { ChevronRight } from "lucide-react"

import { offerLinkOf } from "../../chain/links.ts"
import { fromMicroDollars } from "../../format/microDollars.ts"
import { written } from "../../format/money.ts"
import { useFormats } from "../../format/useFormats.ts"
import { useTexts } from "../../texts/TextsProvider.tsx"
import { classes } from "../../ui/classes.ts"
import { PriceMark } from "../../ui/PriceMark.tsx"
import type { MarketRow } from "./marketRow.ts"

/** The columns, of the heading and of every row. Narrower screens have fewer, and a phone has cards. */
export const offerColumns =
  "grid items-center gap-x-5 px-5 max-xl:gap-x-3 grid-cols-[minmax(0,1.7fr)_104px_100px_minmax(0,1.25fr)_minmax(0,0.95fr)_104px_20px] max-xl:grid-cols-[minmax(0,1.4fr)_92px_88px_minmax(0,1.25fr)_minmax(0,0.9fr)_92px_20px] max-lg:grid-cols-[minmax(0,1.55fr)_100px_92px_minmax(0,1.35fr)_minmax(0,1fr)] max-md:grid-cols-[minmax(0,1fr)_fit-content(60%)]"

type OfferRowProps = {
  readonly row: MarketRow
  readonly hours: number
  /** Whether an index was read: without one, no host has a record. */
  readonly isIndexed: boolean
  /** The lowest and the highest price of the model. */
  readonly range: readonly [bigint, bigint] | undefined
  /** The chain's time. */
  readonly now: bigint
  /** Somebody has just rented it. */
  readonly isTaken: boolean
}

export function OfferRow({ row, hours, isIndexed, range, now, isTaken }: OfferRowProps) {
  const { market, units } = useTexts()
  const formats = useFormats()
  const { offer } = row.found.signed
  const hour = written(formats, { amount: offer.pricePerHour, micro: row.dollars.perHour, token: row.token })
  const total = written(formats, { amount: row.total, micro: row.dollars.total, token: row.token })
  const starts = row.isFree
    ? offer.startWindow === 0n
      ? market.atOnce
      : market.inTime(formats.duration(offer.startWindow))
    : formats.moment(row.startsAt, now)
  const name = [row.gpus > 1 && `${formats.count(row.gpus)} ×`, row.model || market.unnamed].filter(Boolean).join(" ")
  return (
    <li
      className={classes(
        offerColumns,
        "relative min-h-16 border-b border-border py-2 last:rounded-b-lg last:border-b-0 hover:bg-muted/55 has-[a:focus-visible]:outline-2 has-[a:focus-visible]:-outline-offset-2 has-[a:focus-visible]:outline-ring max-md:items-start max-md:gap-x-4 max-md:gap-y-2.5 max-md:px-4 max-md:py-3.5",
        isTaken && "line-through opacity-60",
      )}
    >
      <div className="min-w-0">
        <h3 className="font-semibold">
          {isTaken ? (
            <>
              {name} <span className="sr-only">, {market.taken}</span>
            </>
          ) : (
            <a href={offerLinkOf(offer, { hours })} className="after:absolute after:inset-0 focus-visible:outline-0">
              {name}
            </a>
          )}
        </h3>
        <Small>
          {[
            row.place,
            row.download && <span className="max-md:hidden">{speed(row.download)}</span>,
            row.ram && <span className="max-lg:hidden">{market.ram(formats.count(row.ram))}</span>,
            <span className="md:hidden lowercase-first">{starts}</span>,
          ]
            .filter(Boolean)
            .map((part, index) => (
              <span
                key={index}
                className="not-first:before:content-['_·_'] has-[>.max-md\:hidden]:max-md:before:content-none has-[>.md\:hidden]:md:before:content-none has-[>.max-lg\:hidden]:max-lg:before:content-none"
              >
                {part}
              </span>
            ))}
        </Small>
      </div>
      <div className="text-right md:whitespace-nowrap">
        <span className="sr-only">{market.perHour}: </span>
        <span className="text-[0.9375rem] font-semibold tracking-[-0.01em]">{hour.lead}</span>
        <span className="block text-xs leading-4.5 text-muted-foreground md:hidden">
          {market.anHourAnd(units.hours(formats.measure(hours)), total.lead)}
        </span>
        <span className="mt-[3px] flex items-center justify-end gap-2 text-xs leading-4.5 text-muted-foreground max-md:mt-0">
          {row.gpus > 1 && row.dollars.perGpu !== undefined ? (
            <span>{market.perGpu(formats.dollars(fromMicroDollars(row.dollars.perGpu)))}</span>
          ) : (
            !row.token.isDollar && <span>{hour.below}</span>
          )}
          {range && row.dollars.perGpu !== undefined && row.gpus === 1 && row.token.isDollar && (
            <span className="max-md:hidden">
              <PriceMark
                value={row.dollars.perGpu}
                lowest={range[0]}
                highest={range[1]}
                sentence={market.range(
                  ...([row.dollars.perGpu, ...range].map((micro) => formats.dollars(fromMicroDollars(micro))) as [
                    string,
                    string,
                    string,
                  ]),
                )}
              />
            </span>
          )}
        </span>
      </div>
      <div className="text-right whitespace-nowrap max-md:hidden">
        <span className="sr-only">{market.inAll(hours, formats.measure(hours))}: </span>
        <span>{total.lead}</span>
        <Small>{total.below}</Small>
      </div>
      <div className="min-w-0 lg:pl-3">
        <span className="sr-only">{market.hostRecord}: </span>
        <Record row={row} isIndexed={isIndexed} />
      </div>
      <div className="min-w-0 max-md:text-right">
        <span className="sr-only">{market.hostBond}: </span>
        <Bond row={row} />
      </div>
      <div className="max-lg:hidden">
        <span className="sr-only">{market.starts}: </span>
        {starts}
        <Small>
          {offer.minDuration > 60n ? market.withMinimum(formats.duration(offer.minDuration)) : market.withoutMinimum}
        </Small>
      </div>
      <ChevronRight aria-hidden className="size-4 text-muted-foreground max-lg:hidden" />
    </li>
  )

  function speed(megabits: number): string {
    return megabits >= 1_000
      ? market.gigabits(formats.measure(megabits / 1_000))
      : market.megabits(formats.count(megabits))
  }
}

function Record({ row: { found }, isIndexed }: { row: MarketRow; isIndexed: boolean }) {
  const { market } = useTexts()
  const formats = useFormats()
  const { record } = found
  if (!isIndexed) {
    return (
      <>
        {market.noRecord}
        <Small>{market.noIndex}</Small>
      </>
    )
  }
  const { rentals = 0, servedBps, feesPaidDollars = "0" } = record ?? {}
  if (rentals === 0 || servedBps === undefined) {
    return (
      <>
        {market.newHost}
        <Small>{market.noFinished}</Small>
      </>
    )
  }
  return (
    <>
      {market.kept(formats.exactShare(servedBps))}
      <Small>{market.rentalsAndFees(rentals, formats.count(rentals), formats.roundDollars(feesPaidDollars))}</Small>
    </>
  )
}

function Bond({ row: { bond, bondShare, dollars, token } }: { row: MarketRow }) {
  const { market } = useTexts()
  const formats = useFormats()
  if (bond === 0n) return market.noBond
  return (
    <>
      {written(formats, { amount: bond, micro: dollars.bond, token }).lead}
      <span className="md:hidden"> {market.bondWord}</span>
      <Small>{market.bondShare(formats.share(bondShare))}</Small>
    </>
  )
}

function Small({ children }: { children: React.ReactNode }) {
  return <span className="block text-xs leading-4.5 text-muted-foreground">{children}</span>
}
