// For auditors and the wary: what the escrow is, who holds its keys, and whether it has what it owes, from the chain itself.
import { Link } from "@tanstack/react-router"
import { RefreshCw } from "lucide-react"
import { useState } from "react"

import { useFormats } from "../../format/useFormats.ts"
import { useDeployment } from "../../settings/SettingsProvider.tsx"
import { PageHead } from "../../shell/PageHead.tsx"
import { useTexts } from "../../texts/TextsProvider.tsx"
import { Button, buttonClasses } from "../../ui/Button.tsx"
import { Card } from "../../ui/Card.tsx"
import { Note } from "../../ui/Note.tsx"
import { Skeleton } from "../../ui/Skeleton.tsx"
import { TableSkeleton } from "../../ui/TableSkeleton.tsx"
import { BooksCard } from "./BooksCard.tsx"
import { CodeCard } from "./CodeCard.tsx"
import { checksOf } from "./checks.ts"
import { MarketsCard } from "./MarketsCard.tsx"
import { MethodCard } from "./MethodCard.tsx"
import { RolesCard } from "./RolesCard.tsx"
import { TimelockCard } from "./TimelockCard.tsx"
import { useAudit } from "./useAudit.ts"
import { useBookkeeping } from "./useBookkeeping.ts"
import { VerdictNote } from "./VerdictNote.tsx"

const columns = "grid grid-cols-[minmax(0,1fr)] items-start gap-x-6 gap-y-4 lg:grid-cols-[minmax(0,1fr)_400px]"

export function Verify() {
  const { verify: texts } = useTexts()
  const deployment = useDeployment()
  const [url = "", setUrl] = useState(deployment.rpcUrls[0])
  const [run, setRun] = useState(0)
  return (
    <>
      <PageHead
        title={texts.title}
        lead={texts.lead}
        action={
          <div className="flex flex-wrap items-center gap-2 max-md:w-full">
            <select
              aria-label={texts.node}
              value={url}
              onChange={({ target }) => setUrl(target.value)}
              className="min-h-(--control) w-58 min-w-0 rounded-sm border border-input bg-card px-2.5 max-md:flex-1"
            >
              {deployment.rpcUrls.map((one) => (
                <option key={one} value={one}>
                  {new URL(one).host}
                </option>
              ))}
            </select>
            <Button onClick={() => setRun(run + 1)}>
              <RefreshCw aria-hidden className="size-4" />
              {texts.again}
            </Button>
          </div>
        }
      />
      <Audit key={`${url} ${run}`} {...{ url, run }} />
    </>
  )
}

function Audit({ url, run }: { url: string; run: number }) {
  const { verify: texts, errors } = useTexts()
  const formats = useFormats()
  const deployment = useDeployment()
  const [block, setBlock] = useState<bigint>()
  const { data, error, isFetching, share } = useAudit({ deployment, url, block, run })
  // Everything is shown at one block, so the rest is read again at that of the books.
  const bookkeeping = useBookkeeping({ deployment, url }, ({ blockNumber }) => setBlock(blockNumber))
  if (error) {
    return (
      <Note
        tone="error"
        fact={texts.unread}
        action={
          <Link to="/settings" className={buttonClasses({ size: "small" })}>
            {errors.otherNode}
          </Link>
        }
      >
        {texts.unreadMeaning}
      </Note>
    )
  }
  const tokens = new Map(data?.markets?.map(({ token }) => [token.address.toLowerCase(), token]))
  const tokenOf = (address: string) => tokens.get(address.toLowerCase())
  const checks = data && checksOf(data, deployment.chainId, bookkeeping.books)
  const reading = (
    <Note tone="info" fact={texts.reading}>
      {share > 0 && share < 1 && texts.readingEvents(formats.share(Math.round(share * 10_000)))}
    </Note>
  )
  return (
    <div className="grid grid-cols-[minmax(0,1fr)] gap-4">
      <div className="grid min-h-21 grid-cols-[minmax(0,1fr)] md:min-h-11">
        {data && checks && !isFetching ? <VerdictNote read={data} checks={checks} /> : reading}
      </div>
      <div className={columns}>
        <div className="grid min-w-0 grid-cols-[minmax(0,1fr)] gap-4">
          <BooksCard {...{ bookkeeping, tokenOf }} />
          {data ? <CodeCard contracts={data.contracts} /> : <Loading title={texts.code} />}
          {data ? <TimelockCard read={data} /> : <Loading title={texts.timelock} />}
          {data && checks && (
            <MethodCard
              checks={checks}
              block={data.block.number}
              symbolOf={(token) => tokenOf(token)?.symbol ?? token}
            />
          )}
        </div>
        <aside aria-label={texts.roles} className="grid min-w-0 grid-cols-[minmax(0,1fr)] gap-4">
          {data ? <RolesCard read={data} /> : <LoadingFacts title={texts.roles} />}
          {data ? <MarketsCard read={data} /> : <LoadingFacts title={texts.markets} />}
        </aside>
      </div>
    </div>
  )
}

function Loading({ title }: { title: string }) {
  return (
    <Card title={title} isFlush>
      <TableSkeleton rows={3} columns={4} />
    </Card>
  )
}

function LoadingFacts({ title }: { title: string }) {
  return (
    <Card title={title}>
      <Skeleton className="h-40" />
    </Card>
  )
}
