// A host's page: what was earned, what can be taken and when, what the bonds are for, and which machines are rented.
import { useClaims } from "@gpuflow/escrow/react"
import { Plus, Server, Wallet } from "lucide-react"
import { type ReactNode, useMemo, useState } from "react"
import { type Address, formatUnits, type Hex } from "viem"

import { useHead } from "../../chain/useHead.ts"
import { fromMicroDollars } from "../../format/microDollars.ts"
import { shortHex } from "../../format/shortHex.ts"
import { useFormats } from "../../format/useFormats.ts"
import { type MachineName, useMachineNames } from "../../server/machineNames.ts"
import { DOLLARS, daysFrom, groupByUnit, type PayoutGroup } from "../../server/payoutGroups.ts"
import { type Payouts, usePayouts } from "../../server/payouts.ts"
import { type RentalList, useRentalList } from "../../server/rentalList.ts"
import { SourceNote } from "../../server/SourceNote.tsx"
import type { TokenInfo } from "../../server/tokensOf.ts"
import { UnreadNote } from "../../server/UnreadNote.tsx"
import { useOpenTokens } from "../../server/useOpenTokens.ts"
import { useDeployment } from "../../settings/SettingsProvider.tsx"
import { PageHead } from "../../shell/PageHead.tsx"
import { useTexts } from "../../texts/TextsProvider.tsx"
import { Button } from "../../ui/Button.tsx"
import { Card } from "../../ui/Card.tsx"
import { CsvButton } from "../../ui/CsvButton.tsx"
import { Empty } from "../../ui/Empty.tsx"
import { MoreButton } from "../../ui/MoreButton.tsx"
import { Note } from "../../ui/Note.tsx"
import { Skeleton } from "../../ui/Skeleton.tsx"
import { Tabs } from "../../ui/Tabs.tsx"
import { useFirst } from "../../ui/useFirst.ts"
import { AccountButton } from "../../wallet/AccountButton.tsx"
import { useShownAccount } from "../../wallet/useShownAccount.ts"
import { Credits } from "../rentals/Credits.tsx"
import { nextOf } from "../rentals/rentalNext.ts"
import { Bonds } from "./Bonds.tsx"
import { Calendar } from "./Calendar.tsx"
import { Claims } from "./Claims.tsx"
import { calendarRows } from "./calendarRows.ts"
import { Disputes } from "./Disputes.tsx"
import { Earnings } from "./Earnings.tsx"
import { bondUse, dueClaims, notYetDue, sumsOf } from "./hostMoney.ts"
import { Offers } from "./Offers.tsx"
import { SignOffer } from "./SignOffer.tsx"
import { Stats } from "./Stats.tsx"
import { useFreeBonds } from "./useFreeBonds.ts"
import { type HostOffers, useHostOffers } from "./useHostOffers.ts"

const ranges = { week: 7, fortnight: 14, month: 30, year: 365 } as const
type Range = keyof typeof ranges

const DAY = 86_400n
/** Days of the calendar before today, and in all. */
const [BEFORE, SHOWN] = [4, 14]

/** Machines that the calendar shows at first. */
const FIRST_MACHINES = 10

export function Host() {
  const { host: texts } = useTexts()
  const { account, isOwn } = useShownAccount()
  if (!account) {
    return (
      <>
        <PageHead title={texts.title} lead={texts.lead} />
        <Card label={texts.title}>
          <Empty Icon={Wallet} title={texts.noAccount} actions={<AccountButton />}>
            {texts.noAccountMeaning}
          </Empty>
        </Card>
      </>
    )
  }
  return <HostOf key={account} {...{ account, isOwn }} />
}

function HostOf({ account, isOwn }: { account: Address; isOwn: boolean }) {
  const { host: texts } = useTexts()
  const head = useHead().data
  const [range, setRange] = useState<Range>("fortnight")
  const [isSigning, setSigning] = useState(false)
  const found = useRentalList({ host: account })
  const list = found.data
  const now = latest(head?.timestamp, list?.timestamp)
  const from = now - BigInt(ranges[range] - 1) * DAY
  const payouts = usePayouts({ account: now > 0n ? account : undefined, as: "host", from })
  const offers = useHostOffers(account)
  const groups = useMemo(
    () => (payouts.data ? groupByUnit(payouts.data.rows, payouts.data.tokens) : []),
    [payouts.data],
  )
  const names = useMachineNames([
    ...(list?.rentals.slice(0, 40).map(({ rental }) => rental.offer.spec) ?? []),
    ...(offers.data?.offers.map(({ signed }) => signed.offer.spec) ?? []),
  ])
  const machineName = (machine: Hex) => {
    const of = [
      ...(offers.data?.offers.map(({ signed }) => signed.offer) ?? []),
      ...(list?.rentals.map(({ rental }) => rental.offer) ?? []),
    ].find((offer) => offer.machine === machine)
    const name = of && names.get(of.spec)
    return name?.name ?? name?.model ?? shortHex(machine)
  }
  const bars = useMemo(() => barsOf(range, from, now), [range, from, now])
  const isNew = list?.rentals.length === 0 && offers.data?.offers.length === 0 && offers.data.withoutBond === 0
  const sign = (
    <Button size="small" onClick={() => setSigning(true)}>
      <Plus aria-hidden className="size-4" />
      {texts.signOffer}
    </Button>
  )
  return (
    <>
      <PageHead
        title={isOwn ? texts.title : texts.titleOf}
        lead={texts.lead}
        action={
          !isNew && (
            <div className="flex flex-wrap gap-2">
              <Tabs
                label={texts.range}
                value={range}
                onChange={setRange}
                options={(Object.keys(ranges) as Range[]).map((value) => ({ value, label: texts.ranges[value] }))}
              />
              <CsvButton
                name={texts.csvName}
                rows={payouts.data && (() => earningsTable(payouts.data, { titles: texts.columns, machineName }))}
              />
            </div>
          )
        }
      />
      <div className="grid grid-cols-[minmax(0,1fr)] gap-4">
        <SourceNote known={list ?? payouts.data} />
        {found.error && !list && <UnreadNote onRetry={() => void found.refetch()} />}
        {list && <Credits account={account} isOwn={isOwn} list={list} />}
        {isNew ? (
          <Card label={texts.title}>
            <Empty Icon={Server} title={texts.none} actions={isOwn && sign}>
              {texts.noneMeaning}
            </Empty>
          </Card>
        ) : (
          <HostBody
            {...{ account, isOwn, list, groups, names, machineName, bars, now, sign }}
            offers={offers.data}
            payouts={payouts.data}
            arePayoutsUnread={payouts.error !== null && !payouts.data}
            earnedTitle={texts.earnedIn(texts.ranges[range])}
          />
        )}
      </div>
      {isSigning && <SignOffer host={account} onClose={() => setSigning(false)} />}
    </>
  )
}

type HostBodyProps = {
  readonly account: Address
  readonly isOwn: boolean
  readonly list: RentalList | undefined
  readonly payouts: Payouts | undefined
  readonly arePayoutsUnread: boolean
  readonly groups: readonly PayoutGroup[]
  readonly offers: HostOffers | undefined
  readonly names: ReadonlyMap<Hex, MachineName>
  readonly machineName: (machine: Hex) => string
  readonly bars: readonly string[]
  readonly earnedTitle: string
  readonly now: bigint
  readonly sign: ReactNode
}

function HostBody(props: HostBodyProps) {
  const { account, isOwn, list, payouts, groups, offers, names, machineName, bars, now, sign } = props
  const { host: texts } = useTexts()
  const formats = useFormats()
  const { chainId, escrow } = useDeployment()
  const open = list?.rentals.filter(({ state }) => state.status !== "Closed") ?? []
  const claims = useClaims({
    ...{ chainId, escrow },
    rentals: open.map(({ rental }) => rental),
    query: { enabled: list !== undefined && open.length > 0, placeholderData: (before) => before },
  })
  const claimed = list && open.length === 0 ? [] : claims.data
  const openTokens = useOpenTokens().data ?? []
  // A bond may also lie in a token of which nothing is rented or on offer now.
  const tokens = uniqueTokens([...(list?.tokens ?? []), ...(offers?.tokens ?? []), ...openTokens])
  const bonds = useFreeBonds(account, tokens)
  const liveOffers = offers?.offers.map(({ signed }) => signed.offer) ?? []
  const uses = tokens
    .map((token) => bondUse(token, { free: bonds.data?.get(token.address) ?? 0n, open, offers: liveOffers }))
    .filter(({ token, free, locked, needed }) => {
      return free > 0n || locked > 0n || needed > 0n || (isOwn && openTokens.includes(token))
    })
  const written = (sums: ReturnType<typeof sumsOf>) =>
    sums.length === 0
      ? formats.amount(0n, 0)
      : formats.list(sums.map(({ token, amount }) => `${formats.amount(amount, token.decimals)} ${token.symbol}`))
  const due = dueClaims(claimed ?? [])
  const later = (claimed ?? []).filter((claim) => !due.includes(claim) && claim.state.status !== "Disputed")
  const dueSums = sumsOf(
    due.map(({ rental, toHost }) => ({ token: rental.offer.token, amount: toHost })),
    tokens,
  )
  const laterSums = sumsOf(
    (claimed ?? []).map((claim) => ({ token: claim.rental.offer.token, amount: notYetDue(claim, now) })),
    tokens,
  )
  const window = calendarWindow(now)
  const rows = list ? calendarRows(list.rentals, liveOffers, { ...window, now }) : []
  const calendar = useFirst(rows, FIRST_MACHINES)
  const earning = rows.filter(({ current }) => current && nextOf(current, now)?.kind === "end").length
  const earned = groups.map(({ unit, total }) =>
    unit === DOLLARS
      ? formats.dollars(fromMicroDollars(total))
      : `${formats.amount(total, unit.decimals)} ${unit.symbol}`,
  )
  return (
    <>
      <Stats
        stats={[
          {
            title: props.earnedTitle,
            value: payouts && (earned.length > 0 ? formats.list(earned) : formats.dollars("0")),
          },
          {
            title: texts.takeNow,
            value: claimed && written(dueSums),
            detail: due.length > 0 && texts.rentalsCount(due.length, formats.count(due.length)),
          },
          {
            title: texts.notYetDue,
            value: claimed && written(laterSums),
            detail: later[0] && texts.nextAt(formats.moment(later[0].dueAt, now)),
          },
          {
            title: texts.machinesEarning,
            value: list && texts.ofMachines(formats.count(earning), formats.count(rows.length)),
          },
        ]}
      />
      <div className="grid grid-cols-[minmax(0,1fr)] items-start gap-x-6 gap-y-4 lg:grid-cols-[minmax(0,1fr)_340px]">
        <Earnings {...{ payouts, groups, bars, machineName }} isUnread={props.arePayoutsUnread} />
        <Bonds
          host={account}
          isOwn={isOwn}
          uses={bonds.data && offers ? uses : undefined}
          areOffersKnown={offers?.isKnown === true}
        />
      </div>
      {offers && offers.withoutBond > 0 && (
        <Note tone="warning" fact={texts.offersFail(offers.withoutBond, formats.count(offers.withoutBond))}>
          {texts.offersFailMeaning}
        </Note>
      )}
      <Claims claims={claimed} {...{ tokens, names, now }} />
      <Disputes disputed={open.filter(({ state }) => state.status === "Disputed")} {...{ names, now }} />
      <Card
        title={texts.calendar}
        isFlush
        aside={
          <div className="flex flex-wrap gap-2">
            <MoreButton count={rows.length} isWhole={calendar.isWhole} toggle={calendar.toggle} />
            {isOwn && sign}
          </div>
        }
      >
        {list ? (
          <Calendar rows={calendar.shown} {...{ names, tokens, now }} {...window} />
        ) : (
          <div className="grid gap-3 p-5">
            <Skeleton className="h-10" />
            <Skeleton className="h-10" />
            <Skeleton className="h-10" />
          </div>
        )}
      </Card>
      {offers && <Offers {...{ offers, isOwn, now, machineName }} />}
    </>
  )
}

function latest(a: bigint | undefined, b: bigint | undefined): bigint {
  const [first, second] = [a ?? 0n, b ?? 0n]
  return first > second ? first : second
}

function uniqueTokens(tokens: readonly TokenInfo[]): readonly TokenInfo[] {
  return [...new Map(tokens.map((token) => [token.address.toLowerCase(), token])).values()]
}

/** Days of UTC, and of a year the months. */
function barsOf(range: Range, from: bigint, now: bigint): readonly string[] {
  const days = now > 0n ? daysFrom(from, now) : []
  return range === "year" ? [...new Set(days.map((day) => day.slice(0, 7)))] : days
}

/** Whole days of the reader's time zone. */
function calendarWindow(now: bigint): { readonly from: bigint; readonly to: bigint } {
  const start = new Date(Number(now) * 1_000)
  start.setHours(0, 0, 0, 0)
  start.setDate(start.getDate() - BEFORE)
  const from = BigInt(start.getTime() / 1_000)
  return { from, to: from + BigInt(SHOWN) * DAY }
}

/** For spreadsheets: amounts exact. */
function earningsTable(
  { rows, tokens }: Payouts,
  { titles, machineName }: { readonly titles: readonly string[]; readonly machineName: (machine: Hex) => string },
): readonly (readonly string[])[] {
  return [
    titles,
    ...rows.map(({ day, machine, token: address, amount, fee, micro }) => {
      const token = tokens.find((one) => one.address.toLowerCase() === address.toLowerCase())
      const written = (value: bigint) => formatUnits(value, token?.decimals ?? 0)
      return [
        day,
        machine ?? "",
        machine ? machineName(machine) : "",
        token?.symbol ?? address,
        written(amount + fee),
        written(fee),
        written(amount),
        micro === undefined ? "" : fromMicroDollars(micro),
      ]
    }),
  ]
}
