import { useState } from "react"
import type { Address } from "viem"
import { fromMicroDollars } from "../../format/microDollars.ts"
import { useFormats } from "../../format/useFormats.ts"
import { DOLLARS, daysFrom, groupByUnit, monthOf, type PayoutGroup } from "../../server/payoutGroups.ts"
import { usePayouts } from "../../server/payouts.ts"
import type { ListedRental } from "../../server/rentalList.ts"
import { useTexts } from "../../texts/TextsProvider.tsx"
import { Card } from "../../ui/Card.tsx"
import { BarChart } from "../../ui/chart/BarChart.tsx"
import { type ChartLook, ChartTabs } from "../../ui/chart/ChartTabs.tsx"
import { Skeleton } from "../../ui/Skeleton.tsx"
import { Table } from "../../ui/Table.tsx"

type SpendingProps = {
  readonly account: Address
  readonly now: bigint
  /** Of which what came back is counted. */
  readonly ended: readonly ListedRental[]
}

/** What was billed this month, by the day. */
export function Spending({ account, now, ended }: SpendingProps) {
  const { rentals: texts } = useTexts()
  const formats = useFormats()
  const from = monthOf(now)
  const spending = usePayouts({ account, as: "renter", from })
  const [look, setLook] = useState<ChartLook>("chart")
  const title = texts.spentIn(formats.month(from))
  const groups = spending.data && groupByUnit(spending.data.rows, spending.data.tokens)
  const back = returned(ended, from).map(({ amount, token }) => {
    return `${formats.amount(amount, token.decimals)} ${token.symbol}`
  })
  return (
    <Card title={title}>
      {!groups && !spending.error && (
        <div className="grid h-[212px] content-start gap-3" aria-busy="true">
          <Skeleton className="mt-2 h-8 w-2/5" />
          <Skeleton className="h-3 w-3/5" />
          <Skeleton className="mt-4 h-24" />
        </div>
      )}
      {spending.error && !groups && <p className="text-muted-foreground">{texts.spendingUnread}</p>}
      {groups?.length === 0 && <p className="text-muted-foreground">{texts.spentNothing}</p>}
      {groups?.map((group) => (
        <Group key={group.key} {...{ group, look, from, now }} />
      ))}
      {groups && groups.length > 0 && (
        <div className="mt-3 flex flex-wrap items-center justify-between gap-2">
          <ChartTabs value={look} onChange={setLook} />
          {back.length > 0 && (
            <span className="text-sm text-muted-foreground">{texts.cameBack(formats.list(back))}</span>
          )}
        </div>
      )}
    </Card>
  )
}

type GroupProps = {
  readonly group: PayoutGroup
  readonly look: ChartLook
  readonly from: bigint
  readonly now: bigint
}

function Group({ group: { unit, rows, total }, look, from, now }: GroupProps) {
  const { rentals: texts } = useTexts()
  const formats = useFormats()
  const write = (value: bigint) =>
    unit === DOLLARS
      ? formats.dollars(fromMicroDollars(value))
      : `${formats.amount(value, unit.decimals)} ${unit.symbol}`
  const days = daysFrom(from, now)
  const values = days.map((day) => rows.reduce((sum, row) => (row.day === day ? sum + row.value : sum), 0n))
  return (
    <div className="not-first:mt-5">
      <p className="text-3xl font-semibold max-md:text-2xl">{write(total)}</p>
      <p className="mb-4 text-sm text-muted-foreground">{texts.billedByDay}</p>
      {look === "chart" ? (
        <BarChart
          isSmall
          sentence={texts.spendingSentence(write(total), formats.count(days.length))}
          bars={days.map((day) => ({ key: day, label: formats.day(day) }))}
          series={[{ key: "billed", label: texts.billed, values }]}
          unit={10n ** BigInt(unit.decimals)}
          write={write}
          writeTick={String}
        />
      ) : (
        <Table
          caption={texts.billedByDay}
          rows={days.map((day, index) => ({ day, value: values[index] ?? 0n })).filter(({ value }) => value > 0n)}
          rowKey={({ day }) => day}
          sortedBy={{ key: "day", isDescending: true }}
          narrow="scroll"
          columns={[
            { key: "day", title: texts.day, cell: ({ day }) => formats.day(day), sortBy: ({ day }) => day },
            {
              key: "billed",
              title: texts.billed,
              isNumber: true,
              cell: ({ value }) => write(value),
              sortBy: ({ value }) => value,
            },
          ]}
        />
      )}
    </div>
  )
}

/** What came back of the rentals that ended since, by token. */
function returned(ended: readonly ListedRental[], since: bigint) {
  const sums = new Map<string, { amount: bigint; token: NonNullable<ListedRental["token"]> }>()
  for (const { ending, token } of ended) {
    if (!ending || !token || ending.at < since || ending.toRenter === 0n) continue
    const { amount = 0n } = sums.get(token.address) ?? {}
    sums.set(token.address, { amount: amount + ending.toRenter, token })
  }
  return [...sums.values()]
}
