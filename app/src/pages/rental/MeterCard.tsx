import { closesAt } from "@gpuflow/escrow"
import { Clock } from "lucide-react"
import type { Hex } from "viem"

import { useFormats } from "../../format/useFormats.ts"
import type { TokenInfo } from "../../server/tokensOf.ts"
import { useTexts } from "../../texts/TextsProvider.tsx"
import { Amount } from "../../ui/Amount.tsx"
import { Card } from "../../ui/Card.tsx"
import { type Part, PartKey, SplitBar } from "../../ui/SplitBar.tsx"
import { nextOf } from "../rentals/rentalNext.ts"
import { Reminder } from "./Reminder.tsx"
import type { Found } from "./rentalMoney.ts"
import { stopMoney } from "./rentalMoney.ts"

type MeterCardProps = { readonly id: Hex; readonly found: Found; readonly token: TokenInfo; readonly now: bigint }

/** What would be billed now, where the money is, how long it goes on, and what comes next. */
export function MeterCard({ id, found, token, now }: MeterCardProps) {
  const { rental: words, parts: names } = useTexts()
  const formats = useFormats()
  const { rental, state } = found
  const { offer } = rental
  const { status, since, duration } = state
  const money = stopMoney(found, now)
  const next = nextOf(found, now)
  const end = since + duration
  const isRunning = status === "Active" && now < end
  // Two digits: a meter whose digits come and go cannot be read.
  const cent = 10n ** BigInt(Math.max(0, token.decimals - 2))
  const amount = (value: bigint) => formats.amount(value - (value % cent), token.decimals)
  const parts: Partial<Record<Part, bigint>> =
    status === "Disputed"
      ? { open: money.billed, you: money.locked - money.billed }
      : { host: money.billed - money.fee, fee: money.fee, you: money.locked - money.billed }
  const keys = (["host", "fee", "you", "open"] as const).filter((part) => (parts[part] ?? 0n) > 0n)
  const labels = { host: names.host, fee: names.platform, you: names.you, open: names.open }
  const sentence = keys.map((part) => `${labels[part]} ${amount(parts[part] ?? 0n)}`).join(", ")
  const closing = closesAt(offer, state)
  const moment = (at: bigint) => formats.moment(at, now)
  return (
    <Card label={words.meter} isFlush>
      <div className="p-5 max-md:p-4">
        <div className="flex flex-wrap items-end justify-between gap-4">
          <div>
            <h2 className="text-sm font-medium text-muted-foreground">
              {status === "Funded" ? words.billedSoFar : isRunning ? words.billedIfStopped : words.billed}
            </h2>
            <p className="text-4xl font-semibold max-md:text-[2.25rem] max-md:leading-10">
              <span data-testid="billed">{amount(money.billed)}</span>{" "}
              <span className="text-xl font-normal tracking-[-0.01em] text-muted-foreground">
                {words.of} <Amount amount={money.locked} decimals={token.decimals} symbol={token.symbol} />
              </span>
            </p>
          </div>
          {isRunning && (
            <div className="md:text-right">
              <p className="text-sm font-medium text-muted-foreground">{words.left}</p>
              <p className="text-xl leading-8 font-semibold">{clockOf(end - now)}</p>
            </div>
          )}
        </div>
        <div className="mt-4 mb-2.5">
          <SplitBar parts={parts} sentence={sentence} isTall />
        </div>
        <div className="flex flex-wrap gap-x-3 gap-y-1">
          {keys.map((part) => (
            <PartKey key={part} part={part} label={`${labels[part]} ${amount(parts[part] ?? 0n)}`} />
          ))}
        </div>
      </div>
      {next && (
        <div className="flex items-start gap-2.5 border-t border-border px-5 py-3.5 text-sm max-md:px-4">
          <Clock aria-hidden className="mt-0.5 size-4 shrink-0" />
          <div className="grid gap-2.5">
            <p>
              <b className="font-semibold">{words.nextFact[next.kind](moment(next.at))}</b>{" "}
              {words.nextMeaning[next.kind](moment(closing))}
            </p>
            {isRunning && <Reminder id={id} end={end} now={now} />}
          </div>
        </div>
      )}
    </Card>
  )
}

/** "3:49:12", or with days in front. */
function clockOf(seconds: bigint): string {
  const count = Number(seconds > 0n ? seconds : 0n)
  const two = (value: number) => String(value).padStart(2, "0")
  const [hours, minutes] = [Math.floor(count / 3_600), Math.floor((count % 3_600) / 60)]
  return `${hours}:${two(minutes)}:${two(count % 60)}`
}
