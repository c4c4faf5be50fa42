import { useState } from "react"
import type { Address } from "viem"

import { useFormats } from "../../format/useFormats.ts"
import { useTexts } from "../../texts/TextsProvider.tsx"
import { Button } from "../../ui/Button.tsx"
import { Card } from "../../ui/Card.tsx"
import { SelectField } from "../../ui/Field.tsx"
import { Note } from "../../ui/Note.tsx"
import { Skeleton } from "../../ui/Skeleton.tsx"
import { PartKey, SplitBar } from "../../ui/SplitBar.tsx"
import { BondDialog } from "./BondDialog.tsx"
import type { BondUse } from "./hostMoney.ts"

type BondsProps = {
  readonly host: Address
  readonly isOwn: boolean
  /** Undefined while they are read. */
  readonly uses: readonly BondUse[] | undefined
  /** Whether the boards said which offers are live. */
  readonly areOffersKnown: boolean
}

const isUsed = ({ locked, needed }: BondUse) => locked > 0n || needed > 0n

type Open = { readonly kind: "fund" | "withdraw"; readonly use: BondUse }

/** The host's collateral, token by token: where it is, and what is needed. */
export function Bonds({ host, isOwn, uses: read, areOffersKnown }: BondsProps) {
  const { host: texts } = useTexts()
  const [open, setOpen] = useState<Open>()
  const [chosen, setToken] = useState<string>()
  const uses = read ?? []
  // What falls short comes first, then what most of the money is in.
  const shown =
    uses.find(({ token }) => token.address === chosen) ??
    uses.find(({ short }) => short > 0n) ??
    uses.find(isUsed) ??
    uses[0]
  return (
    <Card title={texts.bonds}>
      {uses.length > 1 && (
        <div className="mb-4">
          <SelectField
            label={texts.byToken}
            value={shown?.token.address ?? ""}
            onChange={({ target }) => setToken(target.value)}
          >
            {uses.map(({ token }) => (
              <option key={token.address} value={token.address}>
                {token.symbol}
              </option>
            ))}
          </SelectField>
        </div>
      )}
      {!read && <Skeleton className="h-90" />}
      {shown ? (
        <Bond use={shown} areOffersKnown={areOffersKnown} onOpen={isOwn ? setOpen : undefined} />
      ) : (
        read && <p className="text-muted-foreground">{texts.bondsNone}</p>
      )}
      {open && <BondDialog {...open} host={host} onClose={() => setOpen(undefined)} />}
    </Card>
  )
}

type BondProps = {
  readonly use: BondUse
  readonly areOffersKnown: boolean
  /** Undefined where the bond is another account's. */
  readonly onOpen: ((open: Open) => void) | undefined
}

/** One token's. */
function Bond({ use, areOffersKnown, onOpen }: BondProps) {
  const { host: texts } = useTexts()
  const formats = useFormats()
  const { token, free, locked, rentals, needed, offers, spare, isHot, short } = use
  const write = (amount: bigint) => formats.amount(amount, token.decimals)
  const usable = free < needed ? free : needed
  return (
    <section aria-label={token.symbol} className="grid gap-3">
      <div className="flex items-baseline justify-between gap-3">
        <span className="text-sm">{texts.bondFree(token.symbol)}</span>
        <span className="text-2xl font-semibold">{write(free)}</span>
      </div>
      <SplitBar
        isTall
        parts={{ host: locked, you: usable, fee: spare }}
        sentence={texts.bondSentence(write(locked), write(needed), write(spare), token.symbol)}
      />
      <dl className="grid text-sm">
        <Line part="host" title={texts.bondLocked(rentals, formats.count(rentals))} value={write(locked)} />
        {areOffersKnown && (
          <Line part="you" title={texts.bondNeeded(offers, formats.count(offers))} value={write(needed)} />
        )}
        {areOffersKnown && <Line part="fee" title={texts.bondSpare} value={write(spare)} />}
      </dl>
      {areOffersKnown && short > 0n && (
        <Note tone="warning" fact={texts.bondShort(`${write(short)} ${token.symbol}`)}>
          {texts.bondShortMeaning}
        </Note>
      )}
      {areOffersKnown && isHot && (
        <Note tone="warning" fact={texts.bondHot(`${write(spare)} ${token.symbol}`)}>
          {texts.bondHotMeaning}
        </Note>
      )}
      {onOpen && (
        <div className="flex flex-wrap gap-2">
          <Button size="small" onClick={() => onOpen({ kind: "fund", use })}>
            {texts.bondAdd}
          </Button>
          {free > 0n && (
            <Button size="small" onClick={() => onOpen({ kind: "withdraw", use })}>
              {texts.bondTakeOut}
            </Button>
          )}
        </div>
      )}
    </section>
  )
}

function Line({ part, title, value }: { part: "host" | "you" | "fee"; title: string; value: string }) {
  return (
    <div className="flex items-center justify-between gap-3 border-t border-border py-2 first:border-t-0">
      <dt className="flex items-center gap-2 text-muted-foreground">
        <PartKey part={part} />
        {title}
      </dt>
      <dd>{value}</dd>
    </div>
  )
}
