import { useQuery } from "@tanstack/react-query"
import type { Address } from "viem"
import { useConfig } from "wagmi"

import { useFormats } from "../../format/useFormats.ts"
import { useFeesPaid } from "../../server/feesPaid.ts"
import { useDeployment } from "../../settings/SettingsProvider.tsx"
import { useTexts } from "../../texts/TextsProvider.tsx"
import { Button } from "../../ui/Button.tsx"
import { Skeleton } from "../../ui/Skeleton.tsx"

type FeesLineProps = { readonly as: "host" | "renter"; readonly account: Address }

/** What a party's record has cost: the fees that its rentals have paid, and where that is known from. */
export function FeesLine({ as, account }: FeesLineProps) {
  const { arbiter } = useTexts()
  const texts = arbiter.fees
  const formats = useFormats()
  const { chainId } = useDeployment()
  const config = useConfig()
  const { fees, isCounting, hasFailed, count } = useFeesPaid({ as, account })
  const addresses = fees ? [...fees.byToken].filter(([, amount]) => amount > 0n).map(([token]) => token) : []
  const tokens = useQuery({
    queryKey: ["tokens", chainId, addresses],
    queryFn: async () => {
      const { tokensOf } = await import("../../server/tokensOf.ts")
      return tokensOf(config.getClient({ chainId }), { chainId, addresses })
    },
    enabled: addresses.length > 0,
    staleTime: Number.POSITIVE_INFINITY,
  }).data
  if (fees === null) {
    return (
      <div className="flex flex-wrap items-center gap-x-3 gap-y-2 text-sm text-muted-foreground">
        <span>{hasFailed ? texts.unread : texts.noIndex}</span>
        <Button size="small" waiting={isCounting} onClick={count}>
          {texts.count}
        </Button>
      </div>
    )
  }
  if (fees === undefined || (addresses.length > 0 && !tokens)) return <Skeleton className="h-10" />
  const written = (tokens ?? []).map(({ address, symbol, decimals }) => {
    return `${formats.amount(fees.byToken.get(address) ?? 0n, decimals)} ${symbol}`
  })
  const rentals = formats.count(fees.rentals)
  return (
    <p className="text-sm">
      {written.length === 0
        ? texts.none(fees.rentals, rentals)
        : (fees.hasMore ? texts.paidAtLeast : texts.paid)(formats.list(written), fees.rentals, rentals)}
      {fees.rank !== undefined && written.length > 0 && ` ${texts.rank(formats.count(fees.rank))}`}{" "}
      <span className="text-muted-foreground">{fees.source === "index" ? texts.byIndex : texts.byChain}</span>
    </p>
  )
}
