import { useHostRecord } from "@gpuflow/escrow/react"
import { useQuery } from "@tanstack/react-query"
import type { Address as AccountAddress } from "viem"
import { useConfig } from "wagmi"

import { useFormats } from "../../format/useFormats.ts"
import { useDeployment } from "../../settings/SettingsProvider.tsx"
import { useTexts } from "../../texts/TextsProvider.tsx"
import { Address } from "../../ui/Address.tsx"
import { Card } from "../../ui/Card.tsx"
import { Skeleton } from "../../ui/Skeleton.tsx"

/** What the host has done so far: by an index, or else counted from the chain. */
export function HostCard({ host }: { host: AccountAddress }) {
  const { offer } = useTexts()
  const formats = useFormats()
  const { chainId, escrow, fromBlock, servers } = useDeployment()
  const config = useConfig()
  const indexed = useQuery({
    queryKey: ["hostRecord", chainId, escrow, servers, host],
    queryFn: async ({ signal }) => {
      const { readServer } = await import("@gpuflow/escrow/server")
      const client = config.getClient({ chainId })
      for (const server of servers) {
        const asked = { server, escrow, operation: "getHost", query: { host }, signal } as const
        const answer = await readServer(client, asked).catch(() => undefined)
        if (answer) return answer.record
      }
      return null
    },
    staleTime: 60_000,
    structuralSharing: false,
  })
  const counted = useHostRecord({ chainId, escrow, host, fromBlock, query: { enabled: indexed.data === null } })
  const record = indexed.data ?? counted.data
  const dollars = indexed.data?.feesPaidDollars
  const promised = record?.servedBps
  return (
    <Card title={offer.host} isFlush aside={<Address value={host} />}>
      {!record && (
        <div className="px-5 pb-4 max-md:px-4">
          <Skeleton className="h-24 w-full" />
        </div>
      )}
      {record && (promised === undefined || record.rentals === 0) && (
        <p className="px-5 pb-4 text-sm max-md:px-4">
          <b className="font-semibold">{offer.noRecord}.</b>{" "}
          <span className="text-muted-foreground">{offer.noRecordMeaning}</span>
        </p>
      )}
      {record && promised !== undefined && record.rentals > 0 && (
        <>
          <dl className="grid grid-cols-2 md:grid-cols-4 [&>div]:border-border [&>div]:px-5 [&>div]:py-3.5 [&>div]:max-md:border-t [&>div]:max-md:px-4 [&>div:nth-child(-n+2)]:max-md:border-t-0 [&>div:nth-child(even)]:max-md:border-l [&>div:not(:first-child)]:md:border-l">
            <Stat name={offer.kept} value={formats.exactShare(promised)} />
            <Stat name={offer.rentals} value={formats.count(record.rentals)} />
            <Stat
              name={offer.endedEarly}
              value={`${formats.count(record.interruptions)} · ${formats.count(record.noShows)}`}
            />
            <Stat name={offer.lost} value={formats.count(record.disputes)} />
          </dl>
          <p className="px-5 pt-1 pb-4 text-sm text-muted-foreground max-md:px-4 max-md:pt-3">
            {indexed.data ? offer.recordIndex : offer.recordChain}{" "}
            {dollars !== undefined && offer.recordFrom(formats.roundDollars(dollars))}
          </p>
        </>
      )}
    </Card>
  )
}

function Stat({ name, value }: { name: string; value: string }) {
  return (
    <div>
      <dt className="text-sm text-muted-foreground">{name}</dt>
      <dd className="mt-1 text-xl font-semibold">{value}</dd>
    </div>
  )
}
