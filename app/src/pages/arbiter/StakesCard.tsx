import type { ReactNode } from "react"
import { rentalLinkOf } from "../../chain/links.ts"
import { shortHex } from "../../format/shortHex.ts"
import { useFormats } from "../../format/useFormats.ts"
import type { ListedDispute } from "../../server/disputeList.ts"
import type { TokenInfo } from "../../server/tokensOf.ts"
import { useTexts } from "../../texts/TextsProvider.tsx"
import { Amount } from "../../ui/Amount.tsx"
import { Card } from "../../ui/Card.tsx"
import { Chip } from "../../ui/Chip.tsx"
import { atStake, phaseOf } from "./disputeMoney.ts"

type StakesCardProps = {
  readonly dispute: ListedDispute
  readonly title: string
  readonly token: TokenInfo
  readonly disputedAt: bigint | undefined
  readonly now: bigint
}

/** Which dispute it is, what it is about, and until when it can be ruled. */
export function StakesCard({ dispute, title, token, disputedAt, now }: StakesCardProps) {
  const { arbiter: texts } = useTexts()
  const formats = useFormats()
  const { id, rental, state } = dispute
  const { phase, from, until } = phaseOf(state, now)
  const { contested, seconds, bond, stake } = atStake(dispute)
  const moment = (at: bigint) => formats.moment(at, now)
  const chip = {
    evidence: () => <Chip tone="neutral">{texts.mayRuleFrom(moment(from))}</Chip>,
    ruling: () => <Chip tone="ready">{texts.mayRule(moment(until))}</Chip>,
    over: () => <Chip tone="attention">{texts.isOver(moment(until))}</Chip>,
    closed: () => <Chip tone="neutral">{texts.isClosed}</Chip>,
  }[phase]()
  const price = `${formats.amount(rental.offer.pricePerHour, token.decimals)}`
  return (
    <Card title={title} isFlush aside={chip}>
      <p className="-mt-2 flex flex-wrap gap-x-2 px-5 text-sm text-muted-foreground max-md:px-4">
        <a href={rentalLinkOf(id)} className="link -my-0.5 py-0.5">
          {texts.rental(shortHex(id))}
        </a>
        {disputedAt !== undefined && <span>{texts.disputedAt(moment(disputedAt))}</span>}
      </p>
      {phase === "closed" ? (
        <div className="h-4" />
      ) : (
        <dl className="mt-3 grid grid-cols-3 border-t border-border max-md:grid-cols-1 [&>div]:px-5 [&>div]:py-3.5 [&>div+div]:border-border max-md:[&>div]:px-4 max-md:[&>div+div]:border-t md:[&>div+div]:border-l">
          <Stat name={texts.contested} below={texts.contestedOf(formats.duration(seconds), price)}>
            <Amount amount={contested} decimals={token.decimals} symbol={token.symbol} />
          </Stat>
          <Stat name={texts.bond}>
            <Amount amount={bond} decimals={token.decimals} symbol={token.symbol} />
          </Stat>
          <Stat name={texts.stake}>
            <Amount amount={stake} decimals={token.decimals} symbol={token.symbol} />
          </Stat>
        </dl>
      )}
    </Card>
  )
}

function Stat({ name, below, children }: { name: string; below?: string; children: ReactNode }) {
  return (
    <div>
      <dt className="text-sm text-muted-foreground">{name}</dt>
      <dd className="text-xl font-semibold">
        {children}
        {below && <span className="block text-xs font-normal text-muted-foreground">{below}</span>}
      </dd>
    </div>
  )
}
