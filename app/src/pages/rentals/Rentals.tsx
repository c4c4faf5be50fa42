// A renter's rentals: what is open and what comes next, what ended, what was spent, and what waits to be withdrawn.
import { LayoutList, Wallet } from "lucide-react"
import { useMemo } from "react"
import type { Address } from "viem"

import { useHead } from "../../chain/useHead.ts"
import { useFormats } from "../../format/useFormats.ts"
import { useMachineNames } from "../../server/machineNames.ts"
import { MOST_RENTALS, type RentalList, useRentalList } from "../../server/rentalList.ts"
import { SourceNote } from "../../server/SourceNote.tsx"
import { UnreadNote } from "../../server/UnreadNote.tsx"
import { PageHead } from "../../shell/PageHead.tsx"
import { useTexts } from "../../texts/TextsProvider.tsx"
import { buttonClasses } from "../../ui/Button.tsx"
import { Card } from "../../ui/Card.tsx"
import { CsvButton } from "../../ui/CsvButton.tsx"
import { Empty } from "../../ui/Empty.tsx"
import { MoreButton } from "../../ui/MoreButton.tsx"
import { TableSkeleton } from "../../ui/TableSkeleton.tsx"
import { useFirst } from "../../ui/useFirst.ts"
import { AccountButton } from "../../wallet/AccountButton.tsx"
import { useShownAccount } from "../../wallet/useShownAccount.ts"
import { Credits } from "./Credits.tsx"
import { EndedRentals } from "./EndedRentals.tsx"
import { Mandates } from "./Mandates.tsx"
import { OpenRentals } from "./OpenRentals.tsx"
import { byDeadline, nextOf } from "./rentalNext.ts"
import { rentalsTable } from "./rentalsTable.ts"
import { Spending } from "./Spending.tsx"

/** Ended rentals that are shown at first. */
const FIRST = 5

export function Rentals() {
  const { rentals: texts } = useTexts()
  const { account, isOwn } = useShownAccount()
  const found = useRentalList(account && { renter: account })
  const { data } = found
  return (
    <>
      <PageHead
        title={isOwn || !account ? texts.title : texts.titleOf}
        lead={texts.lead}
        action={account && <CsvButton name="rentals" rows={data && (() => rentalsTable(data, texts.columns))} />}
      />
      {!account && (
        <Card label={texts.title}>
          <Empty Icon={Wallet} title={texts.noAccount} actions={<AccountButton />}>
            {texts.noAccountMeaning}
          </Empty>
        </Card>
      )}
      {account && (
        <div className="grid grid-cols-[minmax(0,1fr)] gap-4">
          <SourceNote known={data} />
          {found.error && !data && <UnreadNote onRetry={() => void found.refetch()} />}
          {data && <Credits account={account} isOwn={isOwn} list={data} />}
          {found.isPending && <Loading />}
          {data && <Lists account={account} isOwn={isOwn} list={data} />}
        </div>
      )}
    </>
  )
}

function Lists({ account, isOwn, list }: { account: Address; isOwn: boolean; list: RentalList }) {
  const { rentals: texts } = useTexts()
  const formats = useFormats()
  const head = useHead().data
  const now = head && head.timestamp > list.timestamp ? head.timestamp : list.timestamp
  const open = byDeadline(
    list.rentals.filter(({ state }) => state.status !== "Closed"),
    now,
  )
  const ended = useMemo(
    () =>
      list.rentals
        .filter(({ state }) => state.status === "Closed")
        .toSorted((a, b) => Number((b.ending?.at ?? 0n) - (a.ending?.at ?? 0n))),
    [list],
  )
  const { shown, isWhole, toggle } = useFirst(ended, FIRST)
  const names = useMachineNames([...open, ...shown].map(({ rental }) => rental.offer.spec))
  const disputed = open.filter(({ state }) => state.status === "Disputed").length
  const running = open.filter((one) => nextOf(one, now)?.kind === "end").length
  if (list.rentals.length === 0) {
    return (
      <Card label={texts.title}>
        <Empty
          Icon={LayoutList}
          title={texts.none}
          actions={
            <a href="#/" className={buttonClasses({ look: "primary" })}>
              {texts.toMarket}
            </a>
          }
        >
          {texts.noneMeaning}
        </Empty>
      </Card>
    )
  }
  return (
    <div className="grid grid-cols-[minmax(0,1fr)] items-start gap-x-6 gap-y-4 lg:grid-cols-[minmax(0,1fr)_360px]">
      <div className="grid grid-cols-[minmax(0,1fr)] gap-4">
        <Card
          title={texts.open}
          isFlush
          aside={
            <span className="text-sm text-muted-foreground">
              {texts.openCounts(running, formats.count(running), disputed, formats.count(disputed))}
            </span>
          }
        >
          {open.length > 0 ? (
            <OpenRentals rentals={open} {...{ names, now }} />
          ) : (
            <p className="px-5 pb-5 text-muted-foreground max-md:px-4">{texts.noneOpen}</p>
          )}
        </Card>
        {ended.length > 0 && (
          <Card title={texts.ended} isFlush aside={<MoreButton count={ended.length} {...{ isWhole, toggle }} />}>
            <EndedRentals rentals={shown} {...{ names, now }} />
          </Card>
        )}
        {list.hasMore && <p className="text-sm text-muted-foreground">{texts.hasMore(formats.count(MOST_RENTALS))}</p>}
      </div>
      <aside className="grid gap-4" aria-label={texts.money}>
        <Spending {...{ account, now, ended }} />
        <Mandates {...{ account, isOwn, list }} />
      </aside>
    </div>
  )
}

function Loading() {
  const { rentals: texts } = useTexts()
  return (
    <div className="grid items-start gap-x-6 gap-y-4 lg:grid-cols-[minmax(0,1fr)_360px]">
      <Card title={texts.open} isFlush>
        <TableSkeleton rows={3} columns={4} />
      </Card>
      <Card label={texts.money}>
        <div className="h-60" />
      </Card>
    </div>
  )
}
