import { useState } from "react"
import type { Hex } from "viem"
import { fromMicroDollars } from "../../format/microDollars.ts"
import { useFormats } from "../../format/useFormats.ts"
import { DOLLARS, type PayoutGroup } from "../../server/payoutGroups.ts"
import type { Payouts } from "../../server/payouts.ts"
import { useTexts } from "../../texts/TextsProvider.tsx"
import { Card } from "../../ui/Card.tsx"
import { BarChart, BarKeys, type BarSeries } from "../../ui/chart/BarChart.tsx"
import { type ChartLook, ChartTabs } from "../../ui/chart/ChartTabs.tsx"
import { Skeleton } from "../../ui/Skeleton.tsx"
import { Table } from "../../ui/Table.tsx"
import { Tabs } from "../../ui/Tabs.tsx"
import { earningsSeries, type Split } from "./earningsSeries.ts"

type EarningsProps = {
  readonly payouts: Payouts | undefined
  readonly groups: readonly PayoutGroup[]
  readonly isUnread: boolean
  /** Days of UTC, or months. */
  readonly bars: readonly string[]
  readonly machineName: (machine: Hex) => string
}

/** What was paid to the host, by day and machine or token. */
export function Earnings({ payouts, groups, isUnread, bars, machineName }: EarningsProps) {
  const { host: texts } = useTexts()
  const [split, setSplit] = useState<Split>("machine")
  const [look, setLook] = useState<ChartLook>("chart")
  const isByMonth = bars[0]?.length === 7
  return (
    <Card
      title={isByMonth ? texts.earningsByMonth : texts.earningsByDay}
      aside={
        <Tabs
          label={texts.splitBy}
          value={split}
          onChange={setSplit}
          options={[
            { value: "machine", label: texts.byMachine },
            { value: "token", label: texts.byToken },
          ]}
        />
      }
    >
      {!payouts && !isUnread && <Skeleton className="h-[282px]" />}
      {isUnread && <p className="text-muted-foreground">{texts.earningsUnread}</p>}
      {payouts && groups.length === 0 && (
        <p className="grid h-[220px] place-content-center text-center text-muted-foreground">{texts.earnedNothing}</p>
      )}
      {payouts &&
        groups.map((group) => {
          const series = earningsSeries(group, {
            ...{ bars, split, machineName, tokens: payouts.tokens },
            others: texts.otherMachines,
          })
          return <Group key={group.key} {...{ group, series, bars, look }} isOnly={groups.length === 1} />
        })}
      {groups.length > 0 && (
        <div className="mt-3">
          <ChartTabs value={look} onChange={setLook} />
        </div>
      )}
    </Card>
  )
}

type GroupProps = {
  readonly group: PayoutGroup
  readonly series: readonly BarSeries[]
  readonly bars: readonly string[]
  readonly look: ChartLook
  readonly isOnly: boolean
}

function Group({ group: { unit, total }, series, bars, look, isOnly }: GroupProps) {
  const { host: texts, rentals } = useTexts()
  const formats = useFormats()
  const isDollars = unit === DOLLARS
  const write = (value: bigint) =>
    isDollars ? formats.dollars(fromMicroDollars(value)) : `${formats.amount(value, unit.decimals)} ${unit.symbol}`
  const label = (bar: string) => (bar.length === 7 ? formats.shortMonth(bar) : formats.day(bar))
  const rows = bars
    .map((bar, index) => {
      const values = series.map(({ values: of }) => of[index] ?? 0n)
      return { bar, values, sum: values.reduce((sum, value) => sum + value, 0n) }
    })
    .filter(({ sum }) => sum > 0n)
  return (
    <div className="not-first:mt-6">
      <div className="mb-3 flex flex-wrap items-center justify-between gap-x-4 gap-y-1">
        {isOnly ? (
          <span className="text-xs text-muted-foreground">{isDollars ? texts.inDollars : unit.symbol}</span>
        ) : (
          <h3 className="text-sm font-semibold">{unit.symbol}</h3>
        )}
        {look === "chart" && <BarKeys series={series} />}
      </div>
      {look === "chart" ? (
        <BarChart
          sentence={texts.earningsSentence(
            write(total),
            formats.count(bars.length),
            series.map((one) => one.label),
          )}
          bars={bars.map((bar) => ({ key: bar, label: label(bar) }))}
          series={series}
          unit={10n ** BigInt(unit.decimals)}
          write={write}
          writeTick={formats.tick}
        />
      ) : (
        <Table
          caption={texts.earningsByDay}
          rows={rows}
          rowKey={({ bar }) => bar}
          sortedBy={{ key: "day", isDescending: true }}
          narrow="scroll"
          footer={[
            texts.total,
            ...series.map(({ values }) => write(values.reduce((sum, value) => sum + value, 0n))),
            write(rows.reduce((sum, row) => sum + row.sum, 0n)),
          ]}
          columns={[
            { key: "day", title: rentals.day, cell: ({ bar }) => label(bar), sortBy: ({ bar }) => bar },
            ...series.map((one, index) => ({
              key: `series ${one.key}`,
              title: one.label,
              isNumber: true,
              cell: ({ values }: (typeof rows)[number]) => write(values[index] ?? 0n),
              sortBy: ({ values }: (typeof rows)[number]) => values[index] ?? 0n,
            })),
            {
              key: "sum",
              title: texts.total,
              isNumber: true,
              cell: ({ sum }) => <b className="font-semibold">{write(sum)}</b>,
              sortBy: ({ sum }) => sum,
            },
          ]}
        />
      )}
    </div>
  )
}
