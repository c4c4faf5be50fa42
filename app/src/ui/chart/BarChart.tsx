import { scaleBand, scaleLinear } from "d3-scale"
import { useLayoutEffect, useRef, useState } from "react"

import { classes } from "../classes.ts"

export type BarSeries = {
  readonly key: string
  readonly label: string
  /** One for each bar, in its order. */
  readonly values: readonly bigint[]
}

type BarChartProps = {
  /** The chart as a sentence. */
  readonly sentence: string
  /** The words below the bars. */
  readonly bars: readonly { readonly key: string; readonly label: string }[]
  readonly series: readonly BarSeries[]
  /** Writes a value, for the hints over the bars. */
  readonly write: (value: bigint) => string
  /** Units of one: 10 ** decimals. */
  readonly unit: bigint
  /** Writes a value of the axis. */
  readonly writeTick: (value: number) => string
  /** Small, without an axis: for an aside. */
  readonly isSmall?: boolean
}

/** Fills of the series, from the bottom. The pale ones have an edge, because colour alone is too little. */
const fills = [
  "fill-chart-1",
  "fill-chart-2",
  "fill-chart-3 stroke-chart-2",
  "fill-chart-4",
  "fill-chart-5 stroke-chart-4",
] as const
const grounds = [
  "bg-chart-1",
  "bg-chart-2",
  "bg-chart-3 ring-1 ring-inset ring-chart-2",
  "bg-chart-4",
  "bg-chart-5 ring-1 ring-inset ring-chart-4",
] as const

/** Series that can be told from one another. */
export const MOST_SERIES = fills.length
/** Bars that fit a phone. */
const NARROW = 480
const FEWEST = 7

/** Stacked bars. Their figures stand beside it as a table. */
export function BarChart({ sentence, bars, series, write, unit, writeTick, isSmall = false }: BarChartProps) {
  const frame = useRef<HTMLDivElement>(null)
  const [width, setWidth] = useState(0)
  useLayoutEffect(() => {
    const { current } = frame
    if (!current) return
    const observer = new ResizeObserver(([entry]) => setWidth(entry?.contentRect.width ?? 0))
    setWidth(current.clientWidth)
    observer.observe(current)
    return () => observer.disconnect()
  }, [])
  const height = isSmall ? 112 : 220
  const [left, bottom, top] = [isSmall ? 0 : 44, 22, 8]
  // On a phone, the latest.
  const first = !isSmall && width < NARROW ? Math.max(0, bars.length - FEWEST) : 0
  const shown = bars.slice(first)
  const sums = shown.map((_, index) => series.reduce((sum, { values }) => sum + positive(values[first + index]), 0n))
  const most = sums.reduce((a, b) => (a > b ? a : b), 0n)
  const toNumber = (value: bigint) => Number((value * 10_000n) / unit) / 10_000
  const x = scaleBand<number>(
    shown.map((_, index) => index),
    [left, Math.max(left, width)],
  )
    .paddingInner(isSmall ? 0.18 : 0.32)
    .paddingOuter(isSmall ? 0 : 0.16)
  const y = scaleLinear([0, toNumber(most) || 1], [height - bottom, top])
  if (!isSmall) y.nice(3)
  const every = Math.max(1, Math.ceil(shown.length / Math.max(1, Math.floor((width - left) / 72))))
  return (
    <div ref={frame} className="relative" style={{ height }}>
      {width > 0 && (
        <svg
          role="img"
          aria-label={sentence}
          width={width}
          height={height}
          className="absolute inset-0 overflow-visible text-xs"
        >
          {!isSmall &&
            y.ticks(3).map((tick) => (
              <g key={tick}>
                <line x1={left} x2={width} y1={y(tick)} y2={y(tick)} className="stroke-border" />
                <text x={left - 8} y={y(tick) + 4} textAnchor="end" className="fill-muted-foreground">
                  {writeTick(tick)}
                </text>
              </g>
            ))}
          {shown.map(({ key, label }, index) => {
            let reached = 0
            return (
              <g key={key}>
                {series.map(({ key: name, label: of, values }, at) => {
                  const value = positive(values[first + index])
                  if (value === 0n) return null
                  const from = y(reached)
                  reached += toNumber(value)
                  const size = Math.max(1, from - y(reached) - 1)
                  return (
                    <rect
                      key={name}
                      x={x(index)}
                      y={from - size}
                      width={x.bandwidth()}
                      height={size}
                      rx={2}
                      className={isSmall && index < shown.length - 1 ? "fill-chart-2" : fills[at % fills.length]}
                    >
                      <title>{`${label}, ${of}: ${write(value)}`}</title>
                    </rect>
                  )
                })}
                {(isSmall ? index === 0 || index === shown.length - 1 : (shown.length - 1 - index) % every === 0) && (
                  <text
                    x={labelPlace(index)}
                    y={height - 4}
                    textAnchor={!isSmall ? "middle" : index === 0 ? "start" : "end"}
                    className="fill-muted-foreground"
                  >
                    {label}
                  </text>
                )}
              </g>
            )
          })}
        </svg>
      )}
    </div>
  )

  function labelPlace(index: number): number {
    const start = x(index) ?? 0
    if (!isSmall) return start + x.bandwidth() / 2
    return index === 0 ? start : start + x.bandwidth()
  }
}

/** What each fill means. */
export function BarKeys({ series }: { series: readonly Pick<BarSeries, "key" | "label">[] }) {
  return (
    <ul className="flex min-h-9 flex-wrap content-start gap-x-4 gap-y-1 text-xs text-muted-foreground lg:min-h-4">
      {series.map(({ key, label }, at) => (
        <li key={key} className="inline-flex items-center gap-1.5">
          <i aria-hidden="true" className={classes("size-2.5 rounded-[3px]", grounds[at % grounds.length])} />
          {label}
        </li>
      ))}
    </ul>
  )
}

function positive(value: bigint | undefined): bigint {
  return value !== undefined && value > 0n ? value : 0n
}
