import { useEffect, useRef } from "react"
import type { Hex } from "viem"

import { rentalLinkOf } from "../../chain/links.ts"
import { shortHex } from "../../format/shortHex.ts"
import { useFormats } from "../../format/useFormats.ts"
import type { MachineName } from "../../server/machineNames.ts"
import type { TokenInfo } from "../../server/tokensOf.ts"
import { useTexts } from "../../texts/TextsProvider.tsx"
import { classes } from "../../ui/classes.ts"
import type { CalendarBlock, CalendarRow } from "./calendarRows.ts"

type CalendarProps = {
  readonly rows: readonly CalendarRow[]
  readonly names: ReadonlyMap<Hex, MachineName>
  readonly tokens: readonly TokenInfo[]
  /** The first day, and the day after the last, as timestamps. */
  readonly from: bigint
  readonly to: bigint
  readonly now: bigint
}

const looks = {
  past: "border-input bg-muted text-muted-foreground",
  running: "border-primary bg-primary-subtle",
  waiting: "border-primary border-dashed bg-card",
  disputed: "border-warning bg-warning-subtle text-warning",
} as const

const DAY = 86_400n

/** When each machine is rented: a matrix of machines and days, which scrolls on a phone. */
export function Calendar({ rows, names, tokens, from, to, now }: CalendarProps) {
  const { host: texts } = useTexts()
  const formats = useFormats()
  const days = Array.from({ length: Number((to - from) / DAY) }, (_, index) => from + BigInt(index) * DAY)
  const share = (at: bigint) => (Number(at - from) / Number(to - from)) * 100
  const region = useRef<HTMLDivElement>(null)
  const isEmpty = rows.length === 0
  useEffect(() => {
    const { current } = region
    if (!current || isEmpty) return
    // Where it scrolls, it opens at today, with a little of what was before.
    const today = current.querySelector<HTMLElement>("[data-today]")
    const names = current.querySelector<HTMLElement>("th")?.offsetWidth ?? 0
    if (today) current.scrollLeft = today.offsetLeft - names - today.offsetWidth
  }, [isEmpty])
  return (
    <div
      ref={region}
      role="region"
      aria-label={texts.calendarRegion}
      // biome-ignore lint/a11y/noNoninteractiveTabindex: What scrolls is reached by keyboard.
      tabIndex={0}
      className="relative overflow-x-auto"
    >
      <table className="w-full min-w-[720px] border-collapse text-sm">
        <caption className="sr-only">{texts.calendarCaption}</caption>
        <thead>
          <tr className="border-b border-border">
            <th
              scope="col"
              className="sticky left-0 z-1 w-44 bg-card px-5 py-2 text-left text-xs font-medium text-muted-foreground max-md:w-33 max-md:pr-2 max-md:pl-4"
            >
              {texts.machine}
            </th>
            <th scope="col" className="p-0">
              <span className="sr-only">{texts.rented}</span>
              <span aria-hidden="true" className="flex text-xs font-medium text-muted-foreground">
                {days.map((day) => (
                  <span
                    key={day}
                    data-today={(now >= day && now < day + DAY) || undefined}
                    className={classes(
                      "flex-1 text-center",
                      now >= day && now < day + DAY && "font-semibold text-foreground",
                    )}
                  >
                    {formats.dayOfMonth(day)}
                  </span>
                ))}
              </span>
            </th>
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <tr key={row.machine} className="border-b border-border last:border-b-0">
              <th
                scope="row"
                className="sticky left-0 z-1 bg-card px-5 py-2 text-left align-middle font-normal whitespace-nowrap max-md:pr-2 max-md:pl-4"
              >
                <b className="block max-w-40 truncate font-semibold max-md:max-w-27">{nameOf(row)}</b>
                <span className="block max-w-40 truncate text-xs text-muted-foreground max-md:max-w-27">
                  {stateOf(row)}
                </span>
              </th>
              <td className="p-0">
                <div className="relative h-13">
                  {days.slice(1).map((day) => (
                    <i
                      key={day}
                      aria-hidden="true"
                      className="absolute inset-y-0 w-px bg-border"
                      style={{ left: `${share(day)}%` }}
                    />
                  ))}
                  {row.blocks.map((block) => (
                    <a
                      key={block.id}
                      href={rentalLinkOf(block.id)}
                      title={sentenceOf(block)}
                      aria-label={sentenceOf(block)}
                      className={classes(
                        "absolute top-2 bottom-2 min-w-6 overflow-hidden rounded-[4px] border-l-3 px-1.5 py-1 text-xs whitespace-nowrap hover:z-1 hover:brightness-95 focus-visible:z-1 focus-visible:-outline-offset-2",
                        looks[block.kind],
                      )}
                      style={{ left: `${share(block.from)}%`, width: `${share(block.to) - share(block.from)}%` }}
                    >
                      {share(block.to) - share(block.from) > 6 && wordsOf(block)}
                    </a>
                  ))}
                  <i
                    aria-hidden="true"
                    className="pointer-events-none absolute inset-y-0 w-0.5 bg-foreground"
                    style={{ left: `${share(now)}%` }}
                  />
                </div>
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  )

  function nameOf({ machine, spec }: CalendarRow): string {
    const name = names.get(spec)
    return name?.name ?? name?.model ?? shortHex(machine)
  }

  function stateOf({ current, offer }: CalendarRow): string {
    if (current) {
      const { status, since, duration } = current.state
      if (status === "Disputed") return texts.stateDisputed
      if (status === "Funded") return texts.stateWaiting
      if (status === "Active" && now < since + duration) {
        return texts.stateRented(formats.moment(since + duration, now))
      }
    }
    const token = offer && tokens.find(({ address }) => address.toLowerCase() === offer.token.toLowerCase())
    return offer && token
      ? texts.stateOffered(`${formats.amount(offer.pricePerHour, token.decimals)} ${token.symbol}`)
      : texts.stateIdle
  }

  function wordsOf({ kind, one }: CalendarBlock): string {
    if (kind === "disputed") return texts.stateDisputed
    if (kind === "waiting") return texts.stateWaiting
    const { state } = one
    return formats.duration(state.status === "Active" ? state.duration : state.billedSeconds)
  }

  function sentenceOf(block: CalendarBlock): string {
    return texts.blockSentence(wordsOf(block), formats.date(block.from), formats.date(block.to))
  }
}
