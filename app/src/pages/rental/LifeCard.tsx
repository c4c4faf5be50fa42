import type { EscrowEvent } from "@gpuflow/escrow"
import { closesAt, EVIDENCE_WINDOW, exitAt } from "@gpuflow/escrow"

import { useFormats } from "../../format/useFormats.ts"
import type { TokenInfo } from "../../server/tokensOf.ts"
import { useTexts } from "../../texts/TextsProvider.tsx"
import { Address } from "../../ui/Address.tsx"
import { Card } from "../../ui/Card.tsx"
import { Skeleton } from "../../ui/Skeleton.tsx"
import { Timeline, type TimelineEntry } from "../../ui/Timeline.tsx"
import type { Found } from "./rentalMoney.ts"
import { served } from "./rentalMoney.ts"
import type { Happening } from "./useRentalHistory.ts"

type LifeCardProps = {
  readonly history: readonly Happening[]
  readonly found: Found
  readonly token: TokenInfo
  readonly now: bigint
}

/** What happened, each with its transaction, what is now, and what the clock will bring. */
export function LifeCard({ history, found, token, now }: LifeCardProps) {
  const { rental: words } = useTexts()
  const formats = useFormats()
  const { rental, state } = found
  const { offer } = rental
  const amount = (value: bigint) => `${formats.amount(value, token.decimals)} ${token.symbol}`
  const moment = (at: bigint | undefined) => (at === undefined ? "…" : formats.moment(at, now))
  const past = history.map(({ event, at }): TimelineEntry => {
    const { title, detail } = wordsOf(event)
    return {
      key: `${event.transactionHash} ${event.logIndex}`,
      time: moment(at),
      ...{ title, detail, place: "past" },
      aside: event.transactionHash && <Address value={event.transactionHash} kind="transaction" hasCopy={false} />,
    }
  })
  const isOpen = state.status !== "Closed"
  const present: readonly TimelineEntry[] = isOpen
    ? [
        {
          key: "now",
          time: formats.moment(now, now),
          title: words.now,
          place: "now",
          detail: state.status === "Active" ? words.served(formats.duration(served(state, now))) : undefined,
        },
      ]
    : []
  const ahead = isOpen ? aheadOf() : []
  return (
    <Card title={words.life}>
      {history.length === 0 ? (
        <Skeleton className="h-40 w-full" />
      ) : (
        <Timeline entries={[...past, ...present, ...ahead]} />
      )}
    </Card>
  )

  function aheadOf(): readonly TimelineEntry[] {
    const { status, since, duration } = state
    const closing = closesAt(offer, state)
    const times: readonly (readonly [string, bigint, string])[] = [
      ...(status === "Funded" ? [["start", closing, words.ahead.start] as const] : []),
      ...(status === "Active" ? [["end", since + duration, words.ahead.end] as const] : []),
      ...(status === "Active" || status === "Interrupted" ? [["paid", closing, words.ahead.paid] as const] : []),
      ...(status === "Disputed" ? [["ruling", since + EVIDENCE_WINDOW, words.ahead.ruling] as const] : []),
      ["exit", exitAt(offer, state), words.ahead.exit],
    ]
    return times
      .filter(([, at]) => at > now)
      .map(([key, at, title]) => ({ key, title, time: moment(at), place: "ahead" as const }))
  }

  function wordsOf(event: EscrowEvent): { title: string; detail?: string | undefined } {
    const { events } = words
    switch (event.eventName) {
      case "Deposited":
        return { title: events.paid(amount(event.args.amount)), detail: formats.duration(event.args.duration) }
      case "Started":
        return { title: events.started }
      case "Extended":
        return {
          title: events.extended,
          detail: words.inAll(formats.duration(event.args.duration), amount(event.args.amount)),
        }
      case "Interrupted":
        return { title: events.interrupted }
      case "Disputed":
        return { title: events.disputed, detail: amount(event.args.contested) }
      case "EvidenceSubmitted":
        return { title: events.evidence }
      case "Refunded":
        return { title: events.refunded, detail: formats.duration(event.args.refundedSeconds) }
      case "Compensated":
        return { title: events.compensated, detail: amount(event.args.amount) }
      case "Paid":
        return { title: events.rolled, detail: amount(event.args.toHost) }
      case "StakeReleased":
        return { title: events.stake, detail: amount(event.args.amount) }
      case "Resolved":
        return { title: events.resolved, detail: words.keptShare(formats.share(event.args.hostBps)) }
      case "Closed":
        return { title: events.closed, detail: words.backToRenter(amount(event.args.toRenter)) }
      default:
        return { title: events.other(event.eventName) }
    }
  }
}
