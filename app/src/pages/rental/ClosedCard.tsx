import { useFormats } from "../../format/useFormats.ts"
import type { TokenInfo } from "../../server/tokensOf.ts"
import { useTexts } from "../../texts/TextsProvider.tsx"
import { Card } from "../../ui/Card.tsx"
import { Skeleton } from "../../ui/Skeleton.tsx"
import { PartKey, SplitBar } from "../../ui/SplitBar.tsx"
import type { Happening } from "./useRentalHistory.ts"

type ClosedCardProps = { readonly history: readonly Happening[]; readonly token: TokenInfo }

/** How it ended, and who got what: added up from the escrow's own events. */
export function ClosedCard({ history, token }: ClosedCardProps) {
  const { rental: words, rentals, parts: names } = useTexts()
  const formats = useFormats()
  const amount = (value: bigint) => formats.amount(value, token.decimals)
  const closed = history.map(({ event }) => event).find(({ eventName }) => eventName === "Closed")
  if (closed?.eventName !== "Closed") return <Skeleton className="h-44 w-full" />
  const parts = { host: 0n, fee: 0n, you: 0n, bond: 0n }
  for (const { event } of history) {
    if (event.eventName === "Paid" || event.eventName === "Closed") {
      parts.host += event.args.toHost
      parts.fee += event.args.fee
    }
    if (event.eventName === "Closed") parts.you += event.args.toRenter
    if (event.eventName === "Interrupted") parts.you += event.args.refund
    if (event.eventName === "Refunded") parts.you += event.args.amount
    if (event.eventName === "Compensated") parts.bond += event.args.amount
    if (event.eventName === "Resolved") parts.bond += event.args.bondToRenter
  }
  const labels = { host: names.host, fee: names.platform, you: words.renterGot, bond: names.bond }
  const keys = (["host", "fee", "you", "bond"] as const).filter((part) => parts[part] > 0n)
  const sentence = keys.map((part) => `${labels[part]} ${amount(parts[part])}`).join(", ")
  return (
    <Card title={rentals.reasons(closed.args.reason)}>
      <p className="text-4xl font-semibold max-md:text-[2.25rem] max-md:leading-10">
        {amount(parts.host + parts.fee)}{" "}
        <span className="text-xl font-normal tracking-[-0.01em] text-muted-foreground">
          {token.symbol} {words.wasBilled}
        </span>
      </p>
      <div className="mt-4 mb-2.5">
        <SplitBar parts={parts} sentence={sentence} isTall />
      </div>
      <div className="flex flex-wrap gap-x-3 gap-y-1">
        {keys.map((part) => (
          <PartKey key={part} part={part} label={`${labels[part]} ${amount(parts[part])}`} />
        ))}
      </div>
    </Card>
  )
}
