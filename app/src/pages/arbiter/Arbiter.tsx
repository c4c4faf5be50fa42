// An arbiter's disputes: by deadline, with what both sides say, and the ruling.
import { ARBITRATION_WINDOW, EVIDENCE_WINDOW } from "@gpuflow/escrow"
import { useRental } from "@gpuflow/escrow/react"
import { useQuery } from "@tanstack/react-query"
import { useSearch } from "@tanstack/react-router"
import { Scale, Users, Wallet } from "lucide-react"
import { useRef, useState } from "react"
import type { Address, Hex } from "viem"
import { useConfig } from "wagmi"

import { type AccountKind, readAccountKind } from "../../chain/accountKind.ts"
import { useHead } from "../../chain/useHead.ts"
import { useFormats } from "../../format/useFormats.ts"
import { type DisputeList, type ListedDispute, useDisputeList } from "../../server/disputeList.ts"
import { useMachineNames } from "../../server/machineNames.ts"
import { SourceNote } from "../../server/SourceNote.tsx"
import { useToken } from "../../server/useToken.ts"
import { useDeployment } from "../../settings/SettingsProvider.tsx"
import { PageHead } from "../../shell/PageHead.tsx"
import { useTexts } from "../../texts/TextsProvider.tsx"
import { Card } from "../../ui/Card.tsx"
import { Chip } from "../../ui/Chip.tsx"
import { Empty } from "../../ui/Empty.tsx"
import { Note } from "../../ui/Note.tsx"
import { RetryButton } from "../../ui/RetryButton.tsx"
import { Skeleton } from "../../ui/Skeleton.tsx"
import { TableSkeleton } from "../../ui/TableSkeleton.tsx"
import { AccountButton } from "../../wallet/AccountButton.tsx"
import { useShownAccount } from "../../wallet/useShownAccount.ts"
import type { ArbiterSearch } from "./arbiterSearch.ts"
import { DisputeDetail } from "./DisputeDetail.tsx"
import { byUrgency } from "./disputeMoney.ts"
import { Inbox, titleOf } from "./Inbox.tsx"

const columns = "grid grid-cols-[minmax(0,1fr)] items-start gap-x-6 gap-y-4 lg:grid-cols-[340px_minmax(0,1fr)]"

export function Arbiter() {
  const { arbiter: texts } = useTexts()
  const formats = useFormats()
  const { account, isOwn } = useShownAccount()
  const { dispute }: ArbiterSearch = useSearch({ strict: false })
  const list = useDisputeList(account)
  const kind = useAccountKind(account)
  const { data, error } = list
  return (
    <>
      <PageHead
        title={isOwn || !account ? texts.title : texts.titleOf}
        lead={texts.lead(formats.duration(EVIDENCE_WINDOW), formats.duration(ARBITRATION_WINDOW))}
        action={
          kind?.kind === "safe" && (
            <Chip>
              <Users aria-hidden className="size-3.5" />
              {texts.safe(formats.count(kind.threshold), formats.count(kind.owners))}
            </Chip>
          )
        }
      />
      {!account && !dispute && (
        <Card label={texts.title}>
          <Empty Icon={Wallet} title={texts.noAccount} actions={<AccountButton />}>
            {texts.noAccountMeaning}
          </Empty>
        </Card>
      )}
      <div className="grid grid-cols-[minmax(0,1fr)] gap-4">
        {account && <SourceNote known={data} />}
        {error && !data && (
          <Note tone="error" fact={texts.unread} action={<RetryButton onClick={() => void list.refetch()} />}>
            {texts.unreadMeaning}
          </Note>
        )}
        {account && list.isPending && <Loading />}
        {data ? (
          <Disputes {...{ list: data, dispute, kind }} />
        ) : (
          dispute && (!account || error) && <Single id={dispute} />
        )}
      </div>
    </>
  )
}

function Disputes({
  list,
  dispute,
  kind,
}: {
  list: DisputeList
  dispute: Hex | undefined
  kind: AccountKind | undefined
}) {
  const { arbiter: texts } = useTexts()
  const detail = useRef<HTMLDivElement>(null)
  const head = useHead().data
  const now = head && head.timestamp > list.timestamp ? head.timestamp : list.timestamp
  const { disputes } = list
  const [first] = byUrgency(
    disputes.filter(({ state }) => state.status === "Disputed"),
    now,
  )
  // The dispute that was open stays open when it is ruled.
  const [initial] = useState(first?.id)
  const wanted = dispute ?? initial
  const selected = disputes.find(({ id }) => id === wanted) ?? (dispute ? undefined : first)
  const names = useMachineNames(selected ? [selected.rental.offer.spec] : [])
  // Below the list on narrow screens, so it is brought into view.
  const show = () => {
    if (!matchMedia("(width < 68.75rem)").matches) return
    setTimeout(() => detail.current?.scrollIntoView({ block: "start" }))
  }
  if (disputes.length === 0 && !dispute) {
    return (
      <Card label={texts.none}>
        <Empty Icon={Scale} title={texts.none}>
          {texts.noneMeaning}
        </Empty>
      </Card>
    )
  }
  return (
    <div className={columns}>
      <Inbox {...{ disputes, now }} selected={selected?.id} onOpen={show} />
      <div ref={detail} className="min-w-0 scroll-mt-16">
        {selected ? (
          <DisputeDetail
            key={selected.id}
            dispute={selected}
            title={titleOf(names.get(selected.rental.offer.spec), selected.rental.offer.machine)}
            {...{ kind, now }}
          />
        ) : dispute ? (
          <Single id={dispute} />
        ) : (
          <p className="text-muted-foreground">{texts.choose}</p>
        )}
      </div>
    </div>
  )
}

/** A dispute of another arbiter, or one that is not listed: read by its id. */
function Single({ id }: { id: Hex }) {
  const { chainId, escrow } = useDeployment()
  const { data } = useRental({ chainId, escrow, id })
  const token = useToken(data?.rental.offer.token)
  const kind = useAccountKind(data?.rental.offer.arbiter)
  const names = useMachineNames(data ? [data.rental.offer.spec] : [])
  const head = useHead().data
  if (!data || !token || !head) return <Skeleton className="h-96" />
  const { rental, state } = data
  const dispute: ListedDispute = { id, rental, state, token, said: undefined }
  const title = titleOf(names.get(rental.offer.spec), rental.offer.machine)
  return <DisputeDetail {...{ dispute, title, kind }} now={head.timestamp} />
}

function useAccountKind(account: Address | undefined): AccountKind | undefined {
  const { chainId } = useDeployment()
  const config = useConfig()
  return (
    useQuery({
      queryKey: ["accountKind", chainId, account],
      queryFn: () => (account ? readAccountKind(config.getClient({ chainId }), account) : null),
      enabled: account !== undefined,
      staleTime: 300_000,
    }).data ?? undefined
  )
}

function Loading() {
  const { arbiter: texts } = useTexts()
  return (
    <div className={columns}>
      <Card title={texts.byDeadline} isFlush>
        <TableSkeleton rows={3} columns={2} />
      </Card>
      <Skeleton className="h-96" />
    </div>
  )
}
