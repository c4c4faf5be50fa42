import { bondLocked } from "@gpuflow/escrow"

import { useFormats } from "../../format/useFormats.ts"
import type { TokenInfo } from "../../server/tokensOf.ts"
import { useTexts } from "../../texts/TextsProvider.tsx"
import { Address } from "../../ui/Address.tsx"
import { Card } from "../../ui/Card.tsx"
import { Facts } from "../../ui/Facts.tsx"
import { endMoney, type Found, served } from "./rentalMoney.ts"

type TermsCardProps = { readonly found: Found; readonly token: TokenInfo; readonly now: bigint }

/** What was agreed, as the contract keeps it. */
export function TermsCard({ found, token, now }: TermsCardProps) {
  const { rental: words, market, units } = useTexts()
  const formats = useFormats()
  const { rental, state } = found
  const { offer } = rental
  const amount = (value: bigint) => formats.amount(value, token.decimals)
  const { minDuration } = offer
  const isRunning = state.status === "Active" && now < state.since + state.duration
  const end = endMoney(found, now)
  const bond = bondLocked(offer, state)
  return (
    <Card title={words.terms}>
      <div className="text-sm">
        <Facts
          facts={[
            { name: words.price, value: `${amount(offer.pricePerHour)} ${token.symbol} ${units.perHour}` },
            {
              name: words.atLeast,
              value:
                minDuration > 60n
                  ? `${formats.duration(minDuration)}${isRunning && served(state, now) >= minDuration ? ` ${words.passed}` : ""}`
                  : market.withoutMinimum,
            },
            { name: words.bond, value: bond > 0n ? `${amount(bond)} ${token.symbol}` : words.none },
            ...(isRunning && end.fromBond > 0n
              ? [{ name: words.ifHostEnds, value: words.youGet(amount(end.toRenter), amount(end.fromBond)) }]
              : []),
            { name: words.feeName, value: words.fee(formats.exactShare(state.feeBps)) },
            { name: words.renter, value: <Address value={rental.renter} /> },
            { name: words.payee, value: <Address value={offer.payee} /> },
            { name: words.arbiter, value: <Address value={offer.arbiter} /> },
            { name: words.id, value: <Address value={offer.machine} kind="id" /> },
          ]}
        />
      </div>
    </Card>
  )
}
