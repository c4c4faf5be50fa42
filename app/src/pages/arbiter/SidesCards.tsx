import { type Address as AccountAddress, type Hex, isAddressEqual } from "viem"

import { useFormats } from "../../format/useFormats.ts"
import type { ListedDispute, Said } from "../../server/disputeList.ts"
import { useTexts } from "../../texts/TextsProvider.tsx"
import { Address } from "../../ui/Address.tsx"
import { Card } from "../../ui/Card.tsx"
import { evidenceWords } from "../rental/evidence.ts"
import type { Happening } from "../rental/useRentalHistory.ts"
import { EvidenceCheck } from "./EvidenceCheck.tsx"
import { FeesLine } from "./FeesLine.tsx"

type SidesCardsProps = {
  readonly dispute: ListedDispute
  readonly said: readonly Said[]
  readonly history: readonly Happening[]
  /** When it was disputed. */
  readonly disputedAt: bigint | undefined
  readonly now: bigint
}

/** What each side says, as text alone: nothing is loaded from where they point before the reader asks for it. */
export function SidesCards({ dispute: { id, rental, state }, said, history, disputedAt, now }: SidesCardsProps) {
  const { arbiter: texts } = useTexts()
  const formats = useFormats()
  const timeOf = (name: string) => history.find(({ event }) => event.eventName === name)?.at
  const [paid, started] = [timeOf("Deposited"), timeOf("Started") ?? timeOf("Deposited")]
  const { billedSeconds, refundedSeconds } = state
  const facts = [
    paid !== undefined &&
      started !== undefined &&
      texts.started(started > paid ? formats.duration(started - paid) : undefined, formats.duration(billedSeconds)),
    refundedSeconds > 0n && texts.refunded(formats.duration(refundedSeconds)),
  ].filter((fact) => fact !== false)
  const shared = { id, now, endedAt: disputedAt ?? now }
  const of = (side: Said["side"]) => said.filter((one) => one.side === side)
  return (
    <div className="grid grid-cols-[minmax(0,1fr)] items-start gap-4 md:grid-cols-2">
      <Side as="renter" title={texts.renterSays} account={rental.renter} said={of("renter")} {...shared} />
      <Side as="host" title={texts.hostSays} account={rental.offer.host} said={of("host")} facts={facts} {...shared} />
    </div>
  )
}

type SideProps = {
  readonly as: Said["side"]
  readonly title: string
  readonly account: AccountAddress
  readonly said: readonly Said[]
  readonly facts?: readonly string[]
  readonly id: Hex
  readonly endedAt: bigint
  readonly now: bigint
}

function Side({ as, title, account, said, facts = [], id, endedAt, now }: SideProps) {
  const { arbiter: texts } = useTexts()
  const formats = useFormats()
  return (
    <Card title={title} aside={<Address value={account} />}>
      <ul className="grid gap-3 text-sm [&>li+li]:border-t [&>li+li]:border-border [&>li+li]:pt-3">
        {said.length === 0 && <li className="text-muted-foreground">{texts.nothing}</li>}
        {said.map(({ key, side, at, party, uri }, index) => (
          <li key={key}>
            <p className="text-xs text-muted-foreground">
              {at === undefined ? "…" : formats.moment(at, now)}
              {side === "renter" && index === 0 && `, ${texts.withDispute}`}
              {side === "host" && !isAddressEqual(party, account) && `, ${texts.byOperator}`}
            </p>
            <blockquote className="mt-0.5 whitespace-pre-wrap wrap-anywhere">
              {uri === "" ? texts.nothing : evidenceWords(uri)}
            </blockquote>
            <EvidenceCheck uri={uri} rental={id} endedAt={endedAt} />
          </li>
        ))}
        {facts.length > 0 && (
          <li>
            <p className="text-xs text-muted-foreground">{texts.fromChain}</p>
            {facts.map((fact) => (
              <p key={fact}>{fact}</p>
            ))}
          </li>
        )}
        <li>
          <p className="text-xs text-muted-foreground">{texts.fees.title}</p>
          <FeesLine as={as} account={account} />
        </li>
      </ul>
    </Card>
  )
}
